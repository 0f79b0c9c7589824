import { ID } from './formats';

/** The address of a channel, learnt from paths. */
export interface LearntAddress {
  /** `/rooms/{roomId}`. */
  readonly address: string;
  /** The parameters, with the values that were seen. */
  readonly parameters: ReadonlyMap<string, readonly string[]>;
  readonly paths: readonly string[];
}

/** The addresses of some paths: what is an id in one of them is a parameter. */
export function addressesOf(paths: Iterable<string>): LearntAddress[] {
  const found = new Map<string, { parameters: Map<string, Set<string>>; paths: string[] }>();
  for (const path of [...paths].sort()) {
    const values = new Map<string, string>();
    const segments = path.split('/');
    const shown = segments.map((segment, index) => {
      if (!ID.test(segment)) return segment;
      const name = parameterName(segments[index - 1] ?? '', values);
      values.set(name, segment);
      return `{${name}}`;
    });
    const address = shown.join('/');
    const known = found.get(address) ?? { parameters: new Map<string, Set<string>>(), paths: [] };
    found.set(address, known);
    known.paths.push(path);
    for (const [name, value] of values) {
      known.parameters.set(name, (known.parameters.get(name) ?? new Set<string>()).add(value));
    }
  }
  return [...found].map(([address, { parameters, paths: own }]) => ({
    address,
    parameters: new Map([...parameters].map(([name, values]) => [name, [...values].sort()])),
    paths: own,
  }));
}

/** `roomId` behind `rooms`. */
function parameterName(before: string, taken: ReadonlyMap<string, unknown>): string {
  const word = /^[a-z][a-z\d]*$/i.test(before) ? before.replace(/(?:(s)es|([^s])s)$/i, '$1$2') : '';
  const name = word === '' ? 'id' : `${word}Id`;
  if (!taken.has(name)) return name;
  let number = 2;
  while (taken.has(`${name}${number}`)) number++;
  return `${name}${number}`;
}
