import type { Server as NetServer, Socket } from 'node:net';

/** An `http.Server`, or the `WebSocketServer` of ws. */
type Listening = object & { readonly clients?: Iterable<{ terminate(): void }> };

/** What is connected to a server from now on, to be cut when the server ends: that alone leaves its connections open. */
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
