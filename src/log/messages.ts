import type { Payload } from '../codecs/codec';
import { copyOf } from '../runtime/copy';
import type { Reader, ReceivedMessage, SentMessage } from './transcript';

/** Decodes a payload once more; undefined where that would give another message. */
type Again = ((payload: Payload) => unknown) | undefined;

/**
 * A frame that weighs more than its payload once it is decoded, or that may carry several messages, for which it is
 * weighed once. Most frames are plain, and have no such object: they weigh as much as their one message.
 */
export class Frame {
  /** How many of its messages are in the log. */
  kept = 0;
  /** How many of those are not over. */
  pending = 0;

  constructor(readonly weight: number) {}
}

/** Stands for a value that the user's code was given, and may have changed. */
const LENT = Symbol('lent');

/** A received message, in the log. */
export class Received implements ReceivedMessage {
  readonly kind = 'message';
  readonly direction = 'received';
  status: ReceivedMessage['status'] = 'unread';
  reader: Reader | undefined = undefined;
  #value: unknown;
  readonly #again: Again;
  readonly #frame: Frame | undefined;

  constructor(
    readonly at: number,
    readonly number: number,
    readonly payload: Payload,
    value: unknown,
    readonly problem: string | undefined,
    again: Again,
    frame: Frame | undefined,
  ) {
    this.#value = value;
    this.#again = again;
    this.#frame = frame;
  }

  /** Undefined for a plain frame. */
  get frame(): Frame | undefined {
    return this.#frame;
  }

  get value(): unknown {
    if (this.#value === LENT) this.#value = this.#again?.(this.payload);
    return this.#value;
  }

  /**
   * The value for the user's code, which may change it; expectations that look at it later still see it as it came. It costs
   * less to decode a message again when it is needed once more than to copy each message that a predicate looks at.
   */
  lend(): unknown {
    const { value } = this;
    if (typeof value !== 'object' || value === null) return value;
    if (!this.#again || value === this.payload) return copyOf(value);
    this.#value = LENT;
    return value;
  }
}

/** A sent message. Its value is made on demand from what was sent: few are ever looked at. */
export class Sent implements SentMessage {
  readonly kind = 'message';
  readonly direction = 'sent';
  acknowledges: ReceivedMessage | undefined;
  readonly #valueOf: () => unknown;
  readonly #weight: number;

  constructor(
    readonly at: number,
    readonly number: number,
    readonly payload: Payload,
    valueOf: () => unknown,
    readonly after: number,
    readonly ofCodec: boolean,
    weight = payload.length,
  ) {
    this.#valueOf = valueOf;
    this.#weight = weight;
  }

  /** The memory that it takes, its value included (bytes). */
  get weight(): number {
    return this.#weight;
  }

  get value(): unknown {
    return this.#valueOf();
  }
}

/** The value of a message for the user's code, which may change it. */
export const handedOut = (message: { readonly value: unknown }): unknown =>
  message instanceof Received ? message.lend() : copyOf(message.value);
