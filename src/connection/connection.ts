import type { IncomingHttpHeaders } from 'node:http';
import { type CheckedCodec, nameOfCodec, openSession, payloadOf } from '../codecs/checked-codec';
import type { Codec, Payload } from '../codecs/codec';
import { OneToOneCodec } from '../codecs/one-to-one-codec';
import { ExpectationQueue } from '../expectations/expectation-queue';
import { type Limits, Log } from '../log/log';
import type { Entry, ReceivedMessage } from '../log/transcript';
import { startTimer } from '../runtime/timer';
import { oneLine, said, shownName } from '../text/show';
import { UsageError } from '../text/usage-error';
import type { FrameOptions } from './connect-options';
import { encode } from './encode';
import { ABNORMAL, describeEnding, type Ending, EndSignal } from './ending';
import type { HandshakeFailure } from './handshake-failure';
import { Pongs } from './pongs';
import type { Route } from './redirect';
import { RoundTrips } from './round-trips';
import { Upgrade, type UsedEvents } from './upgrade';

/** The server's answer to the upgrade (RFC 6455 §4.2.2). */
export interface Handshake {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The subprotocol that the server chose, or `''`. */
  readonly protocol: string;
}

export interface ConnectionSettings {
  readonly name: string;
  readonly route: Route;
  /** How many redirects are followed. */
  readonly redirects: number;
  readonly autoPong: boolean;
  readonly codec: Codec | OneToOneCodec;
  readonly limits: Limits;
  /** How long the handshake and each expectation may take (ms); undefined for all that the test has. */
  readonly timeout: number | undefined;
}

const NORMAL = 1000;
/** How long the server may take to answer a close frame about a broken connection (ms). */
const FAULT_GRACE = 200;

/** One WebSocket connection, from its construction to the end of its socket. */
export class Connection {
  /** As it is shown. */
  readonly name: string;
  readonly codecName: string;
  /** The built-in codec; undefined for one of the user's. */
  readonly codec: OneToOneCodec | undefined;
  /** How long each expectation may take (ms); undefined for all that the test has. */
  readonly timeout: number | undefined;
  /** Everything that came and went on it. */
  readonly log: Log;
  /** What is expected of the messages that come. */
  readonly expectations: ExpectationQueue;
  /** Whether the test knows of the end: it has closed the connection itself, or has waited for its end. */
  endSeen = false;
  /** Whether the server has let a ping wait too long to be asked by another one before it answers. */
  isMute = false;
  readonly #end = new EndSignal();
  /** Settles with the reason when the connection could not be opened. */
  readonly opened: Promise<HandshakeFailure | undefined>;
  /** Resolves when the socket is gone. */
  readonly gone: Promise<void>;
  readonly #settings: ConnectionSettings;
  readonly #upgrade: Upgrade;
  readonly #roundTrips: RoundTrips;
  readonly #pongs = new Pongs((payload, written) => this.#pong(payload, written));
  #session: CheckedCodec | undefined;
  #closing = false;
  /** Set where it was open until its owner ended. */
  #whenDisposed: string | undefined;
  #disposedAt = Number.POSITIVE_INFINITY;

  /** @param timeout How long the handshake may take, in ms. */
  constructor(settings: ConnectionSettings, timeout: number) {
    this.#settings = settings;
    this.name = shownName(settings.name);
    this.codecName = nameOfCodec(settings.codec);
    this.codec = settings.codec instanceof OneToOneCodec ? settings.codec : undefined;
    this.timeout = settings.timeout;
    this.log = new Log(settings.limits);
    this.expectations = new ExpectationQueue(this.log);
    this.#end.whenSet(() => this.expectations.end());
    this.#roundTrips = new RoundTrips(this.log, this.#end, (payload) => this.#upgrade.socket.ping(payload, undefined, () => {}));
    const { promise, resolve } = deferred();
    this.gone = promise;
    const { route, redirects } = settings;
    this.#upgrade = new Upgrade(route, redirects, timeout, this.#events(resolve), (reason) => this.#giveUp(reason));
    this.opened = this.#upgrade.done;
  }

  /** The name as the user gave it: not to be shown. */
  get givenName(): string {
    return this.#settings.name;
  }

  /** The address as it is: not to be shown. */
  get address(): string {
    return this.#upgrade.address;
  }

  /** The address, its secrets masked. */
  get url(): string {
    return this.#upgrade.url;
  }

  /** Undefined until the server has answered. */
  get handshake(): Handshake | undefined {
    const { answer, socket } = this.#upgrade;
    return answer && { ...answer, protocol: socket.protocol };
  }

  /** Set when no message will come any more. */
  get ending(): Ending | undefined {
    return this.#end.ending;
  }

  /** Calls back at the end, at once if it was already. Returns what takes the callback back. */
  whenEnded(callback: (ending: Ending) => void): () => void {
    return this.#end.whenSet(callback);
  }

  /** How many bytes have come of a WebSocket message that is not whole. */
  get unfinished(): number {
    return this.#upgrade.socket.unfinished;
  }

  get state(): 'connecting' | 'open' | 'closing' | 'closed' {
    if (this.ending) return 'closed';
    if (this.#closing) return 'closing';
    return this.#session ? 'open' : 'connecting';
  }

  /**
   * Encodes and writes a message.
   * @param written Called when it has been handed to the operating system.
   * @param after The number of the received message that it answers. Defaults to the last one that was read.
   * @throws {UsageError} when it cannot be encoded, or the connection is not open.
   */
  send(message: unknown, written: (error?: Error) => void = () => {}, after?: number): void {
    if (!this.#session || this.state !== 'open') throw this.#notOpen();
    const encoded = encode(message, this.#session, this);
    this.log.send(encoded, after);
    encoded.forEach(({ payload }, index) => {
      this.#write(payload, index === encoded.length - 1 ? written : undefined);
    });
    if (encoded.length === 0) queueMicrotask(written); // the codec sends it later, or not at all
  }

  /** What happened on it before its owner ended it. */
  get entriesOfTest(): readonly Entry[] {
    const { entries } = this.log;
    if (!this.disposed) return entries;
    return entries.filter(({ at }) => at <= this.#disposedAt);
  }

  /** Whether its owner has ended it. */
  get disposed(): boolean {
    return this.#disposedAt !== Number.POSITIVE_INFINITY;
  }

  /** Whether the client itself closes it, or has closed it. */
  get left(): boolean {
    const { ending } = this;
    return ending ? ending.by === 'client' : this.#closing;
  }

  /** What came before its owner ended it, and nobody has read. */
  get unreadOfTest(): readonly ReceivedMessage[] {
    return this.log.unread.filter(({ at }) => at <= this.#disposedAt);
  }

  /**
   * Writes a message, or a fragment of one, as it is, past the codec.
   * @throws {UsageError} when the connection is not open.
   */
  sendRaw(data: Payload, frame: FrameOptions): void {
    if (this.state !== 'open') throw this.#notOpen();
    const payload = typeof data === 'string' ? data : Buffer.from(data); // whatever the user does to it afterwards
    this.log.send([{ payload, valueOf: () => payload }]);
    this.#upgrade.socket.send(data, { binary: typeof data !== 'string', ...frame }, () => {});
  }

  /** Begins the closing handshake. Returns at once. */
  close(code = NORMAL, reason = ''): void {
    if (this.state !== 'open') return;
    this.endSeen = true;
    this.#closing = true;
    this.log.note({ kind: 'close', direction: 'sent', at: performance.now(), code, reason });
    this.#upgrade.socket.shut(code, reason);
  }

  /** Cuts the connection without a close frame, as the test asks. */
  terminate(): void {
    this.endSeen = true;
    this.#drop();
  }

  #drop(): void {
    this.#closing = true;
    this.#cut('client');
    this.#upgrade.socket.terminate();
  }

  /**
   * Waits until the socket is gone, and cuts it after `waitTime` ms; a server that has said its last word may keep the
   * socket for `grace` ms. Whether that word came, or the socket went by itself.
   */
  async ended(waitTime: number, grace = waitTime): Promise<boolean> {
    let answered = true;
    const cut = () => {
      answered &&= this.ending !== undefined;
      this.#drop();
    };
    let stop = startTimer(waitTime, cut);
    const forget = this.whenEnded(() => {
      stop();
      stop = startTimer(Math.min(waitTime, grace), cut);
    });
    await this.gone;
    forget();
    stop();
    return answered;
  }

  /**
   * Closes with the handshake, and cuts when that takes longer than the grace (ms).
   * @param when As it is said of a connection that was open.
   */
  dispose(grace: number, when?: string): Promise<boolean> {
    if (!this.#closing && !this.ending) this.#whenDisposed = when;
    this.#disposedAt = Math.min(this.#disposedAt, performance.now());
    if (this.state === 'connecting') this.#drop();
    this.close();
    return this.ended(grace);
  }

  /** Sends a ping and waits for its pong, at most `waitTime` ms. Whether it came. */
  roundTrip(waitTime: number, data?: string): Promise<boolean> {
    return this.state === 'open' ? this.#roundTrips.begin(waitTime, data) : Promise.resolve(false);
  }

  /** Why a round trip that took so long (ms) did not succeed. */
  whyNoPong(after: number): string {
    const { ending } = this;
    return ending ? describeEnding(ending) : `the server did not answer within ${Math.round(after)} ms`;
  }

  #notOpen(): UsageError {
    const { ending } = this;
    let why = this.state === 'closing' ? 'it is closing' : 'it is not open yet';
    if (this.#whenDisposed !== undefined) why = `it was closed ${this.#whenDisposed}`;
    if (ending) why = describeEnding(ending);
    return new UsageError(`${this.name} cannot send: ${why}.`);
  }

  /** As bytes, which `ws` writes in one piece with their header; of a string it makes two. */
  #write(payload: Payload, written: (error?: Error) => void = () => {}): void {
    const binary = typeof payload !== 'string';
    this.#upgrade.socket.send(binary ? payload : Buffer.from(payload), { binary }, written);
  }

  /** The end without a close frame. */
  #cut(by: Ending['by']): void {
    if (this.ending) return;
    this.log.note({ kind: 'close', direction: 'none', at: performance.now(), code: ABNORMAL, reason: '' });
    this.#end.set({ code: ABNORMAL, reason: '', by, when: this.#whenDisposed });
  }

  #giveUp(reason: string): void {
    this.#end.set({ code: ABNORMAL, reason: '', by: 'nobody', fault: reason });
    this.#drop();
  }

  #events(gone: () => void): UsedEvents {
    const { log } = this;
    return {
      open: () => this.#open(),
      message: (payload) => {
        if (!this.#session || this.ending) return;
        const problem = log.receive(payload, this.#session, this.expectations);
        if (problem) this.#fail({ code: 'LIMIT_UNREAD', message: problem, name: 'Error' });
      },
      heartbeat: (kind, payload) => {
        log.note({ kind, direction: 'received', at: performance.now(), payload });
        if (kind === 'pong') {
          this.isMute = false;
          this.#roundTrips.pong(payload);
        } else if (this.#settings.autoPong) this.#pongs.answer(payload);
      },
      closeFrame: (code, reason) => {
        log.note({ kind: 'close', direction: 'received', at: performance.now(), code, reason });
        this.#end.set({ code, reason, by: this.#closing ? 'client' : 'server', when: this.#whenDisposed });
      },
      fault: (error) => this.#fail(error),
      gone: () => {
        this.#cut('nobody');
        gone();
      },
    };
  }

  #open(): void {
    const { protocol } = this.#upgrade.socket;
    this.log.note({ kind: 'open', at: performance.now() });
    const send = (given: string | Uint8Array) => {
      const payload = payloadOf(given, 'send() of the codec was given');
      if (this.#closing || this.ending) return; // it would never leave
      this.log.sendOfCodec(payload);
      this.#write(payload);
    };
    try {
      this.#session = openSession(this.#settings.codec, { protocol, send });
      this.#upgrade.accept();
    } catch (error) {
      this.#upgrade.fail({ message: `The codec could not be opened for ${this.url}: ${said(error)}` });
    }
  }

  #pong(payload: Buffer, written: () => void): void {
    if (this.ending) return;
    this.log.note({ kind: 'pong', direction: 'sent', at: performance.now(), payload });
    this.#upgrade.socket.pong(payload, undefined, written);
  }

  /** The open connection broke: nothing more comes, what has come stays. */
  #fail({ code, message }: NodeJS.ErrnoException): void {
    const fault = oneLine(code ? `${message} (${code})` : message);
    this.log.note({ kind: 'error', at: performance.now(), code, message });
    this.#end.set({ code: ABNORMAL, reason: '', by: 'nobody', fault });
    const timer = setTimeout(() => this.#drop(), FAULT_GRACE);
    void this.gone.then(() => clearTimeout(timer));
  }
}

function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
