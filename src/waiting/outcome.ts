import type { Connection } from '../connection/connection';
import type { Ending } from '../connection/ending';
import type { Expected } from '../expectations/expected';
import type { Waiting } from '../expectations/queued-expectation';
import type { Trouble } from '../expectations/trouble';
import type { ReceivedMessage } from '../log/transcript';
import type { Position } from '../runtime/call-location';
import type { RuleViolation } from './rule-violation';

/** What came of a wait. */
export type Outcome =
  | { readonly kind: 'satisfied'; readonly messages: readonly ReceivedMessage[] }
  | ({ readonly kind: 'broken'; readonly by: ReceivedMessage } & ClientProgress)
  | ({ readonly kind: 'ended'; readonly ending: Ending } & ClientProgress)
  | { readonly kind: 'timed-out'; readonly parts: readonly ClientProgress[]; readonly after: number }
  /** It has not come, as far as the user's own code could be asked: that threw at every message. */
  | { readonly kind: 'undecided'; readonly trouble: Trouble }
  | { readonly kind: 'error'; readonly error: unknown }
  | EndedEarly;

/** How a wait is ended from outside: by a standing rule that is broken, or with its test. */
export type EndedEarly = { readonly kind: 'forbidden'; readonly violation: RuleViolation } | { readonly kind: 'abandoned' };

/** How far a client came that did not receive all. */
export interface ClientProgress {
  readonly connection: Connection;
  /** What it did receive of several messages. */
  readonly held: readonly ReceivedMessage[];
  /** What it waited for when it ended. */
  readonly lacks: readonly Expected[];
  /** It received all, and its reply was still being made or sent. */
  readonly acting: boolean;
  /** Who waits before it, so that it has looked at nothing. */
  readonly behind: Waiting | undefined;
}

/** A wait that ended without what it waited for, or with its test, as the conversation tells of it. */
export interface FailedWait {
  readonly name: string;
  readonly position: Position;
  readonly connections: readonly Connection[];
  /** On the clock of `performance.now()`. */
  readonly began: number;
  readonly ended: number;
  readonly outcome: Outcome;
}
