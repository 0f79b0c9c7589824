import type { NamedValues } from './named-values';

/** The payload of one WebSocket message: text frames are strings, binary frames are `Buffer`s (RFC 6455 §5.6). */
export type Payload = string | Buffer;

/**
 * An incoming message that only the `request()` it answers can take, such as an acknowledgement of Socket.IO: no other
 * expectation sees it, and without such a request it does not count as unread. `CodecConnection.answer()` makes one.
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

/** What a codec may know and do about its connection. The methods need no `this`: `open({ send })` works. */
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
   * protocol traffic: never unread, folded in failures, and in a snapshot only with the option `protocol`.
   * @param value What it is shown as. Defaults to the payload.
   * @throws if no payload is being decoded.
   */
  traffic(value?: unknown): void;
  /** To be yielded by `decode` instead of a message: only the `request()` that it answers can take it. */
  answer(value: unknown): Answer;
  /**
   * To be yielded by `decode` instead of a message, when the payloads before this one turn out to be cut short. They are
   * recorded as one message that cannot be decoded.
   * @param problem What is wrong with them.
   */
  incomplete(problem: string): Incomplete;
  /**
   * To be called by `open` if the protocol has an opening handshake of its own. `connect()` resolves when that is done, and
   * rejects when it fails, when the connection ends first, or after its timeout.
   */
  handshake(): CodecHandshake;
  /**
   * Calls back again and again until the connection ends.
   * @param interval In ms, between two calls.
   */
  every(interval: number, callback: () => void): void;
  /**
   * To be called when the server has ended the conversation in the protocol's own way, such as the disconnect of Socket.IO:
   * all waits end with this reason, and the client closes the connection.
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
   * @param properties Further properties of the error, such as `code` and `data`.
   */
  fail(reason: string, properties?: Readonly<Record<string, unknown>>): void;
}

/** A message as a contract documents it. */
export interface DocumentedMessage {
  /** What the document describes as the payload. */
  readonly payload: unknown;
  /** What the document describes as the headers. Defaults to none. */
  readonly headers?: unknown;
  /** The name of the message in the document, such as the event of Socket.IO. */
  readonly name?: string;
  /** The address of its channel, if that is not the path of the URL: a topic, a namespace. */
  readonly channel?: string;
}

/** What `request()` sends, and how its reply is known. */
export interface CodecRequest<Incoming = any, Outgoing = any, Reply = Incoming> {
  /** The message as it is sent, for example with an id. */
  readonly message: Outgoing;
  /** Whether a message answers it. For an `Answer` it is called with the value of that. */
  isReply(message: Incoming): boolean;
  /** What `request()` resolves to. Defaults to the message. */
  resultOf?(reply: Incoming): Reply;
  /**
   * Whether several messages may answer it: then `request()` takes the first that matches what is expected. Or a function that
   * tells whether others may follow a reply. Defaults to `false`.
   */
  readonly several?: boolean | ((reply: Incoming) => boolean);
}

/** The state of a codec for one connection. */
export interface CodecSession<Incoming = any, Outgoing = any, Reply = Incoming> {
  /**
   * The messages that a payload completes: none (it is a part of a larger one, or protocol traffic), one, or many.
   * @throws if it cannot be decoded: then it is a message with this `problem`, which only `undecodable()` matches.
   */
  decode(payload: Payload): Iterable<Incoming | Answer | Incomplete>;
  /**
   * The payloads that carry a message; none if it is sent later.
   * @param trigger The message that it answers: the one that triggered it, else the last one that was read.
   * @throws if it cannot be encoded.
   */
  encode(message: Outgoing, trigger?: Incoming): string | Uint8Array | readonly (string | Uint8Array)[];
  /** What a payload that was sent stands for in the transcript. Defaults to the message given to `encode`, as it was then. */
  sentValue?(payload: Payload, message: Outgoing): unknown;
  /**
   * How `request()` asks. Left out, or undefined for a message: `request()` takes the first message that is expected.
   * @throws if the message has no reply.
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
  /** The path under a target without one, where the client names none: `/socket.io/`. */
  readonly path?: string;
  /** Parameters that are added to the URL. Those of the client, and of the URL itself, take precedence. */
  readonly query?: NamedValues;
  /**
   * What the codec itself sends and may be secret, such as a token, by names: `{ token: 'abc…' }`. Values whose names sound
   * secret are masked wherever they are shown. If there are any, `connect()` does not follow a redirect to another server.
   */
  readonly secrets?: Readonly<Record<string, unknown>>;
  /** What close codes mean in the protocol: `{ 4401: 'Unauthorized' }`. */
  readonly closeCodes?: Readonly<Record<number, string>>;
  /** The paths of values that differ from run to run: `id`, `[*].id`. Snapshots show placeholders there. */
  readonly volatile?: readonly string[];
  /** How a message is shown, in failures and traces. Undefined for a message: as any value. */
  show?(message: Incoming | Outgoing): string | undefined;
  /**
   * What a contract documents of a message, where that is not the message itself; undefined for a message that contracts do
   * not describe. Defaults to the message.
   */
  documented?(message: Incoming | Outgoing): DocumentedMessage | undefined;
  /**
   * The messages in a sent one that carries several, as a batch of JSON-RPC does: contracts describe each of them, as they do
   * those that `decode` gives. Undefined for a single message. If it throws, or returns something else or an empty list, the
   * message is a single one. Defaults to none carrying several.
   */
  messagesIn?(sent: Outgoing): readonly unknown[] | undefined;
  /** Called once for each connection, when its WebSocket handshake is done: returns the codec's state for it. */
  open(connection: CodecConnection): CodecSession<Incoming, Outgoing, Reply>;
}
