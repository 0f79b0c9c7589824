import type { Reader, ReceivedMessage } from '../log/transcript';
import type { Custom, Requirement } from './requirement';

/** The result of an expectation. */
export type ExpectationResult =
  /** All that is required came; for a negated expectation, another message came in its place. */
  | { readonly kind: 'satisfied'; readonly messages: readonly ReceivedMessage[] }
  /** This message made it impossible: a wrong one in a strict order, or one that must not come. */
  | { readonly kind: 'broken'; readonly by: ReceivedMessage }
  /** No message will come any more. */
  | { readonly kind: 'ended' }
  /** Looking at the messages took longer than it is allowed to wait. */
  | { readonly kind: 'late' }
  /** The expectation threw when it was asked, or its `act` has failed. */
  | { readonly kind: 'error'; readonly error: unknown };

/** What is expected of the messages of one client. */
export interface Expectation<Required = Requirement | Custom> {
  readonly requirement: Required;
  readonly reader: Reader;
  /** Whether it must *not* come. */
  readonly negated: boolean;
  /** Until when messages are looked at, on the clock of `performance.now()`. */
  readonly deadline: number;
  /** Done with the messages before it is satisfied, such as to reply. If that fails, it has consumed nothing. */
  readonly act?: ((messages: readonly ReceivedMessage[], done: () => void, fail: (error: unknown) => void) => void) | undefined;
  /** Called once, as soon as the outcome is known. */
  readonly settle: (result: ExpectationResult) => void;
}
