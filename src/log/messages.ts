import type { CheckedCodec, Encoded } from '../codecs/checked-codec';
import type { Payload } from '../codecs/codec';
import { copyOf } from '../runtime/copy';
import type { Reader, ReceivedMessage, SentMessage, TranscriptEntry } from './transcript';

/** How a payload is decoded once more, and its message shown. */
type Decoder = Pick<CheckedCodec, 'again' | 'show'>;

/**
 * The weight of a frame that weighs more than its payload once it is decoded, or that may carry several messages, so that it
 * must be counted once. Most frames are plain and need no such object: they weigh as much as their one message.
 */
export class Frame {
  /** How many of its messages are in the log. */
  kept = 0;
  /** How many of those are not over. */
  pending = 0;
  /** What its decoded values weigh so far. */
  made = 0;

  constructor(public weight: number) {}
}

/** Instead of a value that the user's code was given, and may have changed: it must be decoded again. */
const LENT = Symbol('lent');

/** A received message, in the log. */
export class Received implements ReceivedMessage {
  readonly kind = 'message';
  readonly direction = 'received';
  status: ReceivedMessage['status'] = 'unread';
  reader: Reader | undefined = undefined;
  /** Only set where there are several: `declare` keeps the field off all others. */
  declare payloads?: readonly Payload[];
  #value: unknown;
  readonly #decoder: Decoder;
  readonly #frame: Frame | undefined;

  constructor(
    readonly at: number,
    readonly number: number,
    readonly payload: Payload,
    value: unknown,
    readonly problem: string | undefined,
    decoder: Decoder,
    frame: Frame | undefined,
  ) {
    this.#value = value;
    this.#decoder = decoder;
    this.#frame = frame;
  }

  /** Undefined for a plain frame. */
  get frame(): Frame | undefined {
    return this.#frame;
  }

  get value(): unknown {
    if (this.#value === LENT) this.#value = this.#decoder.again?.(this.payload);
    return this.#value;
  }

  get shown(): string | undefined {
    return this.problem === undefined ? this.#decoder.show?.(this.value) : undefined;
  }

  /** The text of which the value is made; undefined if it is made of bytes, or may depend on what came before. */
  get text(): string | undefined {
    return typeof this.payload === 'string' && this.#decoder.again ? this.payload : undefined;
  }

  /**
   * The value for the user's code, which may change it: expectations that look at it later still see it as it came. To decode
   * a message again, when it is needed again, costs less than to copy every message that a predicate looks at.
   */
  lend(): unknown {
    const { value } = this;
    if (typeof value !== 'object' || value === null) return value;
    if (!this.#decoder.again || value === this.payload) return copyOf(value);
    this.#value = LENT;
    return value;
  }
}

/** A message that only the request it answers can take. Matchers that look back, and `client.messages`, leave it out. */
export class ReceivedAnswer extends Received {}

/** A sent message. Its value is made on demand from its payload, since few are ever looked at. */
export class Sent implements SentMessage {
  readonly kind = 'message';
  readonly direction = 'sent';
  readonly payload: Payload;
  readonly #encoded: Encoded;
  readonly #isRepeat: boolean;

  constructor(
    readonly at: number,
    readonly number: number,
    encoded: Encoded,
    readonly after: number,
    isRepeat: boolean,
  ) {
    this.#isRepeat = isRepeat;
    this.payload = encoded.payload;
    this.#encoded = encoded;
  }

  get isRepeat(): boolean {
    return this.#isRepeat;
  }

  /** The memory that it takes, its value included (bytes). */
  get weight(): number {
    return this.#encoded.weight ?? this.payload.length;
  }

  get value(): unknown {
    return this.#encoded.valueOf();
  }

  get shown(): string | undefined {
    return this.#encoded.show?.(this.value);
  }
}

/** The value of a message for the user's code, which may change it. */
export const handedOut = (message: { readonly value: unknown }): unknown =>
  message instanceof Received ? message.lend() : copyOf(message.value);

/** The text of which the value of a received message is made, if it is made of one text alone. */
export const textOf = (message: object): string | undefined => (message instanceof Received ? message.text : undefined);

/** The entries, with only one for each sent message: a message of several payloads has an entry for each of them. */
export const eachSentOnce = <Entry extends TranscriptEntry>(entries: readonly Entry[]): Entry[] =>
  entries.filter((entry, index) => !isFurtherPayload(entry, entries[index - 1]));

function isFurtherPayload(entry: TranscriptEntry, before: TranscriptEntry | undefined): boolean {
  if (entry.kind !== 'message' || entry.direction !== 'sent') return false;
  if (before?.kind !== 'message' || before.direction !== 'sent') return false;
  return entry.number === before.number && Object.is(entry.value, before.value);
}
