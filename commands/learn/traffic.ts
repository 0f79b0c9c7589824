import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { linesOf } from '../../reporter/lines';
import type { Direction } from '../../src/contract/definition';
import type { TrafficRecord } from '../../src/record/traffic-record';
import { withBytes } from './bytes';

/** What was said over the connections to one path. */
export interface PathTraffic {
  readonly received: unknown[];
  readonly sent: unknown[];
  /** How many messages there were of which nothing can be learnt. */
  readonly others: Record<Direction, number>;
  /** The reasons that were given with each close code of the server's own. */
  readonly closes: Map<number, Set<string>>;
}

/** What the connections of a run have said. */
export interface Traffic {
  readonly paths: ReadonlyMap<string, PathTraffic>;
  readonly tests: number;
  readonly connections: number;
  readonly messages: number;
}

export function trafficOf(records: Iterable<TrafficRecord>): Traffic {
  const paths = new Map<string, PathTraffic>();
  const tests = new Set<string>();
  let [connections, messages] = [0, 0];
  const at = (path: string): PathTraffic => {
    const known = paths.get(path) ?? { received: [], sent: [], others: { received: 0, sent: 0 }, closes: new Map() };
    paths.set(path, known);
    return known;
  };
  for (const record of records) {
    const traffic = at(record.path);
    switch (record.kind) {
      case 'connection':
        connections++;
        if (record.test !== undefined) tests.add(record.test);
        break;
      case 'message':
        messages++;
        traffic[record.direction].push(withBytes(record.value, record.bytes));
        break;
      case 'other':
        traffic.others[record.direction]++;
        break;
      case 'close':
        traffic.closes.set(record.code, (traffic.closes.get(record.code) ?? new Set()).add(record.reason));
    }
  }
  return { paths, tests: tests.size, connections, messages };
}

/** What the workers have written; a line that was not written to its end is left out. */
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
