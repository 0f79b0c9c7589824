import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { linesOf } from '../../reporter/lines';
import type { Direction } from '../../src/contract/definition';
import type { TrafficRecord } from '../../src/record/traffic-record';
import { withBytes } from './bytes';

/** The messages of one direction. */
export interface Said {
  readonly unnamed: unknown[];
  /** The messages that the codec has named, by their names; undefined for one without a value. */
  readonly named: Map<string, unknown[]>;
}

/** The traffic of the connections to one path, or of one channel of the codec. */
export interface PathTraffic {
  readonly received: Said;
  readonly sent: Said;
  /** How many messages there were from which nothing can be learnt. */
  readonly others: Record<Direction, number>;
  /** The reasons of each close code of the application's own that the server used. */
  readonly closes: Map<number, Set<string>>;
}

/** The traffic of a run. */
export interface LearntTraffic {
  readonly paths: ReadonlyMap<string, PathTraffic>;
  readonly tests: number;
  readonly connections: number;
  readonly messages: number;
  /** Whether nothing was left out because of a limit. */
  readonly isWhole: boolean;
}

const nothing = (): Said => ({ unnamed: [], named: new Map() });

function add({ unnamed, named }: Said, { name, value, bytes }: TrafficRecord & { kind: 'message' }): void {
  const message = withBytes(value, bytes);
  if (name === undefined) {
    unnamed.push(message);
    return;
  }
  const known = named.get(name);
  if (known) known.push(message);
  else named.set(name, [message]);
}

export function trafficOf(records: Iterable<TrafficRecord>): LearntTraffic {
  const paths = new Map<string, PathTraffic>();
  const tests = new Set<string>();
  let [connections, messages] = [0, 0];
  let isWhole = true;
  const at = (path: string): PathTraffic => {
    const known = paths.get(path) ?? {
      received: nothing(),
      sent: nothing(),
      others: { received: 0, sent: 0 },
      closes: new Map(),
    };
    paths.set(path, known);
    return known;
  };
  for (const record of records) {
    if (record.kind === 'connection') {
      connections++;
      if (record.path !== undefined) at(record.path);
      continue;
    }
    if (record.kind === 'test') {
      tests.add(record.id);
      continue;
    }
    if (record.kind === 'full') {
      isWhole = false;
      continue;
    }
    const traffic = at(record.path);
    switch (record.kind) {
      case 'message':
        messages++;
        add(traffic[record.direction], record);
        break;
      case 'other':
        traffic.others[record.direction]++;
        break;
      case 'close':
        traffic.closes.set(record.code, (traffic.closes.get(record.code) ?? new Set()).add(record.reason));
    }
  }
  return { paths, tests: tests.size, connections, messages, isWhole };
}

/** The records that the workers have written, without lines that are incomplete. */
export function* recordsIn(folder: string): Generator<TrafficRecord> {
  for (const name of readdirSync(folder).sort()) {
    for (const line of linesOf(join(folder, name))) {
      try {
        yield JSON.parse(line) as TrafficRecord;
      } catch {
        // the worker was killed, or the disk is full
      }
    }
  }
}
