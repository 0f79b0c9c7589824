import type { ConversationRecord } from '../../src/record/test-record';
import type { AttemptReport } from '../report';

/**
 * Records that have the same fields, by field: like values stand beside each other, which packs a fifth smaller. A field is its
 * name, how its values are written, and one value for each record, `null` where it has none.
 */
type Columns = readonly (readonly [
  name: string,
  as: 'values' | 'times' | 'choices',
  values: readonly unknown[],
  choices?: unknown[],
])[];

/** The attempts of a test, as they stand in the page. */
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

/** Times are rounded to this part of a ms, which is finer than anyone reads. */
const PER_MS = 100;

const TIMES: ReadonlySet<string> = new Set(['at', 'began', 'ended']);

function columnsOf(records: readonly object[]): Columns {
  const names = new Set(records.flatMap((record) => Object.keys(record)));
  return [...names].map((name) => {
    const values = records.map((record) => (record as Record<string, unknown>)[name] ?? null);
    if (TIMES.has(name)) return [name, 'times', differences(values as number[])] as const;
    if (!values.some((value) => typeof value === 'object' && value !== null)) return [name, 'values', values] as const;
    const choices = new Map<string, number>();
    const chosen = values.map((value) => {
      if (value === null) return null;
      const text = JSON.stringify(value);
      if (!choices.has(text)) choices.set(text, choices.size);
      return choices.get(text);
    });
    return [name, 'choices', chosen, [...choices.keys()].map((text) => JSON.parse(text))] as const;
  });
}

function recordsOf<T>(columns: Columns): T[] {
  const records = Array.from({ length: columns[0]?.[2].length ?? 0 }, () => ({}) as Record<string, unknown>);
  for (const [name, as, written, choices = []] of columns) {
    const values = as === 'times' ? sums(written as number[]) : written;
    records.forEach((record, index) => {
      const value = values[index];
      if (value !== null) record[name] = as === 'choices' ? choices[value as number] : value;
    });
  }
  return records as T[];
}

function differences(times: readonly number[]): number[] {
  const parts = times.map((time) => Math.round(time * PER_MS));
  return parts.map((part, index) => part - (parts[index - 1] ?? 0));
}

function sums(parts: readonly number[]): number[] {
  let sum = 0;
  return parts.map((part) => {
    sum += part;
    return sum / PER_MS;
  });
}
