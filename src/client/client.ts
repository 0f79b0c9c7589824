import { type ConnectOptions, type FrameOptions, frameOptions } from '../connection/connect-options';
import type { Connection, Handshake } from '../connection/connection';
import { beyondWs } from '../connection/frame';
import type { StandardSchema } from '../expectations/expected';
import type { ExpectedMessage, Matched, Matching, MessagePattern } from '../expectations/pattern';
import { handedOut } from '../log/messages';
import type { TranscriptEntry } from '../log/transcript';
import { bytesOf } from '../runtime/bytes';
import { type Callee, CallLocation, shownPosition } from '../runtime/call-location';
import { copyOf } from '../runtime/copy';
import { PrintsItself } from '../runtime/prints-itself';
import { guarded } from '../text/error-at';
import { checkOptions, refuseMore } from '../text/options';
import { show } from '../text/show';
import { UsageError } from '../text/usage-error';
import type { Caller } from '../waiting/caller';
import type { ReceiveOptions, WaitOptions } from '../waiting/wait-options';
import { close } from './close';
import type { Engine } from './engine';
import type { MethodCall } from './method-call';
import { mustAwaitClient } from './must-await';
import { ClientNetwork } from './network';
import { ping } from './ping';
import { receive, request } from './receive';
import { ignore, never, type RespondOptions, respond } from './rules';
import { type SendUntilOptions, sendUntil } from './send-until';

/** Opens a client like another one, with these options added. */
export type OpenAnother = (caller: Caller, options: ConnectOptions, location: CallLocation) => Promise<WebSocketClient>;

/** What `request()` resolves to: the message that matched, unless the codec makes something else of its replies. */
type ReplyOf<Incoming, Reply, Message> = [Incoming, Reply] extends [Reply, Incoming] ? Message : Reply;

/** A user of the server under test. It is closed with the test, hook or describe block that opened it. */
export class WebSocketClient<Incoming = any, Outgoing = any, Reply = Incoming> extends PrintsItself {
  readonly #connection: Connection;
  readonly #engine: Engine;
  readonly #openAnother: OpenAnother;
  #network: ClientNetwork | undefined;

  /** @internal */
  constructor(connection: Connection, engine: Engine, openAnother: OpenAnother) {
    super();
    this.#connection = connection;
    this.#engine = engine;
    this.#openAnother = openAnother;
  }

  /**
   * The connection of a client; undefined for any other value.
   * @internal
   */
  static connectionOf(value: unknown): Connection | undefined {
    return typeof value === 'object' && value !== null && #connection in value ? value.#connection : undefined;
  }

  /** The name in failures: the option `name`, the key in `connectAll()` or `useClients()`, else `client 1`, `client 2`… */
  get name(): string {
    return this.#connection.givenName;
  }

  /** The URL, with its secrets masked; after redirects, the last one. To connect again, use `reconnect()`. */
  get url(): string {
    return this.#connection.url;
  }

  /** The URL with its secrets: use it, do not print it. */
  get address(): string {
    return this.#connection.address;
  }

  /**
   * `'closing'` when this client has begun to close; `'closed'` when no message can come any more, because the server's close
   * frame has arrived or the socket is gone. `'connecting'` lasts until the codec's own handshake is done too, if it has one.
   */
  get state(): 'connecting' | 'open' | 'closing' | 'closed' {
    return this.#connection.state;
  }

  /** The server's answer to the upgrade. */
  get handshake(): Handshake {
    return this.#connection.handshake as Handshake;
  }

  /** The decoded messages that were received, oldest first, without those that have left the transcript (`limits`). */
  get messages(): Incoming[] {
    const messages = this.#values(this.#connection.log.received);
    this.#engine.messageLists.add(messages);
    return messages;
  }

  /** The decoded messages that no expectation has matched or skipped, oldest first. */
  get unread(): Incoming[] {
    return this.#values(this.#connection.log.unread);
  }

  /**
   * Everything that happened on the connection, both ways, in order, as a copy. Past `limits.transcript`, the oldest entries
   * are left out.
   */
  get transcript(): TranscriptEntry<Incoming, Outgoing>[] {
    const { realm } = this.#engine;
    return realm.list(this.#connection.log.entries, (entry) => {
      const { kind, ...rest } = entry;
      const copy = Object.assign(new realm.Object(), { kind }, rest) as unknown as Record<string, unknown>;
      if (kind === 'message') copy.value = handedOut(entry);
      if (kind === 'protocol') copy.value = copyOf(entry.value);
      if ('payload' in copy) copy.payload = copyOf(copy.payload);
      if ('payloads' in entry && entry.payloads) copy.payloads = realm.list(entry.payloads, copyOf);
      delete copy.reader;
      return copy as unknown as TranscriptEntry<Incoming, Outgoing>;
    });
  }

  /**
   * Sends a message at once.
   * @throws if the codec cannot encode it, or the connection is not open.
   */
  send(message: Outgoing): void {
    this.#guard(this.send, () => this.#connection.sending.send(message));
  }

  /**
   * Sends data as it is, without the codec: something broken, a fragment, a frame of another kind (RFC 6455 §5.2).
   * @throws if the connection is not open, the data is neither text nor bytes, or an option is wrong.
   */
  sendRaw(data: string | Uint8Array, frame: FrameOptions = {}): void {
    this.#guard(this.sendRaw, () => {
      const payload = typeof data === 'string' ? data : bytesOf(data);
      checkOptions(frame, frameOptions, 'sendRaw()');
      if (payload === undefined) throw new UsageError(`sendRaw() sends text or bytes, not ${show(data)}.`);
      const [unusual] = beyondWs(frame);
      if (unusual && frame.compress)
        throw new UsageError(`sendRaw() does not compress a frame with ${unusual}: give it compressed bytes, and rsv1: true.`);
      if (unusual && frame.contract)
        throw new UsageError(
          `sendRaw() does not hold a frame with ${unusual} to the contract. Leave out contract, or ${unusual}.`,
        );
      this.#connection.sending.sendRaw(payload, frame);
    });
  }

  /**
   * Waits for an unread message that fits a schema, skips those before it, and resolves to the schema's output.
   * @throws (rejects) if no such message arrives within the timeout, or the connection ends first.
   */
  receive<Output>(expected: StandardSchema<Output>, options?: ReceiveOptions): Promise<Output>;
  /** Waits for an unread message that a type guard accepts, skips those before it, and resolves to it. */
  receive<Narrowed extends Incoming>(
    expected: (message: Incoming) => message is Narrowed,
    options?: ReceiveOptions,
  ): Promise<Narrowed>;
  /**
   * Waits for an unread message that contains these parts, skips those before it, and resolves to it.
   * @throws (rejects) if no such message arrives within the timeout, or the connection ends first.
   */
  receive<const Expected extends MessagePattern<Incoming>>(
    expected: Matching<Incoming, Expected>,
    options?: ReceiveOptions,
  ): Promise<Matched<Incoming, Expected>>;
  /**
   * Waits for an unread message that matches, skips those before it, and resolves to it.
   * @param expected Left out, it is the next unread message.
   * @throws (rejects) if no such message arrives within the timeout, or the connection ends first.
   */
  receive(expected?: ExpectedMessage<Incoming>, options?: ReceiveOptions): Promise<Incoming>;
  receive(expected?: unknown, options: ReceiveOptions = {}): Promise<unknown> {
    return receive(this.#call(this.receive), expected, options);
  }

  /**
   * Sends a message and resolves to the reply: the first unread message that matches, however many others arrive before
   * it. Those stay unread. A codec may know which message is the reply; then it is that one, and this resolves to its result.
   * @param reply What the reply matches. Left out, it is the first unread message, even one that had come before, unless the
   * codec knows the reply.
   * @throws (rejects) if the message cannot be sent, or no reply arrives within the timeout.
   */
  request<Output>(message: Outgoing, reply: StandardSchema<Output>, options?: ReceiveOptions): Promise<Output>;
  /** Sends a message and resolves to the reply: the first unread message that a type guard accepts. Others stay unread. */
  request<Narrowed extends Incoming>(
    message: Outgoing,
    reply: (message: Incoming) => message is Narrowed,
    options?: ReceiveOptions,
  ): Promise<ReplyOf<Incoming, Reply, Narrowed>>;
  /** Sends a message and resolves to the reply: the first unread message that contains these parts. Others stay unread. */
  request<const Expected extends MessagePattern<Incoming>>(
    message: Outgoing,
    reply: Matching<Incoming, Expected>,
    options?: ReceiveOptions,
  ): Promise<ReplyOf<Incoming, Reply, Matched<Incoming, Expected>>>;
  /**
   * Sends a message and resolves to the reply: the first unread message that matches, or the one that the codec knows to be
   * the reply. Others stay unread.
   * @param reply Left out, it is the first unread message, even one that had come before, unless the codec knows the reply.
   * @throws (rejects) if the message cannot be sent, or no reply arrives within the timeout.
   */
  request(message: Outgoing, reply?: ExpectedMessage<Incoming | Reply>, options?: ReceiveOptions): Promise<Reply>;
  request(message: Outgoing, reply?: unknown, options: ReceiveOptions = {}): Promise<unknown> {
    return request(this.#call(this.request), message, reply, options);
  }

  /**
   * Sends a message, again and again until it is answered, and resolves to the answer: the first unread message that matches.
   * Others stay unread, and so do further answers. For a server that does not tell when a subscription has begun, for example.
   * @throws (rejects) if the message cannot be sent, or no answer comes within the timeout.
   */
  sendUntil<Output>(message: Outgoing, expected: StandardSchema<Output>, options?: SendUntilOptions): Promise<Output>;
  /** Sends a message until a type guard accepts an unread message, and resolves to that. Others stay unread. */
  sendUntil<Narrowed extends Incoming>(
    message: Outgoing,
    expected: (message: Incoming) => message is Narrowed,
    options?: SendUntilOptions,
  ): Promise<Narrowed>;
  /** Sends a message until an unread message contains these parts, and resolves to that. Others stay unread. */
  sendUntil<const Expected extends MessagePattern<Incoming>>(
    message: Outgoing,
    expected: Matching<Incoming, Expected>,
    options?: SendUntilOptions,
  ): Promise<Matched<Incoming, Expected>>;
  /** Sends a message until an unread message matches, and resolves to that. Others stay unread. */
  sendUntil(message: Outgoing, expected: ExpectedMessage<Incoming>, options?: SendUntilOptions): Promise<Incoming>;
  sendUntil(message: Outgoing, expected: unknown, options: SendUntilOptions = {}): Promise<unknown> {
    return sendUntil(this.#call(this.sendUntil), message, expected, options);
  }

  /**
   * Answers every message that matches, such as heartbeats, among the unread ones and from now on, with a value or a
   * function of the message. Such messages no longer count as unread. If a reply cannot be made or sent, the test fails.
   * Returns a function that stops it.
   * @throws if the trigger can never match, or the reply is left out.
   */
  respond(
    trigger: ExpectedMessage<Incoming>,
    reply: (message: Incoming) => Outgoing | Promise<Outgoing>,
    options?: RespondOptions,
  ): () => void;
  /** Answers every message that matches, among the unread ones and from now on. Returns a function that stops it. */
  respond(trigger: ExpectedMessage<Incoming>, reply: Outgoing, options?: RespondOptions): () => void;
  respond(trigger: unknown, reply: unknown, options?: RespondOptions): () => void {
    return this.#guard(this.respond, () => respond(this.#call(this.respond), trigger, reply, options));
  }

  /**
   * Messages that match, among the unread ones and from now on, are recorded but never unread. Returns a function that stops
   * it.
   * @throws if what is expected can never match.
   */
  ignore(expected: ExpectedMessage<Incoming>): () => void;
  ignore(expected: unknown, ...more: unknown[]): () => void {
    return this.#guard(this.ignore, () => {
      refuseMore(more, 'ignore()', 1);
      return ignore(this.#call(this.ignore), expected);
    });
  }

  /**
   * The first message that matches, among the unread ones or from now on, ends every wait of the test and fails it.
   * Returns a function that lifts the rule.
   * @throws if what is expected can never match.
   */
  never(expected: ExpectedMessage<Incoming>): () => void;
  never(expected: unknown, ...more: unknown[]): () => void {
    return this.#guard(this.never, () => {
      refuseMore(more, 'never()', 1);
      return never(this.#call(this.never), expected);
    });
  }

  /**
   * Takes all unread messages, and returns them.
   * @throws if an expectation is waiting for messages.
   */
  drain(): Incoming[];
  drain(...more: unknown[]): Incoming[] {
    return this.#guard(this.drain, () => {
      refuseMore(more, 'drain()', 0);
      const { position } = new CallLocation(this.drain);
      const { expectations } = this.#connection;
      const { first } = expectations;
      if (first) {
        const { name, position: line } = first.reader;
        throw new UsageError(`drain() was called while ${name} (${shownPosition(line)}) waits for messages. Await it first.`);
      }
      return this.#values(expectations.drain({ name: 'drain', position }));
    });
  }

  /**
   * Sends a ping (RFC 6455 §5.5.2) and resolves to the time until its pong arrives, in ms.
   * @param data At most 125 bytes of UTF-8. Defaults to a unique number.
   * @throws if the data is longer, or an option is wrong.
   * @throws (rejects) if no pong arrives within the timeout.
   */
  ping(data?: string, options: WaitOptions = {}): Promise<number> {
    return this.#guard(this.ping, () => ping(this.#call(this.ping), data, options));
  }

  /**
   * Does the closing handshake (RFC 6455 §7.1.2) and resolves when the connection is gone. If the server has answered, or
   * closed first, but keeps the TCP connection open, that is cut without an error.
   * @param code 1000–1003, 1007–1014 or 3000–4999 (RFC 6455 §7.4). Defaults to 1000.
   * @param reason At most 123 bytes of UTF-8. Defaults to none.
   * @throws if a close frame cannot carry the code or the reason.
   * @throws (rejects) if the server does not answer within the client's timeout: then the connection is cut.
   */
  close(code = 1000, reason = ''): Promise<void> {
    return this.#guard(this.close, () => close(this.#call(this.close), code, reason));
  }

  /**
   * Opens another client like this one: with the same target (not where a redirect has led), the same options and name. It
   * belongs to the test, hook or describe block that calls this; this client stays as it is, open or closed.
   * @param options Added to those of this client; null and undefined remove a header or parameter.
   * @throws (rejects) as `connect()` does.
   */
  reconnect(options: ConnectOptions<Incoming, Outgoing, Reply> = {}): Promise<WebSocketClient<Incoming, Outgoing, Reply>> {
    const { caller, location } = this.#call(this.reconnect);
    const call = { name: 'reconnect()', location };
    return mustAwaitClient(this.#engine, caller, call, () => this.#openAnother(caller, options, location));
  }

  /**
   * Stops reading from the connection: a slow client. What the server sends waits in the buffers between, then in the server
   * itself. What has been read by then still comes. `close()`, and the end of the test, read again.
   * @throws if the connection is not open.
   */
  pause(): void {
    this.#guard(this.pause, () => this.#connection.pause());
  }

  /** Reads again, after `pause()`. */
  resume(): void {
    this.#connection.resume();
  }

  /** The network between this client and its server. It can be changed if the client was opened with the option `network`. */
  get network(): ClientNetwork {
    this.#network ??= new ClientNetwork(this.#connection, this.#engine.realm);
    return this.#network;
  }

  /** Cuts the connection without a close frame, as a crash of the client would. */
  terminate(): void {
    this.#connection.terminate();
  }

  /** Closes the client at the end of the block that has declared it with `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    if (this.#connection.network?.isDark) this.terminate(); // its close frame would not arrive
    return this.close();
  }

  override toString(): string {
    const { log } = this.#connection;
    const received = `${log.receivedCount} received`;
    return `[${this.#connection.name} ${this.url} ${this.state}, ${received}, ${log.unread.length} unread]`;
  }

  #values(messages: readonly { readonly value: unknown }[]): Incoming[] {
    return this.#engine.realm.list(messages, (message) => handedOut(message) as Incoming);
  }

  #call(method: Callee): MethodCall {
    const engine = this.#engine;
    const location = new CallLocation(method);
    return { engine, connection: this.#connection, name: method.name, location, caller: engine.host.caller() };
  }

  #guard<T>(method: Callee, act: () => T): T {
    return guarded(this.#engine.realm, method, act);
  }
}
