import type { ReceivedMessage } from '../log/transcript';
import type { Expected } from './expected';

/** What of a requirement has been met so far. */
export interface PartialMatch {
  /** The messages that it holds, by the order of its expected messages. */
  readonly messages: readonly ReceivedMessage[];
  /** Whether it has all. */
  readonly satisfied: boolean;
  /** What it would take now: of expected messages in order, the next. */
  readonly lacks: readonly Expected[];
  /** Whether no other message may come now. */
  readonly strict: boolean;
  readonly owner: MatchOwner | undefined;
}

/** Who is told of each message that a match takes. */
export interface MatchOwner {
  hold(message: ReceivedMessage): void;
}

/** One that decides by itself which messages it takes, and gives none back. */
export interface CustomMatch extends PartialMatch {
  owner: MatchOwner | undefined;
  takes(message: ReceivedMessage): boolean;
}
