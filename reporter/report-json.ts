import { escaped } from '../src/text/escape';
import type { FileReport, Report } from './report';

/**
 * A report as JSON, in pieces, since a string cannot be longer than 512 MB. Each test has a line of its own. Hidden characters
 * are escaped (`\u202e`), which means the same in JSON.
 */
export function* jsonOf({ files, ...head }: Report): Generator<string> {
  yield* listIn({ ...head }, 'files', files, function* ({ tests, ...file }: FileReport) {
    yield* listIn(file, 'tests', tests, function* (test) {
      yield json(test);
    });
  });
  yield '\n';
}

/** An object whose last field is a list of many, each on a line of its own. */
function* listIn<One>(
  head: object,
  name: string,
  list: readonly One[],
  piecesOf: (one: One) => Generator<string>,
): Generator<string> {
  const fields = json(head).slice(0, -1);
  yield `${fields}${fields === '{' ? '' : ','}"${name}":[`;
  for (const [index, one] of list.entries()) {
    yield index === 0 ? '\n' : ',\n';
    yield* piecesOf(one);
  }
  yield '\n]}';
}

const json = (value: unknown): string => escaped(JSON.stringify(value));

/**
 * Reads the lines that `jsonOf` has written: for a report that is too long to be one string.
 * @throws if they are something else, or some are missing.
 */
export function fromLines(lines: Iterable<string>): unknown {
  const open: { head: Record<string, unknown>; list: unknown[] }[] = [];
  let whole: unknown;
  for (const line of lines) {
    if (line === '') continue;
    const begins = /"(files|tests)":\[$/.exec(line);
    if (begins) {
      open.push({ head: JSON.parse(`${line}]}`), list: [] });
      continue;
    }
    const ended = /^\]\},?$/.test(line) ? open.pop() : undefined;
    const one = ended
      ? { ...ended.head, [open.length === 0 ? 'files' : 'tests']: ended.list }
      : JSON.parse(line.replace(/,$/, ''));
    const outer = open.at(-1);
    if (outer) outer.list.push(one);
    else whole = one;
  }
  if (open.length > 0 || whole === undefined) throw new SyntaxError('the end is missing');
  return whole;
}
