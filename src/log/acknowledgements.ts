import type { Sent } from './messages';
import type { ReceivedMessage } from './transcript';

/** Which received message each message acknowledges that a codec sends by itself: the one whose payload it has decoded. */
export class Acknowledgements {
  #decoding = false;
  /** The last message of the payload that is decoded now. */
  #message: ReceivedMessage | undefined;
  /** What the codec has sent since, before the payload has completed a message. */
  #early: Sent[] | undefined;

  /** A payload is decoded. */
  begin(): void {
    this.#decoding = true;
  }

  /** It has completed a message. */
  completed(message: ReceivedMessage): void {
    this.#message = message;
    if (this.#early) for (const sent of this.#early.splice(0)) sent.acknowledges = message;
  }

  /** The codec has sent a message by itself. */
  sent(sent: Sent): void {
    sent.acknowledges = this.#message;
    if (!this.#decoding || this.#message) return;
    this.#early ??= [];
    this.#early.push(sent);
  }

  /** The payload is decoded. */
  end(): void {
    this.#decoding = false;
    this.#message = undefined;
    this.#early = undefined;
  }
}
