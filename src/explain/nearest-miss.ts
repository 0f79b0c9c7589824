import type { Equality, Expected } from '../expectations/expected';
import type { Message } from '../log/transcript';
import { bytesOf } from '../runtime/bytes';
import { type Closeness, closeness } from './closeness';
import { lookingSince } from './search-deadline';

/** The message that came nearest to an expected one. */
export interface NearestMiss {
  readonly message: Message;
  readonly expected: Expected;
  /** The value that the message's value was compared with. */
  readonly wanted: unknown;
  readonly closeness: Closeness;
}

/** How many messages are looked at: the last ones. */
const LOOKED_AT = 20_000;

/** The message nearest to any of the missing ones, the last of equally near ones; undefined when none is near. */
export function nearestMiss(messages: readonly Message[], lacking: readonly Expected[]): NearestMiss | undefined {
  let best: NearestMiss | undefined;
  let bestScore = 0;
  const looking = lookingSince();
  for (const expected of lacking) {
    const wanted = comparable(expected);
    if (wanted === undefined) continue;
    // from the last one back: if there is no time for all, the earliest are left out
    for (let index = messages.length - 1; index >= Math.max(0, messages.length - LOOKED_AT); index--) {
      if (looking.isOver) return best;
      const message = messages[index] as Message;
      if (isUndecoded(message)) continue;
      const found = closeness(message.value, wanted.value, expected.equality);
      const score = scoreOf(found, message.value, wanted.value) || scoreOfLists(message.value, wanted.value, expected.equality);
      if (score === 0 || score < bestScore || (score === bestScore && best?.expected === expected)) continue;
      best = { message, expected, wanted: wanted.value, closeness: found };
      bestScore = score;
    }
  }
  return best;
}

/** A value that can be compared part by part, such as an `expect.objectContaining()`. */
function comparable({ form, source }: Expected): { value: unknown } | undefined {
  return form === 'value' ? { value: source } : undefined;
}

const isUndecoded = (message: Message): boolean => message.direction === 'received' && message.problem !== undefined;

function scoreOf({ same, total, misses }: Closeness, received: unknown, wanted: unknown): number {
  if (typeof wanted === 'string') return typeof received === 'string' ? alike(received, wanted) : 0;
  if (typeof wanted !== 'object' || wanted === null) return loosely(received, wanted) ? 1 : 0;
  // a field with another value is nearer than a missing field
  const present = misses.filter((miss) => miss.received !== undefined && miss.path !== '');
  const near = present.filter((miss) => loosely(miss.received, miss.expected) || alike(miss.received, miss.expected) > 0.5);
  return (same + 0.1 * present.length + 0.4 * near.length) / total;
}

/** Arrays of different lengths differ as a whole, but `['said', 'hi']` is near to `['said']`, by the items that both have. */
function scoreOfLists(received: unknown, wanted: unknown, equality: Equality): number {
  if (!Array.isArray(received) || !Array.isArray(wanted) || received.length === wanted.length) return 0;
  const [both, all] = [Math.min(received.length, wanted.length), Math.max(received.length, wanted.length)];
  if (both === 0) return 0;
  const [first, second] = [received.slice(0, both), wanted.slice(0, both)];
  const found = closeness(first, second, equality);
  return found.same === 0 ? 0 : (scoreOf(found, first, second) * both) / all;
}

/** How many of the last messages, and of the missing ones, are searched for a lookalike. */
const FEW = 50;
const LACKING = 5;

/** The last message that looks like the expected one without being near to it, if a hint can explain the difference. */
export function lookalike(
  messages: readonly Message[],
  lacking: readonly Expected[],
  isAlike: (nearest: NearestMiss) => boolean,
): NearestMiss | undefined {
  const looking = lookingSince();
  for (const message of messages.slice(-FEW).reverse()) {
    if (looking.isOver) return undefined;
    if (isUndecoded(message)) continue;
    for (const expected of lacking.slice(0, LACKING)) {
      const wanted = comparable(expected);
      if (wanted === undefined) continue;
      const found = closeness(message.value, wanted.value, expected.equality);
      const nearest = { message, expected, wanted: wanted.value, closeness: found };
      if (isAlike(nearest)) return nearest;
    }
  }
  return undefined;
}

/** Whether the two are the same except for their types: `5` and `'5'`. */
export function loosely(received: unknown, expected: unknown): boolean {
  if (typeof received === 'object' || typeof expected === 'object' || received === undefined) return false;
  return typeof received !== typeof expected && String(received) === String(expected);
}

/** How many characters of a text are looked at from either end. */
const REACH = 2000;

/** What share of the longer text its common beginning and end with the other are: 0 to 1. */
function alike(received: unknown, wanted: unknown): number {
  if (typeof received !== 'string' || typeof wanted !== 'string') return 0;
  const longest = Math.max(received.length, wanted.length);
  const shortest = Math.min(received.length, wanted.length);
  let start = 0;
  while (start < Math.min(shortest, REACH) && same(received[start], wanted[start])) start++;
  let end = 0;
  const last = Math.min(shortest - start, REACH);
  while (end < last && same(received[received.length - 1 - end], wanted[wanted.length - 1 - end])) end++;
  const share = longest === 0 ? 0 : (start + end) / Math.min(longest, 2 * REACH);
  return share >= 0.3 ? share : 0;
}

const same = (a: string | undefined, b: string | undefined): boolean => a?.toLowerCase() === b?.toLowerCase();

/** The nearest binary message, and the first byte in which it differs; undefined when no message is binary. */
export function nearestBytes(messages: readonly Message[], wanted: Buffer) {
  let best: { message: Message; index: number } | undefined;
  for (const message of messages.slice(-LOOKED_AT)) {
    const bytes = bytesOf(message.value);
    if (!bytes) continue;
    let index = 0;
    while (index < bytes.length && index < wanted.length && bytes[index] === wanted[index]) index++;
    if (!best || index >= best.index) best = { message, index };
  }
  return best;
}
