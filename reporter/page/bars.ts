import type { WaitRecord } from '../../src/record/test-record';
import type { DiagramRow } from './rows';

/** A wait, as a bar on a lane. */
export interface Bar {
  readonly wait: number;
  readonly lane: number;
  /** Its position among bars that are side by side: 0 for the first. */
  readonly track: number;
  /** The first and the last row during the wait; the last is before the first if there is none. */
  readonly from: number;
  readonly to: number;
}

const TRACKS = 3;

/** The bars of all waits, in the order in which the waits began. */
export function barsOf(waits: readonly WaitRecord[], rows: readonly DiagramRow[], ofClient: readonly number[]): Bar[] {
  const times = rows.map(({ at }) => at);
  const ends = new Map<number, number[]>();
  const order = waits.map((_, index) => index).sort((a, b) => (waits[a] as WaitRecord).began - (waits[b] as WaitRecord).began);
  const endRows = new Map(rows.flatMap((row, index) => (row.kind === 'wait' ? [[row.wait, index] as const] : [])));
  return order.flatMap((wait) => {
    const { began, ended, clients } = waits[wait] as WaitRecord;
    const from = firstFrom(times, began);
    const to = endRows.get(wait) ?? firstFrom(times, ended, true) - 1;
    const lanes = new Set(clients.map((client) => ofClient[client] ?? 0));
    return [...lanes].map((lane) => {
      const tracks = ends.get(lane) ?? [];
      ends.set(lane, tracks);
      const free = tracks.findIndex((end) => end < from);
      const track = Math.min(free === -1 ? tracks.length : free, TRACKS - 1);
      tracks[track] = Math.max(to, from - 1, tracks[track] ?? 0);
      return { wait, lane, track, from, to };
    });
  });
}

/** The first index whose time is not before this one; with `behind`, whose time is after it. */
function firstFrom(times: readonly number[], time: number, behind = false): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = times[middle] as number;
    if (at < time || (behind && at === time)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The rows between which each lane is connected, as indexes: the rest of a lane is drawn faintly. */
export function livesOf(
  rows: readonly DiagramRow[],
  events: readonly { readonly client: number; readonly kind: string }[],
  ofClient: readonly number[],
): ReadonlyMap<number, { from: number; to: number }> {
  const lives = new Map<number, { from: number; to: number }>();
  rows.forEach((row, index) => {
    for (const one of row.kind === 'fold' ? row.rows : [row]) {
      if (one.kind !== 'event') continue;
      const { client, kind } = events[one.event] as { client: number; kind: string };
      const lane = ofClient[client] ?? 0;
      const life = lives.get(lane);
      const to = kind === 'close' ? index : Number.POSITIVE_INFINITY;
      if (life === undefined) lives.set(lane, { from: index, to });
      else life.to = to;
    }
  });
  return lives;
}
