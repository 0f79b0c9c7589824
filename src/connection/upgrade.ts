import type { IncomingMessage } from 'node:http';
import { startTimer } from '../runtime/timer';
import { maskUrl } from '../text/mask';
import { said } from '../text/show';
import { Attempts } from './attempts';
import { explain, type HandshakeFailure, silence } from './handshake-failure';
import type { TimeLeft } from './line-of-codec';
import type { Network } from './network';
import { Route } from './redirect';
import { refusal } from './refusal';
import { Socket, type SocketEvents } from './socket';
import { socketOptions } from './upgrade-options';

/** The server's answer to the upgrade (RFC 6455 §4.2.2). */
interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
}

/** The status of an accepted upgrade. Without the header `Upgrade`, Node's http treats it like any other answer. */
const SWITCHING = 101;

/** The events of a socket that is in use. */
export type UsedEvents = Omit<SocketEvents, 'upgrade' | 'refused'>;

/** How a server is reached. */
interface Way {
  /** Where each attempt begins. */
  readonly route: Route;
  /** How many redirects are followed. */
  readonly redirects: number;
  /** How long the handshake may take (ms). */
  readonly timeout: number;
  /** When the test's own timer is due, on the clock of `performance.now()`. */
  readonly latest: number | undefined;
  /** How long to try again while the server is not there (ms). */
  readonly waitForServer: number;
  /** The simulated network that it goes through, if there is one. */
  readonly network: Network | undefined;
}

/** Opens a socket, following redirects if that is allowed, or finds the reason why that fails. */
export class Upgrade {
  /** Settles when the socket is in use, with undefined; or with the reason why it cannot be. */
  readonly done: Promise<HandshakeFailure | undefined>;
  readonly #way: Way;
  readonly #events: SocketEvents;
  readonly #used: UsedEvents;
  readonly #failed: (message: string) => void;
  #settle: (failure?: HandshakeFailure) => void = () => {};
  /** On the clock of `performance.now()`. */
  readonly #latest: number;
  #route: Route;
  #socket: Socket;
  #answer: IncomingMessage | undefined;
  #isDone = false;
  readonly #attempts: Attempts;
  /** Set while the next attempt is waited for: there is no socket. */
  #pause: NodeJS.Timeout | undefined;
  /** Whether the server has refused, and the rest of its answer is awaited. */
  #isRefused = false;
  /** Whether the client has left, so that no further socket may be opened: nobody would own it. */
  #isLeft = false;

  /**
   * @param events Called for what happens once the socket is in use; `gone` also if it never is.
   * @param failed Called with the reason if that failed, just after `done` is settled.
   */
  constructor(way: Way, events: UsedEvents, failed: (message: string) => void) {
    const { route, timeout, latest, waitForServer } = way;
    this.done = new Promise((resolve) => {
      this.#settle = resolve;
    });
    this.#way = way;
    this.#route = route;
    this.#attempts = new Attempts(waitForServer);
    this.#latest = performance.now() + timeout;
    this.#failed = failed;
    this.#used = events;
    this.#events = this.#before(events);
    // throws for what a handshake cannot carry
    this.#socket = this.#ask();
    const stop = startTimer(
      timeout,
      () => {
        if (!this.#isRefused) this.#giveUp(this.#attempts.last ?? silence(this.url, timeout));
      },
      latest,
    );
    void this.done.then(stop);
  }

  get socket(): Socket {
    return this.#socket;
  }

  /** The URL with its secrets; after redirects, the last one. To be shown, use `url`. */
  get address(): string {
    return this.#route.url;
  }

  /** The URL, its secrets masked; after redirects, the last one. */
  get url(): string {
    return maskUrl(this.#route.url);
  }

  /** Undefined until the server has accepted. */
  get answer(): Answer | undefined {
    return this.#answer && { status: this.#answer.statusCode ?? SWITCHING, headers: this.#answer.headers };
  }

  /** How much is left of the time to open a connection. */
  get timeLeft(): TimeLeft {
    const { timeout, latest } = this.#way;
    return { left: Math.max(0, this.#latest - performance.now()), all: timeout, latest };
  }

  accept(): void {
    this.#isDone = true;
    this.#settle();
  }

  fail(failure: HandshakeFailure): void {
    const pause = !this.#isLeft && this.timeLeft.left > 0 ? this.#attempts.next(failure) : undefined;
    if (pause === undefined) this.#giveUp(failure);
    else this.#tryAgain(pause);
  }

  /** @param pause In how many ms. */
  #tryAgain(pause: number): void {
    this.#socket.leave();
    this.#isRefused = false;
    this.#pause = setTimeout(() => {
      this.#pause = undefined;
      this.#goTo(this.#way.route);
    }, pause);
  }

  #giveUp(failure: HandshakeFailure): void {
    const account = `${this.#route.account}${this.#attempts.account}`;
    const message = account === '' ? failure.message : `${failure.message.replace(/([^.?])$/, '$1.')}${account}`;
    this.#settle({ ...failure, message });
    this.#failed(message);
  }

  /** Begins the closing handshake (RFC 6455 §7.1.2). */
  shut(code: number, reason: string): void {
    this.#socket.shut(code, reason);
  }

  /** Cuts the connection, or stops trying to open one. */
  terminate(): void {
    this.#isLeft = true;
    if (this.#pause === undefined) {
      this.#socket.terminate();
      return;
    }
    clearTimeout(this.#pause);
    this.#pause = undefined;
    this.#settle(this.#attempts.last);
    this.#used.gone();
  }

  #ask(): Socket {
    const { url, options } = this.#route;
    const { network } = this.#way;
    const through = network && { createConnection: network.connectionTo(url) };
    return new Socket(url, [...options.protocols], { ...socketOptions(url, options), ...through }, this.#events);
  }

  #before(events: UsedEvents): SocketEvents {
    return {
      ...events,
      upgrade: (response) => {
        this.#answer = response;
      },
      refused: (response) => void this.#refused(response),
      fault: (error) => {
        if (this.#isDone) events.fault(error);
        else if (!this.#isRefused) this.fail(this.#explained(error));
      },
      gone: () => {
        if (this.#pause !== undefined) return; // of a failed attempt, which another follows
        events.gone();
        if (!this.#isDone && !this.#isRefused) this.fail(this.#explained(new Error('the socket was closed')));
      },
    };
  }

  async #refused(response: IncomingMessage): Promise<void> {
    if (response.statusCode === SWITCHING) {
      this.#answer = response;
      return this.fail(this.#explained(new Error('Invalid Upgrade header')));
    }
    const next = this.#route.after(response);
    if (next instanceof Route && next.visited.length <= this.#way.redirects) return this.#follow(next);
    this.#isRefused = true;
    this.fail(await refusal(this.url, response, this.timeLeft.left, next && this.#whyNotFollowed(next)));
  }

  #follow(route: Route): void {
    this.#socket.leave();
    this.#goTo(route);
  }

  #goTo(route: Route): void {
    this.#route = route;
    try {
      this.#socket = this.#ask();
    } catch (error) {
      this.fail({ message: `${this.url} cannot be asked to open a WebSocket: ${said(error)}.` });
    }
  }

  #whyNotFollowed(next: Route | string): string {
    if (typeof next === 'string') return next;
    const to = `it redirects to ${maskUrl(next.url)}`;
    const { redirects } = this.#way;
    if (redirects > 0) return `${to}, and ${redirects} redirects were followed before.`;
    return `${to}. Write followRedirects: true to go there.`;
  }

  #explained(error: NodeJS.ErrnoException): HandshakeFailure {
    const { protocols, tls, ws } = this.#route.options;
    const [hasAgent, hasCertificate] = [ws?.agent !== undefined, tls?.cert !== undefined];
    return explain({ url: this.url, protocols, hasAgent, hasCertificate, answer: this.#answer }, error);
  }
}
