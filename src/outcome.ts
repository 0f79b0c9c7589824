import type { Breach } from './breach';
import type { Connection } from './connection';
import type { Ending } from './ending';
import type { Expected } from './expected';
import type { Waiting } from './inbox';
import type { Place } from './site';
import type { ReceivedMessage } from './transcript';
import type { Trouble } from './trouble';

/** What came of a reading. */
export type Outcome =
  | { readonly kind: 'satisfied'; readonly messages: readonly ReceivedMessage[] }
  | ({ readonly kind: 'broken'; readonly by: ReceivedMessage } & Part)
  | ({ readonly kind: 'ended'; readonly ending: Ending } & Part)
  | { readonly kind: 'timed-out'; readonly parts: readonly Part[]; readonly after: number }
  /** It has not come, as far as the user's own code could be asked: that threw at every message. */
  | { readonly kind: 'undecided'; readonly trouble: Trouble }
  | { readonly kind: 'forbidden'; readonly breach: Breach }
  | { readonly kind: 'mistaken'; readonly error: unknown }
  | { readonly kind: 'abandoned' };

/** How far a client came that did not receive all. */
export interface Part {
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
  readonly place: Place;
  readonly connections: readonly Connection[];
  /** On the clock of `performance.now()`. */
  readonly began: number;
  readonly ended: number;
  readonly outcome: Outcome;
}
