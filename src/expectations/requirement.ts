import type { Expected } from './expected';
import type { Taker } from './partial-match';

/** What one expectation asks of the stream of messages. */
export type Requirement = Slots | Steps;

/** Each expected message by one of its own, in any order. */
export interface Slots {
  readonly kind: 'slots';
  readonly expected: readonly Expected[];
  /** Whether a message once taken stays taken, because it was answered or handed out. */
  readonly pinned: boolean;
  /** Whether the messages before one that it takes stay unread. */
  readonly leavesOthers: boolean;
}

/** The expected messages in this order. */
export interface Steps {
  readonly kind: 'steps';
  readonly expected: readonly Expected[];
  /** Whether no other message may come before or between them. */
  readonly strict: boolean;
}

/** Expectations that come and go while messages arrive: those of a scenario, which decides by itself. */
export interface Pool {
  readonly kind: 'pool';
  readonly taker: Taker;
}

export const one = (expected: Expected, pinned = false): Requirement => ({
  kind: 'slots',
  expected: [expected],
  pinned,
  leavesOthers: false,
});

/** The first that matches; what comes before it stays unread. */
export const reply = (expected: Expected): Requirement => ({
  kind: 'slots',
  expected: [expected],
  pinned: true,
  leavesOthers: true,
});

export const next = (expected: Expected): Requirement => ({ kind: 'steps', expected: [expected], strict: true });

export type Order = 'sequence' | 'exact' | 'any';

export const orders: readonly Order[] = ['sequence', 'exact', 'any'];

export function several(expected: readonly Expected[], order: Order): Requirement {
  if (order === 'any') return { kind: 'slots', expected, pinned: false, leavesOthers: false };
  return { kind: 'steps', expected, strict: order === 'exact' };
}
