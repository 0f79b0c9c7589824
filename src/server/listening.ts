import type { EventEmitter } from 'node:events';
import type { Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { said } from '../text/show';
import { UsageError } from '../text/usage-error';
import type { Owned, Scope } from '../waiting/scope';
import { historyOf, turnOf } from './server-start';

/** Servers that we have made listen, each with the scopes that still use it: it is closed with the last of them. */
const users = new WeakMap<HttpServer, Set<Scope>>();

/** Servers that we have made listen and closed again, each with what Node then kept of it. */
const closedByUs = new WeakMap<HttpServer, number | undefined>();

/**
 * Makes a server listen on an ephemeral loopback port, unless somebody else has made it listen.
 * @throws {UsageError} when it was closed, or cannot listen.
 */
export async function listening(server: HttpServer, scope: Scope | undefined): Promise<AddressInfo | string> {
  if (!server.listening && !beginnings.has(server)) {
    const ours = isOurs(server);
    if (ours) {
      users.set(server, new Set());
      server.listen(0, '127.0.0.1');
    }
    // one that was closed may have been made to listen anew in this very turn
    const waitTime = ours || historyOf(server) === 'told' ? START : 0;
    beginnings.set(
      server,
      started(server, waitTime).finally(() => beginnings.delete(server)),
    );
  }
  if (scope) use(server, scope);
  await beginnings.get(server);
  const address = server.address();
  if (address !== null) return address;
  throw new UsageError(`The server given to connect() ${historyOf(server) === 'closed' ? CLOSED : NOT_LISTENING}`);
}

const GIVE_ANOTHER = 'Give connect() a new one, or make it listen first.';
export const CLOSED = `was closed. ${GIVE_ANOTHER}`;
export const NOT_LISTENING = `is not listening: its listen() failed, or it was closed. ${GIVE_ANOTHER}`;

/** Whether it is ours to make it listen: nobody has, or nobody but us. */
function isOurs(server: HttpServer): boolean {
  if (historyOf(server) === 'fresh') return true;
  return closedByUs.has(server) && closedByUs.get(server) === turnOf(server);
}

function use(server: HttpServer, scope: Scope): void {
  const scopes = users.get(server);
  if (!scopes || scopes.has(scope)) return;
  scopes.add(scope);
  scope.keep(new Use(server, scope, scopes)); // a hook of the user's may close it
}

class Use implements Owned {
  constructor(
    private readonly server: HttpServer,
    private readonly scope: Scope,
    private readonly scopes: Set<Scope>,
  ) {}

  async dispose(): Promise<void> {
    this.scopes.delete(this.scope);
    if (this.scopes.size > 0) return;
    users.delete(this.server);
    if (!this.server.listening) return; // to close one again tells it twice of its end
    // not awaited: it ends with its last connection, and those of other programs are not ours to cut
    this.server.close();
    closedByUs.set(this.server, turnOf(this.server));
    letBeClosed(this.server);
    this.server.closeIdleConnections();
    this.server.unref();
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

/** Servers that begin to listen: however many clients wait for one, it is listened to once. */
const beginnings = new WeakMap<HttpServer, Promise<void>>();

/** How long a server may take to listen, the look-up of its host included (ms). */
const START = 2000;

/**
 * Waits until a server listens; no longer when it is closed, or when it does not begin to within `patience` ms.
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
