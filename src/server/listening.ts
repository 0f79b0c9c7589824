import type { EventEmitter } from 'node:events';
import type { Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { said } from '../text/show';
import { UsageError } from '../text/usage-error';
import type { Scope } from '../waiting/scope';
import { historyOf, turnOf } from './server-start';

const GIVE_ANOTHER = 'Give connect() a new one, or make it listen first.';
export const CLOSED = `was closed. ${GIVE_ANOTHER}`;
export const NOT_LISTENING = `is not listening: its listen() failed, or it was closed. ${GIVE_ANOTHER}`;

/** The servers that a test file gave as targets and nobody had made listen: they listen as long as a scope uses them. */
export class AutoListening {
  /** Each that we have made listen, with the scopes that still use it: it is closed with the last of them. */
  readonly #users = new WeakMap<HttpServer, Set<Scope>>();
  /** Each that we have made listen and closed again, with what Node then kept of it. */
  readonly #closed = new WeakMap<HttpServer, number | undefined>();
  /** Those that begin to listen: however many clients wait for one, it is listened to once. */
  readonly #beginnings = new WeakMap<HttpServer, Promise<void>>();

  /**
   * The address of a server. It is made to listen on an ephemeral loopback port, unless somebody else has made it listen.
   * @throws {UsageError} when it was closed, or cannot listen.
   */
  async addressOf(server: HttpServer, scope: Scope | undefined): Promise<AddressInfo | string> {
    if (!server.listening && !this.#beginnings.has(server)) this.#begin(server);
    if (scope) this.#use(server, scope);
    await this.#beginnings.get(server);
    const address = server.address();
    if (address !== null) return address;
    throw new UsageError(`The server given to connect() ${historyOf(server) === 'closed' ? CLOSED : NOT_LISTENING}`);
  }

  #begin(server: HttpServer): void {
    const ours = this.#isOurs(server);
    if (ours) {
      this.#users.set(server, new Set());
      server.listen(0, '127.0.0.1');
    }
    // one that was closed may have been made to listen anew in this very turn
    const waitTime = ours || historyOf(server) === 'told' ? START : 0;
    const begun = started(server, waitTime).finally(() => this.#beginnings.delete(server));
    this.#beginnings.set(server, begun);
  }

  /** Whether it is ours to make it listen: nobody has, or nobody but us. */
  #isOurs(server: HttpServer): boolean {
    if (historyOf(server) === 'fresh') return true;
    return this.#closed.has(server) && this.#closed.get(server) === turnOf(server);
  }

  #use(server: HttpServer, scope: Scope): void {
    const scopes = this.#users.get(server);
    if (!scopes || scopes.has(scope)) return;
    scopes.add(scope);
    const dispose = async () => {
      scopes.delete(scope);
      if (scopes.size === 0) this.#close(server);
    };
    scope.keep({ dispose }); // a hook of the user's may close it
  }

  #close(server: HttpServer): void {
    this.#users.delete(server);
    if (!server.listening) return; // to close one again tells it twice of its end
    // not awaited: it ends with its last connection, and those of other programs are not ours to cut
    server.close();
    this.#closed.set(server, turnOf(server));
    letBeClosed(server);
    server.closeIdleConnections();
    server.unref();
  }
}

/**
 * A server that several tests share is closed behind each that has used it, and is then made to listen again. The user's
 * own `close()` behind them all, in an `afterAll`, finds it closed: that is no mistake of theirs, and calls back as if it
 * had been open.
 */
function letBeClosed(server: HttpServer): void {
  if (Object.hasOwn(server, 'close')) return; // the user's, or a spy
  const close = (callback?: () => void): HttpServer => {
    delete (server as Partial<HttpServer>).close;
    if (server.listening) return server.close(callback);
    if (callback) setImmediate(callback);
    return server;
  };
  Object.defineProperty(server, 'close', { value: close, configurable: true, writable: true });
}

/** How long a server may take to listen, the look-up of its host included (ms). */
const START = 2000;

/**
 * Waits until a server listens; no longer when it is closed, or when it does not begin to within `waitTime` ms.
 * @throws {UsageError} when it cannot listen.
 */
export function started(server: EventEmitter, waitTime = START): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: Error) => {
      clearTimeout(timer);
      server.off('listening', settle).off('close', settle).off('error', settle);
      if (error) reject(new UsageError(`The server given to connect() could not listen: ${said(error)}.`));
      else resolve();
    };
    const timer = setTimeout(settle, waitTime);
    server.on('listening', settle).on('close', settle).on('error', settle);
  });
}
