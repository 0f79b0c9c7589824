import type { TranscriptEntry } from '../log/transcript';
import type { Beats, Moment } from './moment';

type PingOrPong = Extract<TranscriptEntry, { kind: 'ping' | 'pong' }>;

/** How many of a row are kept, to be shown. */
const FEW = 4;

/**
 * Joins each ping with its pong, and then pairs with nothing between them, into one moment. Protocol traffic with nothing
 * between is joined too, whatever its direction.
 */
export function withBeatsFolded(moments: readonly Moment[]): Moment[] {
  const { pings, pongs } = answered(moments);
  const folded: Moment[] = [];
  const row = new Map<string, Beats>();
  for (const moment of moments) {
    const { what, client } = moment;
    if (what.kind !== 'ping' && what.kind !== 'pong' && what.kind !== 'protocol') {
      row.clear();
      folded.push(moment);
      continue;
    }
    if (what.kind === 'pong' && pongs.has(what)) continue;
    const isAnswered = what.kind === 'ping' && pings.has(what);
    const arrow = isAnswered ? '↔' : what.direction === 'sent' ? '→' : '←';
    const beats: Beats = { kind: 'beats', arrow, of: what.kind, count: 1, first: [what] };
    const key = keyOf(beats, client);
    const begun = row.get(key);
    if (begun) add(begun, beats);
    else {
      row.set(key, beats);
      folded.push({ ...moment, what: beats });
    }
  }
  return folded;
}

/** Moments with the same key may be joined: for protocol traffic, the direction does not matter. */
const keyOf = ({ of, arrow }: Beats, client: number | undefined) => `${client} ${of === 'protocol' ? '' : arrow} ${of}`;

function add(beats: Beats, { arrow, count, first }: Beats): void {
  beats.count += count;
  if (beats.arrow !== arrow) beats.arrow = '↔';
  beats.first = [...beats.first, ...first].slice(0, FEW);
}

/**
 * The pings that were answered, and the pongs that answer them. A pong has the data of its ping; earlier pings need no pong of
 * their own (RFC 6455 §5.5.3).
 */
function answered(moments: readonly Moment[]): { pings: Set<PingOrPong>; pongs: Set<PingOrPong> } {
  const pings = new Set<PingOrPong>();
  const pongs = new Set<PingOrPong>();
  const waiting = { we: new Map<number | undefined, PingOrPong[]>(), they: new Map<number | undefined, PingOrPong[]>() };
  for (const { what, client } of moments) {
    if (what.kind !== 'ping' && what.kind !== 'pong') continue;
    const asker = (what.direction === 'sent') === (what.kind === 'ping') ? 'we' : 'they';
    const open = waiting[asker].get(client) ?? [];
    if (what.kind === 'ping') {
      open.push(what);
      waiting[asker].set(client, open);
      continue;
    }
    const last = open.findLastIndex(({ payload }) => payload.equals(what.payload));
    if (last === -1) continue;
    for (const ping of open.splice(0, last + 1)) pings.add(ping);
    pongs.add(what);
  }
  return { pings, pongs };
}

/** Whether a moment is routine: answered pings, unsolicited pongs, or protocol traffic. */
export const isRoutine = ({ what }: Moment): boolean => what.kind === 'beats' && (what.arrow === '↔' || what.of !== 'ping');

/** Joins the routine of each client into one moment, if there is no room for more. */
export function withRoutineInOne(moments: readonly Moment[]): Moment[] {
  const all = new Map<string, Beats>();
  return moments.flatMap((moment) => {
    const { what, client } = moment;
    if (what.kind !== 'beats' || !isRoutine(moment)) return [moment];
    const key = keyOf(what, client);
    const first = all.get(key);
    if (first) {
      add(first, what);
      return [];
    }
    const beats = { ...what };
    all.set(key, beats);
    return [{ ...moment, what: beats }];
  });
}
