import type { AttemptReport } from '../report';
import { isRoutine } from './routine';
import type { DiagramRow } from './rows';
import { counted } from './words';

/** How many rows in a row are folded: of routine; and of clients that come or go, or lines of output. */
const BEATS = 2;
const CROWD = 8;

/** Folds similar rows in a row into one. Once it is unfolded, that one stays before them. */
export function withFolds(
  rows: readonly DiagramRow[],
  attempt: AttemptReport,
  unfolded: ReadonlySet<string> | 'all',
): DiagramRow[] {
  if (unfolded === 'all') return [...rows];
  const folded: DiagramRow[] = [];
  for (let start = 0; start < rows.length; ) {
    const first = rows[start] as DiagramRow;
    const like = likeness(first, attempt);
    let end = start + 1;
    while (like !== undefined && end < rows.length && likeness(rows[end] as DiagramRow, attempt) === like) end++;
    const run = rows.slice(start, end);
    start = end;
    if (like === undefined || run.length < (like === 'routine' ? BEATS : CROWD)) folded.push(...run);
    else {
      const key = first.key.replace('event=', 'fold=').replace('output=', 'lines=');
      const open = unfolded.has(key);
      folded.push({ kind: 'fold', key, at: first.at, rows: run, open });
      if (open) folded.push(...run);
    }
  }
  return folded;
}

/** Rows with the same likeness are folded; undefined for rows that never are. */
function likeness(row: DiagramRow, { conversation }: AttemptReport): string | undefined {
  if (row.kind === 'output') return 'output';
  const event = row.kind === 'event' ? conversation.events[row.event] : undefined;
  if (event === undefined || event.breach !== undefined) return undefined;
  if (isRoutine(event)) return 'routine';
  return event.kind === 'open' || event.kind === 'close' ? `${event.kind} ${event.direction}` : undefined;
}

export const isFold = (key: string): boolean => /^(fold|lines)=/.test(key);

/** The key of the fold that hides a row, if one does. */
export const foldOf = (rows: readonly DiagramRow[], key: string): string | undefined =>
  rows.find((row) => row.kind === 'fold' && !row.open && row.rows.some((hidden) => hidden.key === key))?.key;

const KINDS: Readonly<Record<string, (count: number) => string>> = {
  open: (count) => `${counted(count, 'client')} connected`,
  close: (count) => `${counted(count, 'connection')} closed`,
  protocol: (count) => counted(count, 'protocol message'),
  output: (count) => counted(count, 'line of output', 'lines of output'),
};

/** What is folded: `3 pings, 3 pongs`. */
export function foldedKinds(rows: readonly DiagramRow[], { conversation }: AttemptReport): string {
  const kinds = new Map<string, number>();
  for (const row of rows) {
    const kind = (row.kind === 'event' && conversation.events[row.event]?.kind) || row.kind;
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  return [...kinds].map(([kind, count]) => KINDS[kind]?.(count) ?? counted(count, kind)).join(', ');
}
