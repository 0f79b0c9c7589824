import type { Expected } from './expected';
import type { ReceivedMessage } from './transcript';

/** One demand's share of an assignment. */
export interface Claim {
  /** The messages that it holds, by the order of its expected messages. */
  readonly messages: readonly ReceivedMessage[];
  readonly satisfied: boolean;
  /** What it would take now: of a demand in order, the next. */
  readonly lacks: readonly Expected[];
  /** It asked that no other message comes now. */
  readonly strict: boolean;
  /** Whether it holds a message that it may give up for another. */
  readonly yields: boolean;
}

/** A claim that decides by itself which messages it takes, and gives none back. */
export interface Taker extends Claim {
  takes(message: ReceivedMessage): boolean;
}
