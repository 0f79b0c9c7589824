import type { Breach } from './breach';
import type { Connection } from './connection';
import type { Ending } from './ending';
import type { Expected } from './expected';
import type { Place } from './site';
import type { ReceivedMessage } from './transcript';

/** What came of a reading. */
export type Outcome =
  | { readonly kind: 'satisfied'; readonly messages: readonly ReceivedMessage[] }
  | ({ readonly kind: 'broken'; readonly by: ReceivedMessage } & Part)
  | ({ readonly kind: 'ended'; readonly ending: Ending } & Part)
  | { readonly kind: 'timed-out'; readonly parts: readonly Part[]; readonly after: number }
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
}

/** A wait that ended without what it waited for, as the conversation tells of it. */
export interface FailedWait {
  readonly name: string;
  readonly place: Place;
  readonly connections: readonly Connection[];
  /** On the clock of `performance.now()`. */
  readonly began: number;
  readonly ended: number;
  readonly outcome: Outcome;
}
