import type { Connection } from '../connection/connection';
import { isPlain } from '../runtime/literal';
import { oneLine, show } from '../text/show';
import type { SettledWait } from '../waiting/outcome';
import type { PositionsRecorder } from './positions';
import type { WaitRecord } from './test-record';

/** How many characters of an expected message are kept. */
const LONGEST_EXPECTED = 500;
/** How many characters of the breach of a contract are kept. */
const LONGEST_BREACH = 1000;

/** A test that has passed keeps its first and its last waits, and of the others those that came nearest to a failure. */
const AT_EITHER_END = 100;
const NEAREST = 50;

/** The waits that the record of a test keeps, in their order. */
export function keptWaits(waits: readonly SettledWait[], failed: boolean): readonly SettledWait[] {
  if (failed || waits.length <= 2 * AT_EITHER_END + NEAREST) return waits;
  const middle = waits.slice(AT_EITHER_END, -AT_EITHER_END);
  const nearest = middle
    .map((wait, index) => ({ index, share: shareOf(wait) }))
    .sort((one, other) => other.share - one.share)
    .slice(0, NEAREST)
    .sort((one, other) => one.index - other.index);
  const between = nearest.map(({ index }) => middle[index] as SettledWait);
  return [...waits.slice(0, AT_EITHER_END), ...between, ...waits.slice(-AT_EITHER_END)];
}

/** What share of its time a wait has used: more than all of it if it failed, nothing if it waited for silence. */
function shareOf({ outcome, negated, began, ended, timeout }: SettledWait): number {
  if (outcome.kind !== 'satisfied') return 2;
  return negated || !(timeout > 0) ? 0 : (ended - began) / timeout;
}

/** The indexes of waits by their positions: each wait has a position object of its own, as have the messages that it has read. */
export type WaitIndexes = ReadonlyMap<SettledWait['position'], number>;

export const indexesOf = (waits: readonly SettledWait[]): WaitIndexes =>
  new Map(waits.map(({ position }, index) => [position, index]));

/** Makes a record of a wait. */
export function waitRecord(
  wait: SettledWait,
  indexes: ReadonlyMap<Connection, number>,
  when: (at: number) => number,
  positions: PositionsRecorder,
): WaitRecord {
  const { name, connections, expected, negated, timeout, began, ended, outcome, position } = wait;
  return {
    name,
    clients: connections.flatMap((connection) => indexes.get(connection) ?? []),
    began: when(began),
    ended: when(ended),
    ...(Number.isFinite(timeout) && { timeout: Math.round(timeout) }),
    ...(negated && { negated }),
    expected: expectedText(expected ?? []),
    outcome: outcome.kind,
    ...(outcome.kind === 'forbidden' &&
      outcome.violation.isBreach && { breach: oneLine(outcome.violation.sentence, LONGEST_BREACH) }),
    position: positions.of(position),
  };
}

function expectedText(expected: readonly { readonly form: string; readonly source: unknown }[]): string {
  const [first, ...more] = expected;
  if (!first) return '';
  const text = first.form === 'anything' ? 'any message' : sourceText(first.source);
  return more.length === 0 ? text : `${text} and ${more.length} more`;
}

/** The text of an expected value. JSON, if it can express the value, as for most waits, is five times as fast as a printer. */
function sourceText(source: unknown): string {
  const isSaid = typeof source === 'object' && source !== null && isJson(source);
  return isSaid ? oneLine(JSON.stringify(source), LONGEST_EXPECTED) : show(source, LONGEST_EXPECTED);
}

/** Deeper values, and cyclic ones, are left to the printer. */
const DEEPEST = 50;

/** Whether JSON can express all of a value. */
function isJson(value: unknown, depth = 0): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || depth > DEEPEST) return false;
  if (Array.isArray(value)) {
    for (const item of value) if (!isJson(item, depth + 1)) return false; // a hole is undefined
    return true;
  }
  if (!isPlain(value)) return false;
  for (const key of Reflect.ownKeys(value)) {
    if (typeof key === 'symbol' || !isJson((value as Record<string, unknown>)[key], depth + 1)) return false;
  }
  return true;
}
