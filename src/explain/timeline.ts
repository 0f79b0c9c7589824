import type { TranscriptEntry } from '../log/transcript';
import { isPlain } from '../runtime/literal';
import { isRoutine, withBeatsFolded, withRoutineInOne } from './heartbeats';
import type { Moment } from './moment';

/** Stands for several moments in a row that are alike, or that are left out. */
export interface Fold {
  readonly count: number;
  /** One of the moments, if they are alike; undefined if they are left out. */
  readonly like: Moment | undefined;
}

type Has = Pick<ReadonlySet<unknown>, 'has'>;

/** From this many on, moments that are alike and in a row are folded. */
const RUN = 4;

/** All events of several clients in the order of time; those at the same time in the order of the clients. */
export function merged(streams: readonly (readonly TranscriptEntry[])[], marks: readonly Moment[], since: number): Moment[] {
  const moments = streams.flatMap((entries, client) => {
    const first = entries.findIndex(({ at }) => at >= since);
    return first === -1 ? [] : entries.slice(first).map((what): Moment => ({ at: what.at, client, what }));
  });
  return [...moments, ...marks].sort((a, b) => a.at - b.at);
}

/**
 * The moments in at most `lines` rows: heartbeats and rows that are alike are folded, then the least important are left out.
 * @param telling The messages that a failure is about.
 * @param broken The entries that break a contract.
 */
export function folded(
  moments: readonly Moment[],
  lines: number,
  telling: ReadonlySet<unknown> = new Set(),
  broken: Has = new Set(),
): (Moment | Fold)[] {
  const beaten = withBeatsFolded(moments);
  const end = beaten.findLastIndex(isMark);
  // after the last wait is over, heartbeats are of no interest
  const told = beaten.filter((moment, index) => end === -1 || index < end || !isRoutine(moment));
  if (told.length <= lines) return told;
  const rows = withoutRuns(withRoutineInOne(told), telling, broken);
  return rows.length <= lines ? rows : chosen(rows, lines, telling, broken);
}

/** As many rows as fit, the most important first; each gap between them takes a line. */
function chosen(rows: readonly (Moment | Fold)[], lines: number, telling: ReadonlySet<unknown>, broken: Has): (Moment | Fold)[] {
  const kept = new Set<number>();
  let used = 1; // with no rows there is one gap
  for (const index of byImportance(rows, telling, broken)) {
    const isKept = (other: number) => other < 0 || other >= rows.length || kept.has(other);
    const more = 2 - Number(isKept(index - 1)) - Number(isKept(index + 1));
    if (used + more > lines && !isMark(rows[index] as Moment)) continue;
    kept.add(index);
    used += more;
  }
  const shown: (Moment | Fold)[] = [];
  let left = 0;
  rows.forEach((row, index) => {
    if (kept.has(index)) {
      if (left > 0) shown.push({ count: left, like: undefined });
      left = 0;
      shown.push(row);
    } else left += weight(row);
  });
  if (left > 0) shown.push({ count: left, like: undefined });
  return shown;
}

/** In this order: marks of waits, what the failure is about, ends, errors, breaches, what is near the last mark, routine. */
function byImportance(rows: readonly (Moment | Fold)[], telling: ReadonlySet<unknown>, broken: Has): number[] {
  const all = rows.map((_, index) => index);
  const rank = (index: number): number => {
    const row = rows[index] as Moment | Fold;
    if (!('what' in row)) return 3;
    if (row.what.kind === 'mark') return 0;
    if (telling.has(row.what)) return 1;
    if (row.what.kind === 'close' || row.what.kind === 'error' || row.what.kind === 'network' || broken.has(row.what)) return 2;
    return isRoutine(row) ? 4 : 3;
  };
  const ranks = all.map(rank);
  const of = (wanted: number) => all.filter((index) => ranks[index] === wanted);
  const end = rows.findLastIndex(isMark);
  const others = of(3);
  const before = others.filter((index) => end === -1 || index < end).reverse();
  const after = others.filter((index) => end !== -1 && index > end);
  return [...of(0), ...of(1), ...of(2).reverse(), ...mixed(before, after), ...of(4)];
}

/** In turn: two of those just before the last mark, one from the beginning, one from after the mark. */
function mixed(before: readonly number[], after: readonly number[]): number[] {
  const order: number[] = [];
  for (let near = 0, far = before.length - 1, behind = 0; near <= far || behind < after.length; ) {
    if (near <= far) order.push(before[near++] as number);
    if (near <= far) order.push(before[near++] as number);
    if (near <= far) order.push(before[far--] as number);
    if (behind < after.length) order.push(after[behind++] as number);
  }
  return order;
}

const weight = (row: Moment | Fold): number => {
  if (!('what' in row)) return row.count;
  return row.what.kind === 'beats' ? row.what.count : 1;
};

const isMark = (row: Moment | Fold): boolean => 'what' in row && row.what.kind === 'mark';

function withoutRuns(moments: readonly Moment[], telling: ReadonlySet<unknown>, broken: Has): (Moment | Fold)[] {
  const shapeOf = (moment: Moment): string | undefined =>
    telling.has(moment.what) ? undefined : shapeOfMessage(moment, broken.has(moment.what));
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

/** Two messages are alike if they have the same direction, fields, and first word among the values (often a type). */
function shapeOfMessage({ what }: Moment, isBroken: boolean): string | undefined {
  if (what.kind !== 'message') return undefined;
  const { value, payload } = what;
  const direction = isBroken ? `${what.direction} ✗` : what.direction;
  if (!isPlain(value)) {
    const text = typeof payload === 'string' ? payload.slice(0, SHORT).replace(/\d+/g, '0') : 'binary';
    return `${direction} ${text}`;
  }
  const word = Object.values(value).find((part) => typeof part === 'string' && part.length <= SHORT && !/\d/.test(part));
  return `${direction} ${Object.keys(value).join(' ')} ${word}`;
}
