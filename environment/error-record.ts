import { stripVTControlCharacters } from 'node:util';
import { positionIn } from '../src/record/error-position';
import type { Shorten } from '../src/record/relative-paths';
import { safeText } from '../src/record/safe-text';
import type { LinesAround } from '../src/record/source-lines';
import type { ErrorRecord, LineOfCode, WaitRecord } from '../src/record/test-record';
import type { Realm } from '../src/runtime/realm';
import { maskText } from '../src/text/mask';
import { part } from '../src/text/part-of-text';
import type { Test } from './jest-internals';
import { framesOf, partsOf, replacementError } from './replacement-error';

/** How many characters of a message are kept. */
const LONGEST = 40_000;

/** The test file that runs. */
export interface FailingFile {
  readonly realm: Realm;
  readonly path: string;
  readonly shorten: Shorten;
  readonly linesAround: LinesAround;
}

/**
 * An error of a test, for the report.
 * @param given As jest-circus holds it: something thrown, or that and an error that was made where the test is written.
 * @param waits The waits of the record: the error may be the failure of one of them.
 */
export function errorRecord(
  given: Test['errors'][number],
  hints: readonly string[],
  waits: readonly WaitRecord[],
  { realm, path, shorten, linesAround }: FailingFile,
): ErrorRecord {
  const [thrown, asyncError] = partsOf(given);
  const { name, message, stack } = replacementError(realm, thrown, asyncError);
  const prefix = name === 'Error' || name === 'JestAssertionError' ? '' : `${name}: `;
  const looked = part(message, 0, 4 * LONGEST); // colours take room
  const said = safeText(prefix + stripVTControlCharacters(looked), LONGEST, looked.length < message.length);
  const text = [said, ...hints.map((hint) => maskText(hint))].join('\n\n');
  const place = positionIn(framesOf(stack), path);
  if (!place) return { message: text };
  const position = { ...place, file: shorten(place.file) };
  const wait = waitAt(position, waits);
  const source = linesAround(place, path);
  return { message: text, position, ...(wait !== -1 && { wait }), ...(source && { source }) };
}

/** The wait that has failed there: of several on one line, the one at that column. */
function waitAt(position: LineOfCode, waits: readonly WaitRecord[]): number {
  const isOne = (wait: WaitRecord): boolean =>
    wait.outcome !== 'satisfied' && wait.position.file === position.file && wait.position.line === position.line;
  const exact = waits.findLastIndex((wait) => isOne(wait) && wait.position.column === position.column);
  return exact === -1 ? waits.findLastIndex(isOne) : exact;
}
