import type { ReceivedMessage } from '../log/transcript';
import type { Expected } from './expected';

/** How far a requirement is met. */
export interface PartialMatch {
  /** The messages that it holds, in the order of its expected messages. */
  readonly messages: readonly ReceivedMessage[];
  /** Whether it has all its messages. */
  readonly satisfied: boolean;
  /** The expected messages that are still missing; if they have an order, only the next. */
  readonly lacks: readonly Expected[];
  /** Whether no other message may come now. */
  readonly strict: boolean;
  readonly owner: MatchOwner | undefined;
}

/** Is told of each message that a match takes. */
export interface MatchOwner {
  hold(message: ReceivedMessage): void;
}

/** A match that decides by itself which messages it takes, and gives none back. */
export interface CustomMatch extends PartialMatch {
  owner: MatchOwner | undefined;
  takes(message: ReceivedMessage): boolean;
}
