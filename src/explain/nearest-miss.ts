import type { Expected } from '../expectations/expected';
import type { Message } from '../log/transcript';
import { bytesOf } from '../runtime/bytes';
import { type Closeness, closeness } from './closeness';
import { lookingSince } from './search-deadline';

/** The message that came nearest to what was waited for. */
export interface NearestMiss {
  readonly message: Message;
  readonly expected: Expected;
  /** What its value is compared with. */
  readonly wanted: unknown;
  readonly closeness: Closeness;
}

/** Of so many messages only the last are looked at. */
const LOOKED_AT = 20_000;

/** The nearest of the messages to any of what is lacking; undefined when none is near. The last of equals. */
export function nearestMiss(messages: readonly Message[], lacking: readonly Expected[]): NearestMiss | undefined {
  let best: NearestMiss | undefined;
  let bestScore = 0;
  const looking = lookingSince();
  for (const expected of lacking) {
    const wanted = comparable(expected);
    if (wanted === undefined) continue;
    // from the last on: where there is no time for all, the first are left out
    for (let index = messages.length - 1; index >= Math.max(0, messages.length - LOOKED_AT); index--) {
      if (looking.isOver) return best;
      const message = messages[index] as Message;
      if (isUndecoded(message)) continue;
      const found = closeness(message.value, wanted.value, expected.equality);
      const score = scoreOf(found, message.value, wanted.value);
      if (score === 0 || score < bestScore || (score === bestScore && best?.expected === expected)) continue;
      best = { message, expected, wanted: wanted.value, closeness: found };
      bestScore = score;
    }
  }
  return best;
}

/** What can be compared part by part: a value, `expect.objectContaining()` among them. */
function comparable({ form, source }: Expected): { value: unknown } | undefined {
  return form === 'value' ? { value: source } : undefined;
}

const isUndecoded = (message: Message): boolean => message.direction === 'received' && message.problem !== undefined;

function scoreOf({ same, total, misses }: Closeness, received: unknown, wanted: unknown): number {
  if (typeof wanted === 'string') return typeof received === 'string' ? alike(received, wanted) : 0;
  if (typeof wanted !== 'object' || wanted === null) return loosely(received, wanted) ? 1 : 0;
  // what is there with another value is nearer than what is not there
  const present = misses.filter((miss) => miss.received !== undefined && miss.path !== '');
  const near = present.filter((miss) => loosely(miss.received, miss.expected) || alike(miss.received, miss.expected) > 0.5);
  return (same + 0.1 * present.length + 0.4 * near.length) / total;
}

/** So many of the last messages, and of what is lacking, are looked at for one that only looks like it. */
const FEW = 50;
const LACKING = 5;

/** The last message that is not near, but of which it can be said why it only looks like what is expected. */
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

/** The same, but for its type: `5` and `'5'`. */
export function loosely(received: unknown, expected: unknown): boolean {
  if (typeof received === 'object' || typeof expected === 'object' || received === undefined) return false;
  return typeof received !== typeof expected && String(received) === String(expected);
}

/** So much of a text is looked at from either end. */
const REACH = 2000;

/** How much of the longer of two texts is the common beginning and end: 0 to 1. */
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

/** The first byte in which the nearest binary message differs; undefined when no message is binary. */
export function nearestBytes(messages: readonly Message[], source: unknown) {
  const wanted = bytesOf(source);
  if (!wanted) return undefined;
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
