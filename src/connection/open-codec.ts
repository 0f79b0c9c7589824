import { type CheckedCodec, openSession } from '../codecs/checked-codec';
import type { Codec, CodecHandshake } from '../codecs/codec';
import type { CodecProfile } from '../codecs/codec-profile';
import type { OneToOneCodec } from '../codecs/one-to-one-codec';
import { whenFailed } from '../runtime/when-failed';
import { said } from '../text/show';
import { codecConnection } from './codec-connection';
import type { HandshakeFailure } from './handshake-failure';
import type { LineOfCodec } from './line-of-codec';
import { ProtocolHandshake } from './protocol-handshake';

/** The codec of one connection, from its opening to its goodbye. */
export class OpenCodec {
  readonly #codec: Codec | OneToOneCodec;
  readonly #profile: CodecProfile;
  readonly #lineOf: () => LineOfCodec;
  /** Undefined until a user's codec is opened. */
  #line: LineOfCodec | undefined;
  #session: CheckedCodec | undefined;
  #handshake: ProtocolHandshake | undefined;

  constructor(codec: Codec | OneToOneCodec, profile: CodecProfile, lineOf: () => LineOfCodec) {
    this.#codec = codec;
    this.#profile = profile;
    this.#lineOf = lineOf;
  }

  /** Undefined until it is open. */
  get session(): CheckedCodec | undefined {
    return this.#session;
  }

  /** Whether it is open, and its protocol ready. */
  get isReady(): boolean {
    return this.#session !== undefined && !this.#handshake?.isPending;
  }

  /** Settles when its protocol is ready, or with the reason why it is not; undefined if it has no handshake. */
  get ready(): Promise<HandshakeFailure | undefined> | undefined {
    return this.#handshake?.outcome;
  }

  /**
   * @param protocol The subprotocol.
   * @throws when it cannot be opened.
   */
  open(protocol: string): void {
    const connect = () => {
      const line = this.#lineOf();
      this.#line = line;
      return codecConnection(protocol, line, () => this.#beginHandshake(line));
    };
    this.#session = openSession(this.#codec, connect, this.#profile.show);
  }

  #beginHandshake(line: LineOfCodec): CodecHandshake {
    if (this.#session) throw new TypeError('handshake() is to be called by open(), before that returns');
    line.log.opening = true;
    this.#handshake = new ProtocolHandshake(line, this.#profile.name, (failure) => {
      line.log.opening = false;
      if (failure && line.canSend()) line.close();
    });
    return this.#handshake.told;
  }

  /** To be called before the closing handshake. What the codec throws is only noted in the log. */
  sayGoodbye(): void {
    const failed = (error: unknown) => {
      const message = `close() of the codec '${this.#profile.name}' threw: ${said(error)}`;
      this.#line?.log.note({ kind: 'error', at: performance.now(), code: undefined, message });
    };
    whenFailed(() => this.#session?.close?.(), failed);
  }
}
