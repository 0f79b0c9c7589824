import type { AttemptReport } from '../report';
import { withFolds } from './folds';

/** A row of the diagram. The times are those of the record; a key names the row in links. */
export type DiagramRow = { readonly key: string; readonly at: number } & (
  | { readonly kind: 'event'; readonly event: number }
  | { readonly kind: 'fold'; readonly rows: readonly DiagramRow[]; readonly open: boolean }
  | { readonly kind: 'wait'; readonly wait: number }
  | { readonly kind: 'request'; readonly request: number }
  | { readonly kind: 'output'; readonly output: number }
  | { readonly kind: 'failure'; readonly error: number }
  | { readonly kind: 'omitted'; readonly count: number }
  | { readonly kind: 'forgotten'; readonly client: number; readonly count: number }
  | { readonly kind: 'gap'; readonly ms: number }
);

/** A pause of at least this many ms between two rows is drawn. */
const PAUSE = 250;

/**
 * The rows of an attempt in the order of time. Routine rows in a row are folded, unless their fold is unfolded.
 */
export function rowsOf(attempt: AttemptReport, unfolded: ReadonlySet<string> | 'all' = new Set()): DiagramRow[] {
  return withPauses(withFolds(inTime(attempt), attempt, unfolded));
}

/** The order of rows at the same time: causes come before effects. */
const ORDER = { forgotten: 0, request: 1, omitted: 2, event: 2, output: 3, wait: 4, failure: 5, fold: 6, gap: 7 };

function inTime({ conversation, errors, duration }: AttemptReport): DiagramRow[] {
  const { clients, events, waits, requests, output, omitted } = conversation;
  const rows: DiagramRow[] = [];
  clients.forEach(({ forgotten }, client) => {
    if (!forgotten) return;
    const at = events.find((event) => event.client === client)?.at ?? Math.min(0, events[0]?.at ?? 0);
    rows.push({ kind: 'forgotten', key: `forgotten=${client}`, at, client, count: forgotten });
  });
  events.forEach(({ at }, event) => {
    if (omitted?.behind === event) rows.push(omittedRow(omitted.events, at));
    rows.push({ kind: 'event', key: `event=${event}`, at, event });
  });
  if (omitted && omitted.behind >= events.length) rows.push(omittedRow(omitted.events, events.at(-1)?.at ?? 0));
  requests.forEach(({ at }, request) => {
    rows.push({ kind: 'request', key: `request=${request}`, at, request });
  });
  output.forEach(({ at }, index) => {
    rows.push({ kind: 'output', key: `output=${index}`, at, output: index });
  });
  const told = new Set(errors.map(({ wait }) => wait));
  waits.forEach(({ outcome, ended }, wait) => {
    if (outcome !== 'satisfied' && !told.has(wait)) rows.push({ kind: 'wait', key: `wait=${wait}`, at: ended, wait });
  });
  errors.forEach(({ wait }, error) => {
    const at = wait === undefined ? undefined : waits[wait]?.ended;
    rows.push({ kind: 'failure', key: `failure=${error}`, at: at ?? duration, error });
  });
  // the sort is stable, so events keep the order in which they were recorded
  return rows.sort((a, b) => a.at - b.at || ORDER[a.kind] - ORDER[b.kind]);
}

const omittedRow = (count: number, at: number): DiagramRow => ({ kind: 'omitted', key: 'omitted=0', at, count });

function withPauses(rows: readonly DiagramRow[]): DiagramRow[] {
  const paused: DiagramRow[] = [];
  rows.forEach((row, index) => {
    const before = rows[index - 1];
    const ms = before === undefined ? 0 : row.at - endOf(before);
    if (ms >= PAUSE && !LACKING.has(row.kind)) paused.push({ kind: 'gap', key: `gap=${index}`, at: row.at, ms });
    paused.push(row);
  });
  return paused;
}

/** Rows that stand for what is not in the report: it was not silent before them. */
const LACKING: ReadonlySet<DiagramRow['kind']> = new Set(['omitted', 'forgotten']);

/** When the last of what a row shows has happened. */
const endOf = (row: DiagramRow): number => (row.kind === 'fold' && !row.open ? row.rows.at(-1)?.at : undefined) ?? row.at;

/** The next row that can be selected, upwards or downwards; if none is selected, the first or last one. */
export function nextRow(rows: readonly DiagramRow[], from: number, step: 1 | -1): number {
  let index = from === -1 && step === -1 ? rows.length : from;
  do index += step;
  while (rows[index]?.kind === 'gap');
  return rows[index] === undefined ? from : index;
}
