import { bytesOf } from '../runtime/bytes';
import type { Payload } from './codec';

/** A value that a user expects a message to equal. */
export interface ExpectedValue {
  readonly source: unknown;
  /** Whether the message must equal it, instead of containing it. */
  readonly exact: boolean;
}

interface OneToOne {
  /** The message that a payload is. */
  decode(payload: Payload): unknown;
  /**
   * The payload of a message that is neither text nor bytes. Left out where only those can be sent.
   * @throws when the message cannot be encoded.
   */
  encode?(message: unknown): string;
  /** The memory that a payload and its decoded value take: an estimate, in bytes. Defaults to the length of the payload. */
  weigh?(payload: Payload): number;
  /**
   * Why no message can ever match the value, and what to write instead, as the end of a sentence that begins with "The
   * expected message". Undefined if one can.
   * @param isForbidden Whether the user expects that it does not come: then an impossible one would prove nothing.
   */
  whyNever(expected: ExpectedValue, isForbidden: boolean): string | undefined;
}

const lengthOf = ({ length }: Payload): number => length;

/** A built-in codec that keeps no state: a payload is one message, and a message one payload. */
export class OneToOneCodec {
  readonly decode: OneToOne['decode'];
  readonly whyNever: OneToOne['whyNever'];
  readonly weigh: (payload: Payload) => number;
  readonly #encode: OneToOne['encode'];

  constructor(
    readonly name: string,
    { decode, encode, whyNever, weigh = lengthOf }: OneToOne,
  ) {
    this.decode = decode;
    this.whyNever = whyNever;
    this.weigh = weigh;
    this.#encode = encode;
  }

  /** @throws when the message cannot be encoded. */
  encode(message: unknown): Payload {
    if (typeof message === 'string') return message;
    const bytes = bytesOf(message);
    if (bytes) return bytes;
    if (this.#encode) return this.#encode(message);
    throw new TypeError(
      `the codec '${this.name}' sends strings and bytes only. Connect with { codec: 'json' } for everything else`,
    );
  }
}
