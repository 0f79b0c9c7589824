import type { Server as NetServer, Socket } from 'node:net';

/** An `http.Server`, or the `WebSocketServer` of ws. */
type Listening = object & { readonly clients?: Iterable<{ terminate(): void }> };

/** The connections of a server, to be cut when it ends: closing a server leaves them open. */
export class ServerSockets {
  readonly #server: Listening;
  readonly #sockets = new Set<Socket>();

  constructor(server: Listening) {
    this.#server = server;
    if ('clients' in server) return; // it knows them itself
    (server as NetServer).on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  cut(): void {
    for (const client of this.#server.clients ?? []) client.terminate();
    for (const socket of this.#sockets) socket.destroy();
  }
}

const known = new WeakMap<object, ServerSockets>();

/** The connections of a server since this was first called: a server that listens again for each test is watched only once. */
export function socketsOf(server: object): ServerSockets {
  const sockets = known.get(server) ?? new ServerSockets(server);
  known.set(server, sockets);
  return sockets;
}
