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

/** Servers that a test gave as targets without making them listen: they listen as long as a scope uses them. */
export class AutoListening {
  /** The servers that we have made listen, each with the scopes that still use it: it is closed with the last of them. */
  readonly #users = new WeakMap<HttpServer, Set<Scope>>();
  /** The servers that we have made listen and closed again, each with its turn (`turnOf`) at that time. */
  readonly #closed = new WeakMap<HttpServer, number | undefined>();
  /** The servers that are about to listen, so that each is made to listen only once, however many clients wait for it. */
  readonly #beginnings = new WeakMap<HttpServer, Promise<void>>();

  /**
   * The address of a server. It is made to listen on a free port of the loopback address, unless the user has made it listen.
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
    // a closed server may have been told to listen again in this very turn of the event loop
    const waitTime = ours || historyOf(server) === 'told' ? START : 0;
    const begun = started(server, 'connect()', waitTime).finally(() => this.#beginnings.delete(server));
    this.#beginnings.set(server, begun);
  }

  /** Whether we may make it listen: only if the user never has. */
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
    scope.keep({ dispose }); // not before the user's own hooks, which may close it
  }

  #close(server: HttpServer): void {
    this.#users.delete(server);
    if (!server.listening) return; // to close it again would emit 'close' twice
    // not awaited: it ends with its last connection, and connections of other programs are not ours to cut
    server.close();
    this.#closed.set(server, turnOf(server));
    letBeClosed(server);
    server.closeIdleConnections();
    server.unref();
  }
}

/**
 * A server that several tests share is closed after each test that has used it, and made to listen again for the next. So
 * the user's own `close()`, in an `afterAll`, finds it closed, which is no mistake of theirs: it succeeds as if the server
 * were open.
 */
function letBeClosed(server: HttpServer): void {
  if (Object.hasOwn(server, 'close')) return; // the user has replaced it, by a spy for example
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
 * Waits until a server listens, is closed, or has done neither for `waitTime` ms.
 * @param by The function that it was given to, for the error.
 * @throws {UsageError} when it cannot listen.
 */
export function started(server: EventEmitter, by = 'connect()', waitTime = START): Promise<void> {
  return new Promise((resolve, reject) => {
    const release = keepErrors(server);
    const settle = (error?: Error) => {
      clearTimeout(timer);
      release();
      server.off('listening', settle).off('close', settle).off('error', settle);
      if (error) reject(new UsageError(`The server given to ${by} could not listen: ${said(error)}.`));
      else resolve();
    };
    const timer = setTimeout(settle, waitTime);
    server.on('listening', settle).on('close', settle).prependListener('error', settle);
  });
}

/**
 * From now on `emit('error')` does not throw that error. It could throw even with a listener, since `ws` passes an error of
 * its http.Server on to the WebSocketServer, which usually has no listener. Returns a function that ends this.
 */
function keepErrors(server: EventEmitter): () => void {
  const { emit } = server;
  const hadOwn = Object.hasOwn(server, 'emit');
  let isOver = false;
  const kept: typeof emit = (event, ...args) => {
    if (event !== 'error' || isOver) return emit.call(server, event, ...args);
    try {
      return emit.call(server, event, ...args);
    } catch (thrown) {
      if (thrown !== args[0]) throw thrown;
      return true;
    }
  };
  server.emit = kept;
  return () => {
    isOver = true;
    if (server.emit !== kept) return;
    if (hadOwn) server.emit = emit;
    else delete (server as Partial<EventEmitter>).emit;
  };
}
