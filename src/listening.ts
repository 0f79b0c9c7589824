import type { Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Mistake } from './mistake';
import type { Owned, Scope } from './scope';

/** Servers that we have made listen, each with the scopes that still use it: it is closed with the last of them. */
const users = new WeakMap<HttpServer, Set<Scope>>();

/** Makes a server listen on an ephemeral loopback port, if it does not listen yet. */
export async function listening(server: HttpServer, scope: Scope | undefined): Promise<AddressInfo | string> {
  if (!server.listening && !users.has(server)) {
    users.set(server, new Set());
    if (server.address() === null) server.listen(0, '127.0.0.1');
  }
  if (scope) use(server, scope);
  if (!server.listening) await beginning(server);
  const address = server.address();
  if (address === null) throw new Mistake('The server given to connect() does not listen, and cannot.');
  return address;
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
    // not awaited: it ends with its last connection, and those of other programs are not ours to cut
    this.server.close();
    this.server.closeIdleConnections();
    this.server.unref();
  }
}

/** Servers that begin to listen: however many clients wait for one, it is listened to once. */
const beginnings = new WeakMap<HttpServer, Promise<void>>();

function beginning(server: HttpServer): Promise<void> {
  const known = beginnings.get(server);
  if (known) return known;
  const begun = started(server).finally(() => beginnings.delete(server));
  beginnings.set(server, begun);
  return begun;
}

function started(server: HttpServer): Promise<void> {
  return new Promise((resolve, reject) => {
    const listener = () => {
      server.off('error', failed);
      resolve();
    };
    const failed = (error: Error) => {
      server.off('listening', listener);
      reject(new Mistake(`The server given to connect() could not listen: ${error.message}`));
    };
    server.once('listening', listener).once('error', failed);
  });
}
