import type { NamedValues } from './named-values';

/** The payload of one WebSocket message: text frames are strings, binary frames are `Buffer`s (RFC 6455 §5.6). */
export type Payload = string | Buffer;

/**
 * An incoming message that only the `request()` it answers can take, such as an acknowledgement of Socket.IO: no other
 * expectation sees it, and where nobody asks for it, it is never unread. `CodecConnection.answer()` makes one.
 */
export class Answer {
  readonly #value: unknown;

  /** @internal */
  constructor(value: unknown) {
    this.#value = value;
  }

  /** @internal */
  get value(): unknown {
    return this.#value;
  }
}

/** Stands in the place of a message that did not become whole. `CodecConnection.incomplete()` makes one. */
export class Incomplete {
  readonly #problem: string;

  /** @internal */
  constructor(problem: string) {
    this.#problem = problem;
  }

  /** @internal */
  get problem(): string {
    return this.#problem;
  }
}

/** What a codec may know and do about its connection. Its methods can be taken off it: `open({ send })`. */
export interface CodecConnection {
  /** The subprotocol that the server chose, or `''`. */
  readonly protocol: string;
  /**
   * Sends a payload that is the protocol's own: part of its handshake, a heartbeat, an acknowledgement. It is recorded as
   * protocol traffic. Does nothing when the connection is no longer open.
   * @param value What it is shown as. Defaults to the payload.
   */
  send(payload: string | Uint8Array, value?: unknown): void;
  /**
   * Sends a message as the client's own `send()` does: it is encoded, and recorded as a message.
   * @throws if it cannot be encoded, or the connection is not open.
   */
  sendMessage(message: unknown): void;
  /**
   * To be called by `decode`: the payload, or a part of it, is the protocol's own and not a message. It is recorded as
   * protocol traffic: never unread, folded in failures, and in no snapshot unless that asks for it.
   * @param value What it is shown as. Defaults to the payload.
   */
  traffic(value?: unknown): void;
  /** To be yielded by `decode` in the place of a message: one that only the `request()` it answers can take. */
  answer(value: unknown): Answer;
  /**
   * To be yielded by `decode` in the place of a message: the payloads before this one that waited for their rest do not
   * become a message. They are recorded as one that cannot be decoded.
   * @param problem What is wrong with them.
   */
  incomplete(problem: string): Incomplete;
  /**
   * To be called by `open`: the protocol has an opening handshake of its own. `connect()` resolves when that is done, and
   * rejects when it fails, when the connection ends before, and after its timeout.
   */
  handshake(): CodecHandshake;
  /**
   * Calls back again and again until the connection ends.
   * @param interval In ms.
   */
  every(interval: number, callback: () => void): void;
  /**
   * The server has ended the conversation in the protocol's own way, such as the disconnect of Socket.IO: all waits end
   * with this reason, and the client closes the connection.
   */
  end(reason: string): void;
}

/** The opening handshake of a protocol. Only the first call of either counts. */
export interface CodecHandshake {
  /** The protocol is ready: `connect()` resolves. */
  done(): void;
  /**
   * The server has refused: `connect()` rejects, and the connection is closed.
   * @param reason What the server has said, in its own words.
   * @param properties What the error carries beside its message, such as `code` and `data`.
   */
  fail(reason: string, properties?: Readonly<Record<string, unknown>>): void;
}

/** A message as a contract documents it. */
export interface DocumentedMessage {
  readonly payload: unknown;
  readonly headers?: unknown;
  /** What it is called: the event of Socket.IO. */
  readonly name?: string;
  /** The address of its channel, where that is not the path of the URL: a topic, a namespace. */
  readonly channel?: string;
}

/** What `request()` sends, and how its reply is known. */
export interface CodecRequest<Incoming = any, Outgoing = any, Reply = Incoming> {
  /** The message as it is sent: with an id, say. */
  readonly message: Outgoing;
  /** Whether a message answers it. Of an `Answer` it is given the value. */
  isReply(message: Incoming): boolean;
  /** What `request()` resolves to. Defaults to the message. */
  resultOf?(reply: Incoming): Reply;
  /**
   * Whether several messages may answer it, of which `request()` takes the first that is expected; or a function that says of
   * a reply whether others may follow it. Defaults to `false`.
   */
  readonly several?: boolean | ((reply: Incoming) => boolean);
}

/** The state of a codec for one connection. */
export interface CodecSession<Incoming = any, Outgoing = any, Reply = Incoming> {
  /** The messages that a payload completes: none (part of a larger one, or protocol traffic), one, or many. */
  decode(payload: Payload): Iterable<Incoming | Answer | Incomplete>;
  /**
   * The payloads that carry a message; none if it is sent later. Throws if it cannot be encoded.
   * @param trigger The message that it answers: the one that triggered it, else the last one that was read.
   */
  encode(message: Outgoing, trigger?: Incoming): string | Uint8Array | readonly (string | Uint8Array)[];
  /** What a payload that was sent stands for in the transcript. Defaults to the message given to `encode`, as it was then. */
  sentValue?(payload: Payload, message: Outgoing): unknown;
  /**
   * How `request()` asks. Left out, or undefined for a message: `request()` takes the first message that is expected.
   * Throws if the message cannot be asked.
   */
  request?(message: Outgoing): CodecRequest<Incoming, Outgoing, Reply> | undefined;
  /** Called before the client begins its closing handshake: a protocol may say goodbye. */
  close?(): void;
}

/**
 * Translates between payloads and messages. `open` is called once for each connection, when its handshake is done. A codec
 * without types of its messages leaves its clients untyped.
 */
export interface Codec<Incoming = any, Outgoing = any, Reply = Incoming> {
  /** Shown in failures. Defaults to `'custom'`. */
  readonly name?: string;
  /** The subprotocols to offer (RFC 6455 §1.9), where the client names none. */
  readonly protocols?: string | readonly string[];
  /** The path under a target that has none, where the client names none: `/socket.io/`. */
  readonly path?: string;
  /** Parameters that are added to the URL. Those of the client, and of the URL itself, take precedence. */
  readonly query?: NamedValues;
  /**
   * What the codec sends by itself and may be secret, by its names: `{ token: 'abc…' }`. Values under the name of a secret
   * are masked wherever they are shown, and never told to another server: `connect()` does not follow such a redirect.
   */
  readonly secrets?: Readonly<Record<string, unknown>>;
  /** What close codes mean in the protocol: `{ 4401: 'Unauthorized' }`. */
  readonly closeCodes?: Readonly<Record<number, string>>;
  /** The paths of values that differ from run to run: snapshots show placeholders there. */
  readonly volatile?: readonly string[];
  /** How a message is shown, in failures and traces. Undefined for a message: as any value. */
  show?(message: Incoming | Outgoing): string | undefined;
  /**
   * How a message is seen by a contract, where that is not the message itself; undefined for one that no contract is about.
   * Defaults to the message.
   */
  documented?(message: Incoming | Outgoing): DocumentedMessage | undefined;
  open(connection: CodecConnection): CodecSession<Incoming, Outgoing, Reply>;
}
