import type { Sent } from './messages';
import type { ReceivedMessage } from './transcript';

/** Notes which received message a codec acknowledges when it sends by itself: the one whose payload it is decoding. */
export class Acknowledgements {
  #decoding = false;
  /** The last message of the payload that is being decoded. */
  #message: ReceivedMessage | undefined;
  /** The messages that the codec has sent before the payload has completed one. */
  #early: Sent[] | undefined;

  /** The codec begins to decode a payload. */
  begin(): void {
    this.#decoding = true;
  }

  /** The payload has completed a message. */
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

  /** The codec has decoded the payload. */
  end(): void {
    this.#decoding = false;
    this.#message = undefined;
    this.#early = undefined;
  }
}
