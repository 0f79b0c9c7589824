import type { IncomingHttpHeaders } from 'node:http';
import type { Codec } from '../codecs/codec';
import type { CodecProfile } from '../codecs/codec-profile';
import { OneToOneCodec } from '../codecs/one-to-one-codec';
import { ExpectationQueue } from '../expectations/expectation-queue';
import { type Limits, Log } from '../log/log';
import type { NetworkChange, ReceivedMessage, TranscriptEntry } from '../log/transcript';
import { said, shownName } from '../text/show';
import { Closing } from './closing';
import type { NetworkOptions } from './connect-options';
import type { ContractWatch, WatchContract } from './contract-watch';
import { describeEnding, type Ending } from './ending';
import type { HandshakeFailure } from './handshake-failure';
import { Heartbeats } from './heartbeats';
import type { LineOfCodec } from './line-of-codec';
import { Network } from './network';
import { OpenCodec } from './open-codec';
import type { Route } from './redirect';
import { Sending } from './sending';
import { Upgrade, type UsedEvents } from './upgrade';

/** The server's answer to the upgrade (RFC 6455 §4.2.2). */
export interface Handshake {
  /** The HTTP status: 101. */
  readonly status: number;
  /** By their names in lower case. */
  readonly headers: IncomingHttpHeaders;
  /** The subprotocol that the server chose, or `''`. */
  readonly protocol: string;
}

export interface ConnectionSettings {
  readonly name: string;
  readonly route: Route;
  /** How many redirects are followed. */
  readonly redirects: number;
  /** How long to try again while the server is not there (ms). */
  readonly waitForServer: number;
  readonly autoPong: boolean;
  readonly codec: Codec | OneToOneCodec;
  readonly profile: CodecProfile;
  readonly limits: Limits;
  /** The contract that its messages must conform to, if it has one. */
  readonly contract: WatchContract | undefined;
  /** Set if it goes through a network that the test controls. */
  readonly network: NetworkOptions | undefined;
  /** How long the handshake and each expectation may take (ms); undefined for all the time that the test has. */
  readonly timeout: number | undefined;
}

const NORMAL = 1000;

/** One WebSocket connection, from its construction to the end of its socket. */
export class Connection {
  /** The name as it is shown. */
  readonly name: string;
  readonly codecName: string;
  /** The built-in codec; undefined for one of the user's. */
  readonly codec: OneToOneCodec | undefined;
  /** How long each expectation may take (ms); undefined for all the time that the test has. */
  readonly timeout: number | undefined;
  /** Everything that came and went on it. */
  readonly log: Log;
  /** What is expected of the messages that come. */
  readonly expectations: ExpectationQueue;
  /** Whether it has ended, or ends, and how. */
  readonly closing: Closing;
  /** @internal */
  readonly sending: Sending;
  readonly heartbeats: Heartbeats;
  /** Judges its messages, if it has a contract. */
  readonly contract: ContractWatch | undefined;
  /** The network that it goes through, if the test controls one. */
  readonly network: Network | undefined;
  /** Settles when the handshake is done; with the reason if it failed. */
  readonly opened: Promise<HandshakeFailure | undefined>;
  readonly #settings: ConnectionSettings;
  readonly #upgrade: Upgrade;
  readonly #codec: OpenCodec;

  /**
   * @param timeout How long the handshake may take, in ms.
   * @param latest When the test's own timer is due, on the clock of `performance.now()`.
   */
  constructor(settings: ConnectionSettings, timeout: number, latest?: number) {
    this.#settings = settings;
    this.name = shownName(settings.name);
    this.codecName = settings.profile.name;
    this.codec = settings.codec instanceof OneToOneCodec ? settings.codec : undefined;
    this.timeout = settings.timeout;
    this.log = new Log(settings.limits);
    this.expectations = new ExpectationQueue(this.log);
    this.#codec = new OpenCodec(settings.codec, settings.profile, () => this.#line());
    this.closing = new Closing(this.log, () => this.#upgrade, settings.profile.closeCodes);
    this.whenEnded(() => this.expectations.end());
    const socket = () => this.#upgrade.socket;
    const { name, codecName, log, closing } = this;
    this.contract = settings.contract?.(log, () => this.#codec.session?.again);
    this.sending = new Sending({ name, codecName, log, codec: this.#codec, closing, contract: this.contract, socket });
    this.heartbeats = new Heartbeats({ log, closing, socket }, settings.autoPong);
    if (this.contract) this.whenEnded((ending) => this.contract?.ended(ending));
    const { route, redirects, waitForServer, network } = settings;
    this.network = network && new Network(network, (change, value) => this.#networkChanged(change, value));
    const failed = (reason: string) => this.closing.giveUp(reason);
    const way = { route, redirects, timeout, latest, waitForServer, network: this.network };
    this.#upgrade = new Upgrade(way, this.#events(), failed);
    this.opened = this.#upgrade.done.then((failure) => failure ?? this.#codec.ready);
  }

  /** The name as the user gave it: to be shown, use `name`. */
  get givenName(): string {
    return this.#settings.name;
  }

  /** The paths of values that differ from run to run, as the codec says. */
  get volatile(): readonly string[] {
    return this.#settings.profile.volatile ?? [];
  }

  /** The URL with its secrets: to be shown, use `url`. */
  get address(): string {
    return this.#upgrade.address;
  }

  /** The URL, its secrets masked. */
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
    return this.closing.ending;
  }

  /** Calls back at the end; at once if it has come. Returns a function that removes the callback. */
  whenEnded(callback: (ending: Ending) => void): () => void {
    return this.closing.whenEnded(callback);
  }

  /** Resolves when the socket is gone, and nothing is left of its network. */
  get gone(): Promise<void> {
    return this.closing.gone.then(() => this.network?.over);
  }

  /** By how much the simulated network delays a round trip (ms). */
  get delay(): number {
    return this.network?.delay ?? 0;
  }

  /** Why nothing can reach it because of what the test did, for a sentence about a client; undefined if something can. */
  get whyCutOff(): string | undefined {
    if (this.#upgrade.socket.isPaused) return 'it does not read, since pause()';
    return this.network?.isDark ? 'its network is a black hole, since blackhole()' : undefined;
  }

  /** How many bytes have come of a WebSocket message that is not whole. */
  get unfinished(): number {
    return this.#upgrade.socket.unfinished;
  }

  /** Whether a message may fail the test, so that those on their way must be awaited before it passes. */
  get forbids(): boolean {
    return this.contract !== undefined || this.expectations.forbids;
  }

  get state(): 'connecting' | 'open' | 'closing' | 'closed' {
    if (this.ending) return 'closed';
    if (this.closing.begun) return 'closing';
    return this.#codec.isReady ? 'open' : 'connecting';
  }

  /** The events before its owner ended it. */
  get entriesOfTest(): readonly TranscriptEntry[] {
    const { entries } = this.log;
    if (!this.closing.isDisposed) return entries;
    return entries.filter(({ at }) => at <= this.closing.disposedAt);
  }

  /** The unread messages that came before its owner ended it, without those that the test means to break the contract. */
  get unreadOfTest(): readonly ReceivedMessage[] {
    const isMeant = (message: ReceivedMessage) => this.contract?.breaches.of(message)?.isMeant === true;
    return this.log.unread.filter((message) => message.at <= this.closing.disposedAt && !isMeant(message));
  }

  /** Begins the closing handshake. Returns at once. */
  close(code = NORMAL, reason = ''): void {
    if (this.state === 'open') {
      this.#codec.sayGoodbye();
      this.closing.begin(code, reason);
    }
    this.resume(); // else the server's answer would not be read
  }

  /**
   * Stops reading.
   * @throws {UsageError} when the connection is not open.
   */
  pause(): void {
    if (this.state !== 'open') throw this.sending.cannot('pause');
    const { socket } = this.#upgrade;
    if (!socket.isPaused) this.#networkChanged('pause');
    socket.pause();
  }

  /** Reads again. */
  resume(): void {
    const { socket } = this.#upgrade;
    if (!socket.isPaused) return;
    if (!this.closing.isDisposed) this.#networkChanged('resume');
    socket.resume();
  }

  /** Cuts the connection without a close frame, as the test asks. */
  terminate(): void {
    this.closing.terminate();
  }

  /**
   * Waits until the socket is gone, and cuts it after `waitTime` ms. A server that has sent its close frame may keep the
   * socket for `grace` ms. Resolves to whether that frame came, or the socket went by itself.
   */
  ended(waitTime: number, grace = waitTime): Promise<boolean> {
    return this.closing.done(waitTime, grace);
  }

  /**
   * Closes by the closing handshake, and cuts the connection if that takes longer than the grace (ms).
   * @param when Says in a failure when the owner of an open connection ended: `at the end of the test "rob leaves"`.
   */
  async dispose(grace: number, when?: string): Promise<void> {
    this.closing.ownerEnds(when);
    if (this.state === 'connecting' || this.network?.isDark) this.closing.drop();
    this.network?.calm();
    this.close();
    await this.ended(grace);
    await this.network?.end();
  }

  /**
   * Sends a ping and waits for its pong, at most `waitTime` ms. Resolves to whether it came.
   * @param latest When the test's own timer is due, on the clock of `performance.now()`.
   */
  roundTrip(waitTime: number, data?: string, latest?: number): Promise<boolean> {
    return this.state === 'open' ? this.heartbeats.roundTrip(waitTime, data, latest) : Promise.resolve(false);
  }

  /** Why no pong came within `after` ms. */
  whyNoPong(after: number): string {
    const { ending } = this;
    if (ending) return describeEnding(ending);
    return this.whyCutOff ?? `the server did not answer within ${Math.round(after)} ms`;
  }

  #events(): UsedEvents {
    const { log } = this;
    return {
      open: () => this.#open(),
      message: (payload) => {
        const { session } = this.#codec;
        if (!session || this.ending) return;
        const problem = log.receive(payload, session, this.expectations);
        if (problem) this.closing.fail({ code: 'LIMIT_UNREAD', message: problem, name: 'Error' });
      },
      heartbeat: (kind, payload) => this.heartbeats.came(kind, payload),
      closeFrame: (code, reason) => this.closing.frameCame(code, reason),
      fault: (error) => this.closing.fail(error),
      gone: () => {
        this.closing.socketGone();
        this.network?.abandon();
      },
    };
  }

  /** What a user's codec may do with the connection. */
  #line(): LineOfCodec {
    return {
      log: this.log,
      url: () => this.url,
      canSend: () => this.sending.canSend,
      timeLeft: () => this.#upgrade.timeLeft,
      write: (payload) => this.sending.write(payload),
      send: (message) => this.sending.send(message),
      whenEnded: (callback) => this.whenEnded(callback),
      fail: (message) => this.closing.fail({ message, name: 'Error' }),
      close: () => this.closing.begin(NORMAL, ''),
      // later, as for a close frame: the code that waits for the messages before it runs first
      ended: (reason) => this.#upgrade.socket.tellLater(() => this.closing.endedInProtocol(NORMAL, reason)),
    };
  }

  #networkChanged(change: NetworkChange, value?: number): void {
    this.log.note({ kind: 'network', at: performance.now(), change, value });
  }

  #open(): void {
    const { protocol } = this.#upgrade.socket;
    this.log.note({ kind: 'open', at: performance.now() });
    try {
      this.#codec.open(protocol);
      this.#upgrade.accept();
    } catch (error) {
      this.#upgrade.fail({ message: `The codec could not be opened for ${this.url}: ${said(error)}` });
    }
  }
}
