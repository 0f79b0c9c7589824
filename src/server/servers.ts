import { isClosedServer } from '../connection/ws-internals';
import { allOf, type Pending } from '../runtime/pending';
import type { Scope } from '../waiting/scope';
import { AutoListening } from './listening';
import type { ProcessServer } from './process-server';
import { isHttpServer, knownServer } from './server-kinds';
import { type ServerSockets, socketsOf } from './server-sockets';
import { historyOf } from './server-start';

/** Something that listens: an `http.Server`, or the `WebSocketServer` of ws. */
interface Listening {
  close(): unknown;
  once(event: 'close', listener: () => void): unknown;
}

/** It is not told a second time that it is closed, nor ended before it began. */
const mayListen = (server: object): boolean =>
  isHttpServer(server) ? server.listening || historyOf(server) === 'told' : !isClosedServer(server);

/** How long the end of a process may be told behind the end of its connections (ms). */
const UNTIL_EXIT = 250;

/**
 * The servers that a test file gave as targets. One that still listens when the file is done (its test failed before it
 * came to close it, say) would keep the process from ending, and so would each of its connections.
 */
export class Servers {
  readonly listening = new AutoListening();
  /** Those that run in processes of their own, as far as the test file has used them. */
  readonly processes = new Set<ProcessServer>();
  /** Those of them that end with the test file. */
  readonly ofFile = new Set<ProcessServer>();
  /** Those that listen. */
  readonly #seen = new Map<Listening, ServerSockets>();

  /** A target: what listens behind it is closed with the file, also where `connect()` or `serve()` refuses its options. */
  given(target: unknown): void {
    const server = knownServer(target);
    if (server) this.see(server);
  }

  see(server: object): void {
    if (this.#seen.has(server as Listening)) return;
    this.#seen.set(server as Listening, socketsOf(server));
    (server as Listening).once('close', () => this.#seen.delete(server as Listening));
  }

  /**
   * Cuts what is connected, and stops listening: once, also where the user closes it then. Resolves when the processes of
   * the test file have ended. Never throws.
   */
  closeAll(): Pending {
    for (const [server, sockets] of [...this.#seen]) {
      try {
        if (mayListen(server)) server.close();
        sockets.cut();
      } catch {
        // it is closed already, or is no server of a kind that we know
      }
    }
    this.#seen.clear();
    return allOf([...this.ofFile].map((server) => server.stop()));
  }

  /** The processes that these scopes have used. */
  usedBy(scopes: readonly Scope[]): ProcessServer[] {
    return [...this.processes].filter((server) => server.isUsedBy(scopes));
  }

  /** A scope connects to this URL, where one of the processes may listen. */
  usedAt(url: string, scope: Scope): void {
    for (const server of this.processes) if (server.isAt(url)) server.usedBy(scope);
  }

  /** What the processes that these scopes have used have printed since then, on the clock of `performance.now()`. */
  async outputFor(scopes: readonly Scope[], since: number): Promise<string[]> {
    const used = this.usedBy(scopes);
    if (used.length === 0) return [];
    const wasCut = scopes.some(({ connections }) => connections.some(({ ending }) => ending?.by === 'nobody'));
    await Promise.all(used.map((server) => server.untilRead(wasCut ? UNTIL_EXIT : 0)));
    return used.flatMap((server) => server.accountSince(since) ?? []);
  }
}
