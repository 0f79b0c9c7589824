import type { Connection } from '../connection/connection';
import type { Ending } from '../connection/ending';
import type { Expected } from '../expectations/expected';
import type { Waiting } from '../expectations/queued-expectation';
import type { Trouble } from '../expectations/trouble';
import type { ReceivedMessage } from '../log/transcript';
import type { Position } from '../runtime/call-location';
import type { RuleViolation } from './rule-violation';

/** The outcome of a wait. */
export type Outcome =
  | { readonly kind: 'satisfied'; readonly messages: readonly ReceivedMessage[] }
  | ({ readonly kind: 'broken'; readonly by: ReceivedMessage } & ClientProgress)
  | ({ readonly kind: 'ended'; readonly ending: Ending } & ClientProgress)
  | { readonly kind: 'timed-out'; readonly parts: readonly ClientProgress[]; readonly after: number }
  /** It is not known whether it came, since the user's own code threw at every message. */
  | { readonly kind: 'undecided'; readonly trouble: Trouble }
  | { readonly kind: 'error'; readonly error: unknown }
  | EndedEarly;

/** How a wait is ended from outside: a standing rule was broken, or its test has ended. */
export type EndedEarly = { readonly kind: 'forbidden'; readonly violation: RuleViolation } | { readonly kind: 'abandoned' };

/** How far a client got that did not receive everything. */
export interface ClientProgress {
  readonly connection: Connection;
  /** The messages that it did receive, if several were expected. */
  readonly held: readonly ReceivedMessage[];
  /** What it waited for when it ended. */
  readonly lacks: readonly Expected[];
  /** Whether it had received everything, but its reply was still being made or sent. */
  readonly acting: boolean;
  /** The earlier expectation that it waited behind, if it has not looked at any message yet. */
  readonly behind: Waiting | undefined;
}

/** A wait that is over, as the conversation and a report show it. */
export interface SettledWait {
  readonly name: string;
  /** The same object as in its `Reader`, by which the messages that it has read are found. */
  readonly position: Position;
  readonly connections: readonly Connection[];
  /** What each of them had to receive; undefined for a scenario. */
  readonly expected?: readonly Expected[];
  /** Whether the message was expected not to come. */
  readonly negated?: boolean;
  /** How long it was allowed to last, in ms. */
  readonly timeout: number;
  /** On the clock of `performance.now()`. */
  readonly began: number;
  readonly ended: number;
  readonly outcome: Outcome;
}
