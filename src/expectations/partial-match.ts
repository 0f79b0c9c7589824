import type { ReceivedMessage } from '../log/transcript';
import type { Expected } from './expected';

/** Who is told of each message that a claim takes. */
export interface Holder {
  hold(message: ReceivedMessage): void;
}

/** One demand's share of an assignment. */
export interface Claim {
  /** The messages that it holds, by the order of its expected messages. */
  readonly messages: readonly ReceivedMessage[];
  readonly satisfied: boolean;
  /** What it would take now: of a demand in order, the next. */
  readonly lacks: readonly Expected[];
  /** It asked that no other message comes now. */
  readonly strict: boolean;
  readonly holder: Holder | undefined;
}

/** A claim that decides by itself which messages it takes, and gives none back. */
export interface Taker extends Claim {
  holder: Holder | undefined;
  takes(message: ReceivedMessage): boolean;
}
