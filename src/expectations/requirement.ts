import type { ReceivedMessage } from '../log/transcript';
import type { Expected } from './expected';
import type { CustomMatch } from './partial-match';

/** Which messages one expectation requires. */
export type Requirement = AnyOrder | InOrder;

/** Each expected message, matched by a message of its own, in any order. */
export interface AnyOrder {
  readonly kind: 'any order';
  readonly expected: readonly Expected[];
  /** Whether it must keep a message that it has taken, because that is answered or handed out. */
  readonly pinned: boolean;
  /** Whether the messages before one that it takes stay unread. */
  readonly leavesOthers: boolean;
}

/** The expected messages in this order. */
export interface InOrder {
  readonly kind: 'in order';
  readonly expected: readonly Expected[];
  /** Whether no other message may come before or between them. */
  readonly strict: boolean;
}

/** The reply to a request that the client's codec can recognise, whatever comes before it. */
export interface OwnReply {
  readonly kind: 'own reply';
  /** The request, as the user wrote it. */
  readonly to: unknown;
  readonly expected: readonly Expected[];
  /** Whether a message answers the request. */
  readonly isReply: (message: ReceivedMessage) => boolean;
  /** Whether further replies may follow this one, so that it may be another than the expected one. */
  readonly several: (reply: ReceivedMessage) => boolean;
}

/** The expected messages of a scenario, which change while messages arrive: its match decides by itself. */
export interface Custom {
  readonly kind: 'custom';
  readonly match: CustomMatch;
}

export const one = (expected: Expected, pinned = false): Requirement => ({
  kind: 'any order',
  expected: [expected],
  pinned,
  leavesOthers: false,
});

/** This number of messages that match, one after the other; others may come between. */
export const many = (expected: Expected, times: number): Requirement =>
  times === 1 ? one(expected) : { kind: 'in order', expected: Array.from({ length: times }, () => expected), strict: false };

/** The first message that matches; those before it stay unread. */
export const reply = (expected: Expected): Requirement => ({
  kind: 'any order',
  expected: [expected],
  pinned: true,
  leavesOthers: true,
});

/** The reply that the client's codec can recognise. */
export const ownReply = (
  to: unknown,
  { isReply, several }: { isReply(value: unknown): boolean; several(value: unknown): boolean },
  expected: Expected,
): OwnReply => ({
  kind: 'own reply',
  to,
  expected: [expected],
  isReply: ({ problem, value }) => problem === undefined && isReply(value),
  several: ({ value }) => several(value),
});

export const next = (expected: Expected): Requirement => ({ kind: 'in order', expected: [expected], strict: true });

/**
 * `'sequence'`: in the order given, others may come between. `'exact'`: these, in this order, and no others. `'any'`: each by
 * a message of its own, in any order.
 */
export type MessageOrder = 'sequence' | 'exact' | 'any';

export const orders: readonly MessageOrder[] = ['sequence', 'exact', 'any'];

export function several(expected: readonly Expected[], order: MessageOrder): Requirement {
  if (order === 'any') return { kind: 'any order', expected, pinned: false, leavesOthers: false };
  return { kind: 'in order', expected, strict: order === 'exact' };
}
