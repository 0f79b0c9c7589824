import type { Server as NetServer, Socket } from 'node:net';
import { AutoListening } from './listening';

/** Something that listens: an `http.Server`, or the `WebSocketServer` of ws. */
interface Listening {
  close(): unknown;
  once(event: 'close', listener: () => void): unknown;
  readonly clients?: Iterable<{ terminate(): void }>;
}

/**
 * The servers that a test file gave as targets. One that still listens when the file is done (because its test failed
 * before it could close it, say) would keep the process from ending, and so would each of its connections.
 */
export class Servers {
  readonly listening = new AutoListening();
  readonly #seen = new Map<Listening, Set<Socket>>();

  see(server: object | undefined): void {
    if (!server || this.#seen.has(server as Listening)) return;
    const sockets = new Set<Socket>();
    this.#seen.set(server as Listening, sockets);
    (server as Listening).once('close', () => this.#seen.delete(server as Listening));
    if ('clients' in server) return;
    (server as NetServer).on('connection', (socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
  }

  /** Makes all of them stop listening, and cuts their connections. Never throws. */
  closeAll(): void {
    for (const [server, sockets] of [...this.#seen]) {
      try {
        server.close();
        for (const client of server.clients ?? []) client.terminate();
      } catch {
        // it is closed already, or is not a kind of server that we know
      }
      for (const socket of sockets) socket.destroy();
    }
    this.#seen.clear();
  }
}
