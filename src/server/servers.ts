import { isClosedServer } from '../connection/ws-internals';
import { allOf, type Pending } from '../runtime/pending';
import type { Scope } from '../waiting/scope';
import { AutoListening } from './listening';
import type { ProcessServer } from './process-server';
import { isHttpServer, knownServer } from './server-kinds';
import { type ServerSockets, socketsOf } from './server-sockets';
import { historyOf } from './server-start';

/** How long after the end of its connections the end of a process may be noticed, since a shell or npm may be between (ms). */
const UNTIL_EXIT = 250;

/** Something that listens: an `http.Server`, or the `WebSocketServer` of ws. */
interface Listening {
  close(): unknown;
  once(event: 'close', listener: () => void): unknown;
}

/** Whether there is something to close: it was told to listen, and is not closed yet. */
const mayListen = (server: object): boolean =>
  isHttpServer(server) ? server.listening || historyOf(server) === 'told' : !isClosedServer(server);

/**
 * The servers that a test file gave as targets. One that still listens when the file is done (for example because its test
 * failed before it closed it) would keep the process from ending, and so would its connections.
 */
export class Servers {
  readonly listening = new AutoListening();
  /** The servers in processes of their own that the test file has used. */
  readonly processes = new Set<ProcessServer>();
  /** Those of them that end with the test file. */
  readonly ofFile = new Set<ProcessServer>();
  /** The servers in this process that listen, with their connections. */
  readonly #seen = new Map<Listening, ServerSockets>();

  /** To be called with each target: its server is closed with the file, even if `connect()` or `serve()` refuses the options. */
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
   * Cuts all connections and stops listening, once, also if the user closes a server at the same time. Resolves when the
   * processes of the test file have ended. Never throws.
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

  /**
   * How the process at this URL has crashed since then, as a sentence without its end; undefined if it has not. Several may
   * have been there, one after the other.
   */
  async crashAt(url: string, since: number, latest?: number): Promise<string | undefined> {
    for (const server of this.processes) {
      const how = server.isAt(url) ? await server.crashSince(since, latest) : undefined;
      if (how !== undefined) return `${server.name} ${how}`;
    }
    return undefined;
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
