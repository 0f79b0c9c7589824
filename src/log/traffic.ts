import type { Payload } from '../codecs/codec';
import type { Frame } from './messages';
import type { ProtocolEntry } from './transcript';

/** An entry of protocol traffic in the log. */
export class Traffic implements ProtocolEntry {
  readonly kind = 'protocol';
  /** Only set if there are several. */
  declare payloads?: readonly Payload[];
  readonly #frame: Frame;
  readonly #after: number;
  readonly #opens: boolean;

  constructor(
    readonly at: number,
    readonly direction: 'sent' | 'received',
    readonly payload: Payload,
    readonly value: unknown,
    frame: Frame,
    after: number,
    opens: boolean,
  ) {
    this.#frame = frame;
    this.#after = after;
    this.#opens = opens;
  }

  /** The weight that it shares with the messages of the same payload. */
  get frame(): Frame {
    return this.#frame;
  }

  /** How many messages had come by then. */
  get after(): number {
    return this.#after;
  }

  /** Whether it is part of the protocol's opening handshake. */
  get opens(): boolean {
    return this.#opens;
  }
}
