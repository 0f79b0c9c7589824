import { isPlain } from './literal';
import type { Entry } from './transcript';

/** One moment of a conversation. */
export interface Moment {
  /** On the clock of `performance.now()`. */
  readonly at: number;
  /** Which of the clients, by its place among them; undefined for what concerns several. */
  readonly client: number | undefined;
  readonly what: Entry | Mark;
}

/** Something that happened to a wait, not on a connection. */
export interface Mark {
  readonly kind: 'mark';
  readonly text: string;
}

/** A stretch of moments that are alike, or that are left out. */
export interface Fold {
  readonly count: number;
  /** One of those that are alike; undefined where they are not. */
  readonly like: Moment | undefined;
}

/** So many alike in a row are folded into one line. */
const RUN = 4;

/** All that happened to several clients, in order; of the same moment, in the order of the clients. */
export function merged(streams: readonly (readonly Entry[])[], marks: readonly Moment[], since: number): Moment[] {
  const moments = streams.flatMap((entries, client) => {
    const first = entries.findIndex(({ at }) => at >= since);
    return first === -1 ? [] : entries.slice(first).map((what): Moment => ({ at: what.at, client, what }));
  });
  return [...moments, ...marks].sort((a, b) => a.at - b.at);
}

/** The moments in at most so many lines: stretches that are alike are folded, then the middle is left out. */
export function folded(moments: readonly Moment[], lines: number): (Moment | Fold)[] {
  if (moments.length <= lines) return [...moments];
  const rows = withoutRuns(moments);
  if (rows.length <= lines) return rows;
  const marks = rows.filter(isMark).length;
  const room = Math.max(4, lines - marks - 2);
  const head = Math.ceil(room / 3);
  const tail = room - head;
  const kept: (Moment | Fold)[] = [];
  let left = 0;
  rows.forEach((row, index) => {
    if (index < head || index >= rows.length - tail || isMark(row)) {
      if (left > 0) kept.push({ count: left, like: undefined });
      left = 0;
      kept.push(row);
    } else left += 'count' in row ? row.count : 1;
  });
  return kept;
}

const isMark = (row: Moment | Fold): boolean => 'what' in row && row.what.kind === 'mark';

function withoutRuns(moments: readonly Moment[]): (Moment | Fold)[] {
  const rows: (Moment | Fold)[] = [];
  for (let start = 0; start < moments.length; ) {
    const first = moments[start] as Moment;
    const shape = shapeOf(first);
    let end = start + 1;
    while (shape !== undefined && end < moments.length && shapeOf(moments[end] as Moment) === shape) end++;
    if (end - start < RUN) rows.push(...moments.slice(start, end));
    else rows.push(first, { count: end - start - 2, like: first }, moments[end - 1] as Moment);
    start = end;
  }
  return rows;
}

const SHORT = 24;

/** What makes two messages alike: the same way, the same fields, the same first word among them (often a type). */
function shapeOf({ what }: Moment): string | undefined {
  if (what.kind === 'ping' || what.kind === 'pong') return `${what.kind} ${what.direction}`;
  if (what.kind !== 'message') return undefined;
  const { direction, value, payload } = what;
  if (!isPlain(value)) {
    const text = typeof payload === 'string' ? payload.slice(0, SHORT).replace(/\d+/g, '0') : 'binary';
    return `${direction} ${text}`;
  }
  const word = Object.values(value).find((part) => typeof part === 'string' && part.length <= SHORT && !/\d/.test(part));
  return `${direction} ${Object.keys(value).join(' ')} ${word}`;
}
