import type { TranscriptEntry } from '../log/transcript';
import type { Beats, Moment } from './moment';

type PingOrPong = Extract<TranscriptEntry, { kind: 'ping' | 'pong' }>;

/** Joins each ping with its pong, and then those that follow one another without anything between, into one moment. */
export function withBeatsFolded(moments: readonly Moment[]): Moment[] {
  const { pings, pongs } = answered(moments);
  const folded: Moment[] = [];
  const row = new Map<string, Beats>();
  for (const moment of moments) {
    const { what, client } = moment;
    if (what.kind !== 'ping' && what.kind !== 'pong') {
      row.clear();
      folded.push(moment);
      continue;
    }
    if (pongs.has(what)) continue;
    const arrow = pings.has(what) ? '↔' : what.direction === 'sent' ? '→' : '←';
    const key = `${client} ${arrow} ${what.kind}`;
    const begun = row.get(key);
    if (begun) {
      begun.count++;
      continue;
    }
    const beats: Beats = { kind: 'beats', arrow, of: what.kind, count: 1, payload: what.payload };
    row.set(key, beats);
    folded.push({ ...moment, what: beats });
  }
  return folded;
}

/** The pings that were answered, and the pongs that answer them (RFC 6455 §5.5.3: with the data of the ping). */
function answered(moments: readonly Moment[]): { pings: Set<PingOrPong>; pongs: Set<PingOrPong> } {
  const pings = new Set<PingOrPong>();
  const pongs = new Set<PingOrPong>();
  const waiting = new Map<string, PingOrPong[]>();
  for (const { what, client } of moments) {
    if (what.kind !== 'ping' && what.kind !== 'pong') continue;
    const asker = (what.direction === 'sent') === (what.kind === 'ping') ? 'we' : 'they';
    const key = `${client} ${asker} ${what.payload.toString('latin1')}`;
    const open = waiting.get(key) ?? [];
    if (what.kind === 'ping') {
      open.push(what);
      waiting.set(key, open);
      continue;
    }
    const ping = open.shift();
    if (!ping) continue;
    pings.add(ping);
    pongs.add(what);
  }
  return { pings, pongs };
}

/** Whether a moment is routine: answered pings, or pongs that nobody has asked for. */
export const isRoutine = ({ what }: Moment): boolean => what.kind === 'beats' && (what.arrow === '↔' || what.of === 'pong');

/** Joins the routine of each client into one moment, if there is no room for more. */
export function withRoutineInOne(moments: readonly Moment[]): Moment[] {
  const all = new Map<string, Beats>();
  return moments.flatMap((moment) => {
    const { what, client } = moment;
    if (what.kind !== 'beats' || !isRoutine(moment)) return [moment];
    const key = `${client} ${what.arrow} ${what.of}`;
    const first = all.get(key);
    if (first) first.count += what.count;
    else all.set(key, { ...what });
    return first ? [] : [{ ...moment, what: all.get(key) as Beats }];
  });
}
