import type { ConversationRecord } from '../../src/record/test-record';
import type { AttemptReport } from '../report';

/**
 * Records with the same fields, stored by field: similar values are then side by side, which packs a fifth smaller. Each field
 * has its name, how its values are written, and one value for each record, `null` if that has none.
 */
export type Columns = readonly (readonly [name: string, as: 'values' | 'times', values: readonly unknown[]])[];

/** An attempt of a test, as it is stored in the page. */
export interface PackedAttempt extends Omit<AttemptReport, 'conversation'> {
  readonly conversation: Omit<ConversationRecord, 'events' | 'waits'> & { readonly events: Columns; readonly waits: Columns };
}

export function packed(attempts: readonly AttemptReport[]): PackedAttempt[] {
  return attempts.map((attempt) => {
    const { events, waits } = attempt.conversation;
    return { ...attempt, conversation: { ...attempt.conversation, events: columnsOf(events), waits: columnsOf(waits) } };
  });
}

export function unpacked(attempts: readonly PackedAttempt[]): AttemptReport[] {
  return attempts.map((attempt) => {
    const { events, waits } = attempt.conversation;
    return { ...attempt, conversation: { ...attempt.conversation, events: recordsOf(events), waits: recordsOf(waits) } };
  });
}

/** Times are rounded to this fraction of a ms, which is finer than anyone needs. */
const PER_MS = 100;

const TIMES: ReadonlySet<string> = new Set(['at', 'began', 'ended']);

export function columnsOf(records: readonly object[]): Columns {
  const columns = new Map<string, unknown[]>();
  records.forEach((record, index) => {
    for (const name of Object.keys(record)) {
      let values = columns.get(name);
      if (!values) {
        values = new Array(records.length).fill(null);
        columns.set(name, values);
      }
      values[index] = (record as Record<string, unknown>)[name];
    }
  });
  return [...columns].map(([name, values]) =>
    TIMES.has(name) ? [name, 'times', differences(values as number[])] : [name, 'values', values],
  );
}

export function recordsOf<Value>(columns: Columns): Value[] {
  const records = Array.from({ length: columns[0]?.[2].length ?? 0 }, () => ({}) as Record<string, unknown>);
  for (const [name, as, written] of columns) {
    const values = as === 'times' ? sums(written as number[]) : written;
    records.forEach((record, index) => {
      const value = values[index];
      if (value !== null) record[name] = value;
    });
  }
  return records as Value[];
}

function differences(times: readonly number[]): number[] {
  let before = 0;
  return times.map((time) => {
    const parts = Math.round(time * PER_MS);
    const difference = parts - before;
    before = parts;
    return difference;
  });
}

function sums(differences: readonly number[]): number[] {
  let sum = 0;
  return differences.map((difference) => {
    sum += difference;
    return sum / PER_MS;
  });
}
