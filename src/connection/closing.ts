import type { Log } from '../log/log';
import { startTimer } from '../runtime/timer';
import { oneLine } from '../text/show';
import { ABNORMAL, describeEnding, type Ending } from './ending';

/** The part of a socket that is used to end it. */
interface Closable {
  shut(code: number, reason: string): void;
  terminate(): void;
}

/** How long the server may take to answer a close frame about a broken connection (ms). */
const FAULT_GRACE = 200;

/** The end of one connection: by the closing handshake (RFC 6455 §7), by a cut, or because it broke. */
export class Closing {
  /** Whether the test knows of the end, since it has closed the connection, or has asked or waited for its end. */
  seen = false;
  /** Resolves when the socket is gone. */
  readonly gone: Promise<void>;
  readonly #log: Log;
  readonly #socket: () => Closable;
  readonly #words: Readonly<Record<number, string>>;
  readonly #whenEnded = new Set<(ending: Ending) => void>();
  #ending: Ending | undefined;
  #begun = false;
  #resolveGone = () => {};
  /** `at the end of the test "rob leaves"`, if it was open until its owner ended. */
  #whenDisposed: string | undefined;
  #disposedAt = Number.POSITIVE_INFINITY;

  /** @param words What close codes mean. */
  constructor(log: Log, socket: () => Closable, words: Readonly<Record<number, string>> = {}) {
    this.#log = log;
    this.#socket = socket;
    this.#words = words;
    this.gone = new Promise((resolve) => {
      this.#resolveGone = resolve;
    });
  }

  /** Whether the client has begun to close it, or has cut it. */
  get begun(): boolean {
    return this.#begun;
  }

  /** Set when no message will come any more. */
  get ending(): Ending | undefined {
    return this.#ending;
  }

  /** Calls back at the end; at once if it has come. Returns a function that removes the callback. */
  whenEnded(callback: (ending: Ending) => void): () => void {
    if (this.#ending) callback(this.#ending);
    else this.#whenEnded.add(callback);
    return () => this.#whenEnded.delete(callback);
  }

  /** Only the first ending counts. */
  #end(ending: Ending): void {
    if (this.#ending) return;
    this.#ending = ending;
    for (const callback of this.#whenEnded) callback(ending);
    this.#whenEnded.clear();
  }

  /** When its owner has ended, on the clock of `performance.now()`; `Infinity` as long as it has not. */
  get disposedAt(): number {
    return this.#disposedAt;
  }

  get isDisposed(): boolean {
    return this.#disposedAt !== Number.POSITIVE_INFINITY;
  }

  /** Whether the client itself closes it, or has closed it. */
  get isByClient(): boolean {
    return this.#ending ? this.#ending.by === 'client' : this.#begun;
  }

  /** To be called when the test asks whether it has ended. */
  look(): void {
    this.seen ||= this.#ending !== undefined;
  }

  /** Its owner ends. If the connection is open, failures say `when` that was: `at the end of the test "rob leaves"`. */
  ownerEnds(when: string | undefined): void {
    if (!this.#begun && !this.#ending) this.#whenDisposed = when;
    this.#disposedAt = Math.min(this.#disposedAt, performance.now());
  }

  /** Why nothing can be sent any more, for a sentence about a client; undefined if it is neither closing nor over. */
  get why(): string | undefined {
    if (this.#ending) return describeEnding(this.#ending);
    if (this.#whenDisposed !== undefined) return `it was closed ${this.#whenDisposed}`;
    return this.#begun ? 'it is closing' : undefined;
  }

  /** Begins the closing handshake. */
  begin(code: number, reason: string): void {
    this.seen = true;
    this.#shut(code, reason);
  }

  #shut(code: number, reason: string): void {
    this.#begun = true;
    this.#log.note({ kind: 'close', direction: 'sent', at: performance.now(), code, reason, ...this.#wordOf(code) });
    this.#socket().shut(code, reason);
  }

  /** Cuts the connection without a close frame, as the test asks. */
  terminate(): void {
    this.seen = true;
    this.drop();
  }

  /** Cuts what is left of the connection. */
  drop(): void {
    this.#begun = true;
    this.#cut('client');
    this.#socket().terminate();
  }

  /** The server's close frame has come. */
  frameCame(code: number, reason: string): void {
    const word = this.#wordOf(code);
    this.#log.note({ kind: 'close', direction: 'received', at: performance.now(), code, reason, ...word });
    this.#end({ code, reason, ...word, by: this.#begun ? 'client' : 'server', when: this.#whenDisposed });
  }

  /** The server has ended the conversation in the codec's protocol: all waits end, and the client closes. */
  endedInProtocol(code: number, reason: string): void {
    if (this.#ending) return;
    this.#end({ code, reason, by: 'server', inProtocol: true });
    if (!this.#begun) this.#shut(code, '');
  }

  #wordOf(code: number): { readonly word?: string } {
    const word = Object.hasOwn(this.#words, code) ? this.#words[code] : undefined;
    return word === undefined ? {} : { word };
  }

  socketGone(): void {
    this.#cut('nobody');
    this.#resolveGone();
  }

  /** It ends without a close frame. */
  #cut(by: Ending['by']): void {
    if (this.#ending) return;
    this.#log.note({ kind: 'close', direction: 'none', at: performance.now(), code: ABNORMAL, reason: '' });
    this.#end({ code: ABNORMAL, reason: '', by, when: this.#whenDisposed });
  }

  /** The connection could not be opened. */
  giveUp(reason: string): void {
    this.#end({ code: ABNORMAL, reason: '', by: 'nobody', fault: reason });
    this.drop();
  }

  /**
   * This client gives up the open connection, since what came cannot be read, or its codec does not work: no more messages
   * come, but those that came can still be read. If the network fails, `socketGone()` is called, and not this.
   */
  fail({ code, message }: NodeJS.ErrnoException): void {
    const fault = oneLine(code ? `${message} (${code})` : message);
    this.#log.note({ kind: 'error', at: performance.now(), code, message });
    this.#end({ code: ABNORMAL, reason: '', by: 'nobody', fault, isCutShort: true });
    const timer = setTimeout(() => this.drop(), FAULT_GRACE);
    void this.gone.then(() => clearTimeout(timer));
  }

  /**
   * Waits until the socket is gone, and cuts it after `waitTime` ms. A server that has sent its close frame may keep the
   * socket for `grace` ms. Resolves to whether that frame came, or the socket went by itself.
   */
  async done(waitTime: number, grace: number): Promise<boolean> {
    let answered = true;
    const cut = () => {
      answered &&= this.#ending !== undefined;
      this.drop();
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
}
