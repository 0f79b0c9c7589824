import type { AttemptReport } from '../report';
import type { DiagramRow } from './rows';

const HEIGHTS: Readonly<Record<DiagramRow['kind'], number>> = {
  event: 28,
  fold: 26,
  wait: 28,
  request: 28,
  output: 22,
  failure: 0,
  omitted: 40,
  forgotten: 30,
  gap: 34,
};

/** How many lines of a failure its card shows: the details show all. */
export const CARD_LINES = 26;

/** The height of each row in px; for a card, the measured one, or a guess until it is measured. */
export function heightsOf(rows: readonly DiagramRow[], attempt: AttemptReport, measured: ReadonlyMap<string, number>): number[] {
  return rows.map((row) => (row.kind === 'failure' ? (measured.get(row.key) ?? guess(attempt, row.error)) : HEIGHTS[row.kind]));
}

function guess({ errors }: AttemptReport, index: number): number {
  const error = errors[index];
  const lines = Math.min(CARD_LINES, error?.message.slice(0, 10_000).split('\n').length ?? 1);
  return 60 + 18 * (lines + (error?.source?.lines.length ?? 0));
}
