import type { EventRecord } from '../../src/record/test-record';
import type { AttemptReport } from '../report';

/** A row of the diagram. The times are those of the record; a key names the row in links. */
export type DiagramRow = { readonly key: string; readonly at: number } & (
  | { readonly kind: 'event'; readonly event: number; readonly routine: boolean }
  | { readonly kind: 'fold'; readonly events: readonly number[]; readonly open: boolean }
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

const ROUTINE: ReadonlySet<string> = new Set(['ping', 'pong', 'protocol']);

/** From so many on, clients that connect or close one after the other are folded, too. */
const CROWD = 8;

/**
 * The rows of an attempt in the order of time. Pings, pongs and what protocols say by themselves are folded where they
 * follow on each other, and a crowd that comes or goes; except for the folds that are unfolded.
 */
export function rowsOf(attempt: AttemptReport, unfolded: ReadonlySet<string> | 'all' = new Set()): DiagramRow[] {
  return withPauses(withFolds(inTime(attempt), attempt, unfolded));
}

/** At the same time, what causes comes before what follows from it. */
const ORDER = { forgotten: 0, request: 1, omitted: 2, event: 2, output: 3, wait: 4, failure: 5, fold: 6, gap: 7 };

function inTime({ conversation, errors, duration }: AttemptReport): DiagramRow[] {
  const { clients, events, waits, requests, output, omitted } = conversation;
  const rows: DiagramRow[] = [];
  const startOf = Math.min(0, events[0]?.at ?? 0);
  clients.forEach(({ forgotten }, client) => {
    if (forgotten) rows.push({ kind: 'forgotten', key: `forgotten=${client}`, at: startOf, client, count: forgotten });
  });
  events.forEach(({ at, kind }, event) => {
    if (omitted?.behind === event) rows.push(omittedRow(omitted.events, at));
    rows.push({ kind: 'event', key: `event=${event}`, at, event, routine: ROUTINE.has(kind) });
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
  // events keep their own order: what was recorded first has happened first
  return rows.sort((a, b) => a.at - b.at || ORDER[a.kind] - ORDER[b.kind]);
}

const omittedRow = (count: number, at: number): DiagramRow => ({ kind: 'omitted', key: 'omitted=0', at, count });

function withFolds(rows: readonly DiagramRow[], attempt: AttemptReport, unfolded: ReadonlySet<string> | 'all'): DiagramRow[] {
  if (unfolded === 'all') return [...rows];
  const { events: all } = attempt.conversation;
  const sort = (row: DiagramRow | undefined): string | undefined => {
    if (row?.kind !== 'event') return undefined;
    const { kind, direction } = all[row.event] as EventRecord;
    if (row.routine) return 'routine';
    return kind === 'open' || kind === 'close' ? `${kind} ${direction}` : undefined;
  };
  const folded: DiagramRow[] = [];
  for (let start = 0; start < rows.length; ) {
    const first = rows[start] as DiagramRow;
    const alike = sort(first);
    const events: number[] = [];
    let end = start;
    for (let row = rows[end]; alike !== undefined && sort(row) === alike; row = rows[++end]) {
      if (row?.kind === 'event') events.push(row.event);
    }
    if (events.length < (alike === 'routine' ? 2 : CROWD)) {
      folded.push(first);
      start++;
      continue;
    }
    const key = `fold=${events[0]}`;
    const open = unfolded.has(key);
    folded.push({ kind: 'fold', key, at: first.at, events, open });
    if (open) folded.push(...rows.slice(start, end));
    start = end;
  }
  return folded;
}

function withPauses(rows: readonly DiagramRow[]): DiagramRow[] {
  const paused: DiagramRow[] = [];
  rows.forEach((row, index) => {
    const before = rows[index - 1];
    const ms = before === undefined ? 0 : row.at - before.at;
    if (ms >= PAUSE) paused.push({ kind: 'gap', key: `gap=${index}`, at: row.at, ms });
    paused.push(row);
  });
  return paused;
}

/** The key of the fold that hides a row, if one does. */
export function foldOf(rows: readonly DiagramRow[], key: string): string | undefined {
  if (!key.startsWith('event=')) return undefined;
  const event = Number(key.slice('event='.length));
  return rows.find((row) => row.kind === 'fold' && !row.open && row.events.includes(event))?.key;
}

/** The next row that can be chosen, upwards or downwards; from nowhere, the first or last one. */
export function nextRow(rows: readonly DiagramRow[], from: number, step: 1 | -1): number {
  let index = from === -1 && step === -1 ? rows.length : from;
  do index += step;
  while (rows[index]?.kind === 'gap');
  return rows[index] === undefined ? from : index;
}
