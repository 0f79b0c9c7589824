import type { MatcherContext } from 'expect';
import type { Paint } from '../src/explain/conversation';
import { bytesText } from '../src/explain/message-text';
import { bytesOf } from '../src/runtime/bytes';

/** What values are printed with: Jest's own printers, and whether the user asked for whole diffs. */
export type Printers = Pick<MatcherContext, 'utils' | 'expand'>;

/** Jest's colours: none where the terminal has none, or they are switched off. */
export const paintOf = ({ utils }: Pick<Printers, 'utils'>): Paint => ({
  good: utils.EXPECTED_COLOR,
  bad: utils.RECEIVED_COLOR,
  dim: utils.DIM_COLOR,
  strong: utils.BOLD_WEIGHT,
});

/** A diff of at most so many lines. */
const LONGEST_DIFF = 60;

export function printExpected({ utils }: Pick<Printers, 'utils'>, value: unknown): string {
  const bytes = bytesOf(value);
  return bytes ? utils.EXPECTED_COLOR(bytesText(bytes)) : utils.printExpected(value);
}

export function printReceived({ utils }: Pick<Printers, 'utils'>, value: unknown): string {
  const bytes = bytesOf(value);
  return bytes ? utils.RECEIVED_COLOR(bytesText(bytes)) : utils.printReceived(value);
}

/** What differs; undefined where nothing of it can be seen, since both print alike. */
export function printDiff({ utils, expand }: Printers, expected: unknown, received: unknown): string[] | undefined {
  const diff = utils.printDiffOrStringify(expected, received, 'Expected', 'Received', expand ?? false);
  if (/serializes to the same string|no visual difference/.test(diff)) return undefined;
  const lines = diff.split('\n');
  if (lines.length <= LONGEST_DIFF) return lines;
  return [...lines.slice(0, LONGEST_DIFF), `… ${lines.length - LONGEST_DIFF} more lines`];
}
