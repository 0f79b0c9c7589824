import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Codec, CodecSession, Payload } from './codec';
import { ABNORMAL, describeEnding, type Ending } from './ending';
import { explain, type HandshakeFailure, refusal, silence } from './handshake-failure';
import { maskUrl } from './mask';
import { Mistake } from './mistake';
import { RoundTrips } from './round-trips';
import { oneLine, said, show, shownName } from './show';
import { Socket, type SocketEvents } from './socket';
import { type Limits, Stream } from './stream';
import type { Entry, ReceivedMessage } from './transcript';

/** The server's answer to the upgrade (RFC 6455 §4.2.2). */
export interface Handshake {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The subprotocol that the server chose, or `''`. */
  readonly protocol: string;
}

export interface ConnectionSettings {
  readonly name: string;
  readonly url: string;
  readonly protocols: string[];
  /** Options of the `ws` client. Not by its types: users have none of them. */
  readonly socket: Readonly<Record<string, unknown>>;
  readonly autoPong: boolean;
  readonly codec: Codec;
  readonly limits: Limits;
  /** How long the handshake and each expectation may take (ms). */
  readonly timeout: number;
}

/** How `sendRaw` frames its data (RFC 6455 §5.2). */
export interface FrameOptions {
  /** Whether the frame is binary. Defaults to whether the data is. */
  readonly binary?: boolean;
  /** Whether it is the last fragment of its message. Defaults to `true`. */
  readonly fin?: boolean;
  /** Whether it is compressed, where that was agreed on. Defaults to what was agreed. */
  readonly compress?: boolean;
  /** Whether it is masked; a server must refuse a frame that is not. Defaults to `true`. */
  readonly mask?: boolean;
}

const NORMAL = 1000;
/** How long the server may take to answer a close frame about a broken connection (ms). */
const FAULT_GRACE = 200;

/** One WebSocket connection, from its construction to the end of its socket. */
export class Connection {
  /** As it is shown. */
  readonly name: string;
  readonly timeout: number;
  readonly stream: Stream;
  /** Settles with the reason when the connection could not be opened. */
  readonly opened: Promise<HandshakeFailure | undefined>;
  /** Resolves when the socket is gone. */
  readonly gone: Promise<void>;
  readonly #settings: ConnectionSettings;
  readonly #socket: Socket;
  readonly #roundTrips: RoundTrips;
  #response: IncomingMessage | undefined;
  #session: CodecSession | undefined;
  #closing = false;
  #disposedAt = Number.POSITIVE_INFINITY;

  /** @param timeout How long the handshake may take, in ms: less when the test ends before. */
  constructor(settings: ConnectionSettings, timeout = settings.timeout) {
    this.#settings = settings;
    this.name = shownName(settings.name);
    this.timeout = settings.timeout;
    this.stream = new Stream(settings.limits);
    this.#roundTrips = new RoundTrips(this.stream, (payload) => this.#socket.ping(payload, undefined, () => {}));
    const opened = settleable<HandshakeFailure | undefined>();
    const gone = settleable<void>();
    this.opened = opened.promise;
    this.gone = gone.promise;
    // throws for what cannot be said in a handshake
    this.#socket = new Socket(
      settings.url,
      settings.protocols,
      settings.socket,
      this.#events(opened.settle, gone.settle, timeout),
    );
    const timer = setTimeout(() => this.#giveUp(silence(this.url, timeout), opened.settle), timeout);
    void this.opened.then(() => clearTimeout(timer));
  }

  /** The name as the user gave it: not to be shown. */
  get givenName(): string {
    return this.#settings.name;
  }

  /** The address as it is: not to be shown. */
  get address(): string {
    return this.#settings.url;
  }

  /** The address, its secrets masked. */
  get url(): string {
    return maskUrl(this.#settings.url);
  }

  /** Undefined until the server has answered. */
  get handshake(): Handshake | undefined {
    const { statusCode = 101, headers } = this.#response ?? {};
    return headers && { status: statusCode, headers, protocol: this.#socket.protocol };
  }

  get codecName(): string {
    return this.#settings.codec.name ?? 'custom';
  }

  /** How many bytes have come of a WebSocket message that is not whole. */
  get unfinished(): number {
    return this.#socket.unfinished;
  }

  get state(): 'connecting' | 'open' | 'closing' | 'closed' {
    if (this.stream.ending) return 'closed';
    if (this.#closing) return 'closing';
    return this.#session ? 'open' : 'connecting';
  }

  /**
   * Encodes and writes a message.
   * @param written Called when it has been handed to the operating system.
   * @param after The number of the received message that it answers. Defaults to the last one that was read.
   * @throws {Mistake} when it cannot be encoded, or the connection is not open.
   */
  send(message: unknown, written: (error?: Error) => void = () => {}, after?: number): void {
    if (!this.#session || this.state !== 'open') throw new Mistake(`${this.name} cannot send: ${this.#whyNotOpen()}`);
    let encoded: Payload | readonly Payload[];
    try {
      encoded = this.#session.encode(message);
    } catch (error) {
      throw new Mistake(`${this.name} cannot send ${show(message)} with the codec '${this.codecName}': ${said(error)}`);
    }
    const payloads = Array.isArray(encoded) ? (encoded as Payload[]) : [encoded as Payload];
    const valueOf = this.#session.sentValue?.bind(this.#session) ?? (() => message);
    payloads.forEach((payload, index) => {
      this.stream.send(payload, () => valueOf(payload, message), after);
      this.#write(payload, index === payloads.length - 1 ? written : undefined);
    });
  }

  /** What happened on it before its owner ended it. */
  get entriesOfTest(): readonly Entry[] {
    const { entries } = this.stream.transcript;
    if (!this.disposed) return entries;
    return entries.filter(({ at }) => at <= this.#disposedAt);
  }

  /** Whether its owner has ended it. */
  get disposed(): boolean {
    return this.#disposedAt !== Number.POSITIVE_INFINITY;
  }

  /** What came before its owner ended it, and nobody has read. */
  get unreadOfTest(): readonly ReceivedMessage[] {
    return this.stream.inbox.unread.filter(({ at }) => at <= this.#disposedAt);
  }

  /**
   * Writes a message, or a fragment of one, as it is, past the codec.
   * @throws {Mistake} when the connection is not open.
   */
  sendRaw(data: Payload, frame: FrameOptions): void {
    if (this.state !== 'open') throw new Mistake(`${this.name} cannot send: ${this.#whyNotOpen()}`);
    this.stream.send(data, () => data);
    this.#socket.send(data, { binary: typeof data !== 'string', ...frame }, () => {});
  }

  /** Begins the closing handshake. Returns at once. */
  close(code = NORMAL, reason = ''): void {
    if (this.state !== 'open') return;
    this.stream.endSeen = true;
    this.#closing = true;
    this.stream.note({ kind: 'close', direction: 'sent', at: performance.now(), code, reason });
    this.#socket.shut(code, reason);
  }

  /** Cuts the connection without a close frame. */
  terminate(): void {
    this.stream.endSeen = true;
    this.#closing = true;
    this.#cut('client');
    this.#socket.terminate();
  }

  /** Waits until the socket is gone, and cuts it after `patience` ms. Whether it went by itself. */
  async ended(patience: number): Promise<boolean> {
    let cut = false;
    const timer = setTimeout(() => {
      cut = true;
      this.terminate();
    }, patience);
    await this.gone;
    clearTimeout(timer);
    return !cut;
  }

  /** Closes with the handshake, and cuts when that takes longer than the grace (ms). */
  dispose(grace: number): Promise<boolean> {
    this.#disposedAt = Math.min(this.#disposedAt, performance.now());
    if (this.state === 'connecting') this.terminate();
    this.close();
    return this.ended(grace);
  }

  /** Sends a ping and waits for its pong, at most `patience` ms. Whether it came. */
  roundTrip(patience: number, data?: string): Promise<boolean> {
    return this.state === 'open' ? this.#roundTrips.begin(patience, data) : Promise.resolve(false);
  }

  /** Why a round trip that took so long (ms) did not succeed. */
  whyNoPong(after: number): string {
    const { ending } = this.stream;
    return ending ? describeEnding(ending) : `the server did not answer within ${Math.round(after)} ms`;
  }

  #whyNotOpen(): string {
    const { ending } = this.stream;
    if (ending) return `${describeEnding(ending)}.`;
    return this.state === 'closing' ? 'it is closing.' : 'it is not open yet.';
  }

  /** As bytes, which `ws` writes in one piece with their header; of a string it makes two. */
  #write(payload: Payload, written: (error?: Error) => void = () => {}): void {
    const binary = typeof payload !== 'string';
    this.#socket.send(binary ? payload : Buffer.from(payload), { binary }, written);
  }

  /** The end without a close frame. */
  #cut(by: Ending['by']): void {
    if (this.stream.ending) return;
    this.stream.note({ kind: 'close', direction: 'none', at: performance.now(), code: ABNORMAL, reason: '' });
    this.stream.end({ code: ABNORMAL, reason: '', by });
  }

  #giveUp(failure: HandshakeFailure, settle: (failure: HandshakeFailure) => void): void {
    settle(failure);
    this.stream.end({ code: ABNORMAL, reason: '', by: 'nobody', fault: failure.message });
    this.terminate();
  }

  #events(settleOpened: (failure?: HandshakeFailure) => void, settleGone: () => void, timeout: number): SocketEvents {
    const { stream } = this;
    return {
      upgrade: (response) => {
        this.#response = response;
      },
      refused: (response) => {
        void refusal(this.url, response, timeout).then((failure) => this.#giveUp(failure, settleOpened));
      },
      open: () => this.#open(settleOpened),
      message: (payload) => {
        const problem = this.#session && stream.receive(payload, this.#session);
        if (problem) this.#fail({ code: 'LIMIT_UNREAD', message: problem, name: 'Error' });
      },
      heartbeat: (kind, payload) => {
        stream.note({ kind, direction: 'received', at: performance.now(), payload });
        if (kind === 'pong') this.#roundTrips.pong(payload);
        else if (this.#settings.autoPong) this.#pong(payload);
      },
      closeFrame: (code, reason) => {
        stream.note({ kind: 'close', direction: 'received', at: performance.now(), code, reason });
        stream.end({ code, reason, by: this.#closing ? 'client' : 'server' });
      },
      fault: (error) => {
        if (this.#session) this.#fail(error);
        else this.#giveUp(explain(this.url, error), settleOpened);
      },
      gone: () => {
        this.#cut(this.#closing ? 'client' : 'nobody');
        if (!this.#session) settleOpened(explain(this.url, new Error('the socket was closed')));
        settleGone();
      },
    };
  }

  #open(settle: (failure?: HandshakeFailure) => void): void {
    const { protocol } = this.#socket;
    this.stream.note({ kind: 'open', at: performance.now() });
    const send = (payload: Payload) => {
      this.stream.send(payload, () => payload);
      this.#write(payload);
    };
    try {
      this.#session = this.#settings.codec.open({ protocol, send });
      settle();
    } catch (error) {
      this.#giveUp({ message: `The codec could not be opened for ${this.url}: ${said(error)}` }, settle);
    }
  }

  #pong(payload: Buffer): void {
    this.stream.note({ kind: 'pong', direction: 'sent', at: performance.now(), payload });
    this.#socket.pong(payload, undefined, () => {});
  }

  /** The open connection broke: nothing more comes, what has come stays. */
  #fail({ code, message }: NodeJS.ErrnoException): void {
    const fault = oneLine(code ? `${message} (${code})` : message);
    this.stream.note({ kind: 'error', at: performance.now(), code, message });
    this.stream.end({ code: ABNORMAL, reason: '', by: 'nobody', fault });
    const timer = setTimeout(() => this.terminate(), FAULT_GRACE);
    void this.gone.then(() => clearTimeout(timer));
  }
}

function settleable<T>(): { readonly promise: Promise<T>; settle(value?: T): void } {
  let settle: (value: T) => void = () => {};
  const promise = new Promise<T>((resolve) => {
    settle = resolve;
  });
  return { promise, settle: settle as (value?: T) => void };
}
