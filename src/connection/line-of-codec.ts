import type { Payload } from '../codecs/codec';
import type { Log } from '../log/log';
import type { Ending } from './ending';

/** How much is left of the time to open a connection. */
export interface TimeLeft {
  /** In ms. */
  readonly left: number;
  /** How much there was at first, in ms. */
  readonly all: number;
  /** When the test's own timer is due, on the clock of `performance.now()`. */
  readonly latest: number | undefined;
}

/** The part of a connection that its codec may reach. */
export interface LineOfCodec {
  readonly log: Log;
  /** The masked URL. */
  url(): string;
  /** Whether anything can be sent. */
  canSend(): boolean;
  /** How much is left of the time to open the connection. */
  timeLeft(): TimeLeft;
  write(payload: Payload): void;
  send(message: unknown): void;
  whenEnded(callback: (ending: Ending) => void): () => void;
  /** Fails the connection, since the codec does not work. */
  fail(message: string): void;
  /** Closes the connection without the codec's own goodbye. */
  close(): void;
  /** The server has ended the conversation in the protocol. */
  ended(reason: string): void;
}
