import { inspect } from 'node:util';
import { type ConnectOptions, type FrameOptions, frameChecks } from '../connection/connect-options';
import type { Connection, Handshake } from '../connection/connection';
import type { StandardSchema } from '../expectations/expected';
import type { ExpectedMessage, Matched, Matching, Pattern } from '../expectations/pattern';
import { reply as replyRequirement } from '../expectations/requirement';
import { handedOut } from '../log/messages';
import type { Entry } from '../log/transcript';
import { bytesOf } from '../runtime/bytes';
import { type Callee, CallLocation, shownPosition } from '../runtime/call-location';
import { copyOf } from '../runtime/copy';
import { printsItself } from '../runtime/prints-itself';
import { errorAt, guarded } from '../text/error-at';
import { checkOptions, refuseMore } from '../text/option-checks';
import { show } from '../text/show';
import { UsageError } from '../text/usage-error';
import { type Caller, isOver, waitTime } from '../waiting/scope';
import { type ReceiveOptions, type WaitOptions, waitChecks } from '../waiting/wait-options';
import { type Asking, ask } from './asking';
import { begun } from './begun';
import type { Engine } from './engine';
import { ignore, never, type RespondOptions, respond } from './standing-rule-methods';
import { toBeAwaited } from './to-be-awaited';

const connections = new WeakMap<object, Connection>();

const messageLists = new WeakSet<object>();

/** Whether it is what `client.messages` has given. */
export const isMessageList = (value: unknown): value is unknown[] => messageLists.has(value as object);

/** The connection of a client; undefined for what is none. */
export const connectionOf = (client: unknown): Connection | undefined => connections.get(client as object);

/** Opens a client as another was opened, with these options added. */
export type OpenAnother = (caller: Caller, options: ConnectOptions) => Promise<WebSocketClient>;

/** A user of the server under test. It is closed with the test, hook or describe block that opened it. */
export class WebSocketClient<Incoming = any, Outgoing = any> {
  readonly #connection: Connection;
  readonly #engine: Engine;
  readonly #openAnother: OpenAnother;

  /** @internal */
  constructor(connection: Connection, engine: Engine, openAnother: OpenAnother) {
    this.#connection = connection;
    this.#engine = engine;
    this.#openAnother = openAnother;
    connections.set(this, connection);
    printsItself(this);
  }

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

  get state(): 'connecting' | 'open' | 'closing' | 'closed' {
    return this.#connection.state;
  }

  /** The server's answer to the upgrade. */
  get handshake(): Handshake {
    return this.#connection.handshake as Handshake;
  }

  /** The decoded messages that were received, oldest first. */
  get messages(): Incoming[] {
    const messages = this.#values(this.#connection.log.received);
    messageLists.add(messages);
    return messages;
  }

  /** The decoded messages that no expectation has matched or skipped, oldest first. */
  get unread(): Incoming[] {
    return this.#values(this.#connection.log.unread);
  }

  /** Everything that happened on the connection, both ways, in order. */
  get transcript(): Entry<Incoming, Outgoing>[] {
    const { realm } = this.#engine;
    return realm.list(this.#connection.log.entries, (entry) => {
      const { kind, ...rest } = entry;
      const copy = Object.assign(new realm.Object(), { kind }, rest) as unknown as Record<string, unknown>;
      if (kind === 'message') copy.value = handedOut(entry);
      if ('payload' in copy) copy.payload = copyOf(copy.payload);
      delete copy.reader;
      delete copy.acknowledges;
      return copy as unknown as Entry<Incoming, Outgoing>;
    });
  }

  /**
   * Sends a message at once.
   * @throws if the codec cannot encode it, or the connection is not open.
   */
  send(message: Outgoing): void {
    this.#guard(this.send, () => this.#connection.send(message));
  }

  /**
   * Sends data as it is, without the codec: something broken, a fragment, a frame of another kind.
   * @throws if the connection is not open.
   */
  sendRaw(data: string | Uint8Array, frame: FrameOptions = {}): void {
    this.#guard(this.sendRaw, () => {
      const payload = typeof data === 'string' ? data : bytesOf(data);
      checkOptions(frame, frameChecks, 'sendRaw()');
      if (payload === undefined) throw new UsageError(`sendRaw() sends text or bytes, not ${show(data)}.`);
      this.#connection.sendRaw(payload, frame);
    });
  }

  /**
   * Waits for an unread message that matches, skips those before it, and resolves to it (with a schema, to its output).
   * Rejects if no such message arrives.
   */
  receive<Output>(expected: StandardSchema<Output>, options?: ReceiveOptions): Promise<Output>;
  receive<Narrowed extends Incoming>(
    expected: (message: Incoming) => message is Narrowed,
    options?: ReceiveOptions,
  ): Promise<Narrowed>;
  receive<const Expected extends Pattern<Incoming>>(
    expected: Matching<Incoming, Expected>,
    options?: ReceiveOptions,
  ): Promise<Matched<Incoming, Expected>>;
  receive(expected?: ExpectedMessage<Incoming>, options?: ReceiveOptions): Promise<Incoming>;
  receive(expected?: unknown, options: ReceiveOptions = {}): Promise<unknown> {
    return ask(this.#asking('receive', this.receive), expected, options);
  }

  /**
   * Sends a message and resolves to the reply: the first unread message that matches, however many others arrive before
   * it. Those stay unread.
   */
  request<Output>(message: Outgoing, reply: StandardSchema<Output>, options?: ReceiveOptions): Promise<Output>;
  request<Narrowed extends Incoming>(
    message: Outgoing,
    reply: (message: Incoming) => message is Narrowed,
    options?: ReceiveOptions,
  ): Promise<Narrowed>;
  request<const Expected extends Pattern<Incoming>>(
    message: Outgoing,
    reply: Matching<Incoming, Expected>,
    options?: ReceiveOptions,
  ): Promise<Matched<Incoming, Expected>>;
  request(message: Outgoing, reply?: ExpectedMessage<Incoming>, options?: ReceiveOptions): Promise<Incoming>;
  request(message: Outgoing, reply?: unknown, options: ReceiveOptions = {}): Promise<unknown> {
    const begin = () => this.#connection.send(message);
    return ask(this.#asking('request', this.request), reply, options, { begin, requirement: replyRequirement });
  }

  /**
   * Answers every message that matches, such as heartbeats, among the unread ones and from now on, with a value or a
   * function of the message. Such messages no longer count as unread. Returns a function that stops it.
   */
  respond(
    trigger: ExpectedMessage<Incoming>,
    reply: (message: Incoming) => Outgoing | Promise<Outgoing>,
    options?: RespondOptions,
  ): () => void;
  respond(trigger: ExpectedMessage<Incoming>, reply: Outgoing, options?: RespondOptions): () => void;
  respond(trigger: unknown, reply: unknown, options?: RespondOptions): () => void {
    return this.#guard(this.respond, () => respond(this.#asking('respond', this.respond), trigger, reply, options));
  }

  /** Messages that match, among the unread ones and from now on, are recorded but never unread. Returns a function that stops it. */
  ignore(expected: ExpectedMessage<Incoming>): () => void;
  ignore(expected: unknown, ...more: unknown[]): () => void {
    return this.#guard(this.ignore, () => {
      refuseMore(more, 'ignore()', 1);
      return ignore(this.#asking('ignore', this.ignore), expected);
    });
  }

  /**
   * The first message that matches, among the unread ones or from now on, ends every wait of the test and fails it.
   * Returns a function that lifts the rule.
   */
  never(expected: ExpectedMessage<Incoming>): () => void;
  never(expected: unknown, ...more: unknown[]): () => void {
    return this.#guard(this.never, () => {
      refuseMore(more, 'never()', 1);
      return never(this.#asking('never', this.never), expected);
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
   * @param data At most 125 bytes. Defaults to a unique number.
   * @throws if the data is longer.
   */
  ping(data?: string, options: WaitOptions = {}): Promise<number> {
    const { realm, host } = this.#engine;
    const location = new CallLocation(this.ping);
    this.#guard(this.ping, () => {
      checkPing(data);
      checkOptions(options, waitChecks, 'ping()');
    });
    const caller = host.caller();
    const call = { name: 'ping()', location };
    if (isOver(caller)) return begun(this.#engine, caller, call, 0, () => {});
    const timeout = waitTime(options.timeout ?? this.#connection.timeout, caller);
    const began = performance.now();
    return toBeAwaited(this.#engine, caller, call, (resolve, reject) => {
      void this.#connection.roundTrip(timeout, data).then((answered) => {
        const after = performance.now() - began;
        if (answered) resolve(after);
        else reject(errorAt(realm, location, `${this.#connection.name} got no pong: ${this.#connection.whyNoPong(after)}.`));
      });
    });
  }

  /**
   * Does the closing handshake (RFC 6455 §7.1.2) and resolves when the connection is gone. If the server does not answer
   * within the client's timeout, the connection is cut and the promise rejects. If it has answered, or closed first, but
   * keeps the TCP connection, that is cut quietly.
   * @param code 1000–1003, 1007–1014 or 3000–4999 (RFC 6455 §7.4). Defaults to 1000.
   * @param reason At most 123 bytes.
   */
  close(code = 1000, reason = ''): Promise<void> {
    const { realm, grace, host } = this.#engine;
    const location = new CallLocation(this.close);
    this.#guard(this.close, () => checkClose(code, reason));
    return new realm.Promise((resolve, reject) => {
      this.#connection.close(code, reason);
      void this.#connection.ended(waitTime(this.#connection.timeout, host.caller()), grace).then((answered) => {
        if (answered) return resolve();
        const message = `${this.#connection.name} was cut: the server did not answer its close frame (${code}) in time.`;
        reject(errorAt(realm, location, message));
      });
    });
  }

  /**
   * Opens another client like this one: with the same target (not where a redirect has led), the same options and name. It
   * belongs to the test, hook or describe block that calls this; this client stays as it is, open or closed.
   * @param options Added to those of this client; null and undefined remove a header or parameter.
   * @throws (rejects) as `connect()` does.
   */
  reconnect(options: ConnectOptions<Incoming, Outgoing> = {}): Promise<WebSocketClient<Incoming, Outgoing>> {
    const caller = this.#engine.host.caller();
    return toBeAwaited(
      this.#engine,
      caller,
      { name: 'reconnect()', location: new CallLocation(this.reconnect) },
      (resolve, reject) => {
        this.#openAnother(caller, options).then(resolve, reject);
      },
    );
  }

  /** Cuts the connection without a close frame, as a crash of the client would. */
  terminate(): void {
    this.#connection.terminate();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  toString(): string {
    const { log } = this.#connection;
    const received = `${log.receivedCount} received`;
    return `[${this.#connection.name} ${this.url} ${this.state}, ${received}, ${log.unread.length} unread]`;
  }

  [inspect.custom](): string {
    return this.toString();
  }

  #values(messages: readonly { readonly value: unknown }[]): Incoming[] {
    return this.#engine.realm.list(messages, (message) => handedOut(message) as Incoming);
  }

  #asking(name: string, callee: Callee): Asking {
    const engine = this.#engine;
    return { engine, connection: this.#connection, name, location: new CallLocation(callee), caller: engine.host.caller() };
  }

  #guard<T>(method: Callee, act: () => T): T {
    return guarded(this.#engine.realm, method, act);
  }
}

/** @throws {UsageError} when no ping frame can carry it. */
function checkPing(data: unknown = ''): void {
  if (typeof data !== 'string')
    throw new UsageError(`ping() takes its data first, as text: ping('data', { timeout }), not ${show(data)}.`);
  const bytes = Buffer.byteLength(data);
  if (bytes > 125) throw new UsageError(`A ping carries at most 125 bytes (RFC 6455 §5.5), not ${bytes}.`);
}

/** @throws {UsageError} when no close frame can say so. */
export function checkClose(code: number, reason: string): void {
  if (typeof reason !== 'string') throw new UsageError(`The reason of a close is text, not ${show(reason)}.`);
  if (!isCloseCode(code)) {
    throw new UsageError(`A close frame carries 1000–1003, 1007–1014 or 3000–4999 (RFC 6455 §7.4), not ${show(code)}.`);
  }
  if (Buffer.byteLength(reason) > 123) {
    throw new UsageError(`The reason of a close has at most 123 bytes (RFC 6455 §5.5), not ${Buffer.byteLength(reason)}.`);
  }
}

/** What may stand in a frame. A browser's script may say less (1000, and from 3000 on); the browser itself says 1001. */
function isCloseCode(code: number): boolean {
  if (!Number.isInteger(code)) return false;
  return (code >= 3000 && code <= 4999) || (code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code));
}
