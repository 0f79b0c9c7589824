import { ID } from '../../src/record/text-formats';
import { MASK } from '../../src/text/mask';

/** The address of a channel, learnt from paths. */
export interface LearntAddress {
  /** `/rooms/{roomId}`. */
  readonly address: string;
  /** The parameters, with the values that were seen, without secret ones. */
  readonly parameters: ReadonlyMap<string, readonly string[]>;
  readonly paths: readonly string[];
}

/**
 * The addresses of some paths. A segment that is an id or a secret becomes a parameter.
 * @param given Addresses that the user has given, for paths whose parameters are words: `/rooms/{room}`.
 */
export function addressesOf(paths: Iterable<string>, given: readonly string[] = []): LearntAddress[] {
  const found = new Map<string, { parameters: Map<string, Set<string>>; paths: string[] }>();
  for (const path of [...paths].sort()) {
    const { address, values } = givenAddressOf(path, given) ?? addressOf(path);
    const known = found.get(address) ?? { parameters: new Map<string, Set<string>>(), paths: [] };
    found.set(address, known);
    known.paths.push(path);
    for (const [name, value] of values) {
      const seen = known.parameters.get(name) ?? new Set<string>();
      known.parameters.set(name, seen);
      if (value !== MASK) seen.add(value);
    }
  }
  return [...found].map(([address, { parameters, paths: own }]) => ({
    address,
    parameters: new Map([...parameters].map(([name, values]) => [name, [...values].sort()])),
    paths: own,
  }));
}

/** One path as an address, with the values of its parameters. */
interface PathAddress {
  readonly address: string;
  readonly values: ReadonlyMap<string, string>;
}

function addressOf(path: string): PathAddress {
  const values = new Map<string, string>();
  const segments = path.split('/');
  const shown = segments.map((segment, index) => {
    if (!ID.test(segment) && segment !== MASK) return segment;
    const name = parameterName(segments[index - 1] ?? '', values);
    values.set(name, segment);
    return `{${name}}`;
  });
  return { address: shown.join('/'), values };
}

/** The first of the given addresses that fits the path. */
function givenAddressOf(path: string, given: readonly string[]): PathAddress | undefined {
  const segments = path.split('/');
  const address = given.find((one) => {
    const parts = one.split('/');
    return parts.length === segments.length && parts.every((part, index) => PARAMETER.test(part) || part === segments[index]);
  });
  if (address === undefined) return undefined;
  const values = address.split('/').flatMap((part, index) => {
    const [, name] = PARAMETER.exec(part) ?? [];
    return name === undefined ? [] : [[name, segments[index] as string] as const];
  });
  return { address, values: new Map(values) };
}

const PARAMETER = /^\{([^{}]+)\}$/;

/** The name of a parameter, by the segment before it: `roomId` after `rooms`. */
function parameterName(before: string, taken: ReadonlyMap<string, unknown>): string {
  const word = /^[a-z][a-z\d]*$/i.test(before) ? before.replace(/(?:(s)es|([^s]{2})s)$/i, '$1$2') : '';
  const name = word === '' ? 'id' : `${word}Id`;
  if (!taken.has(name)) return name;
  let number = 2;
  while (taken.has(`${name}${number}`)) number++;
  return `${name}${number}`;
}
