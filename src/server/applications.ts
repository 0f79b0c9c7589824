import type { Server as HttpServer } from 'node:http';
import { isClosedServer } from '../connection/ws-internals';
import { UsageError } from '../text/usage-error';
import { started } from './listening';
import type { Place } from './managed-server';
import {
  type Application,
  has,
  isHttpServer,
  isSocketIoServer,
  isWebSocketServer,
  serverBehind,
  type WebSocketServerParts,
} from './server-kinds';

/** What listens. */
export type ListeningServer = HttpServer | WebSocketServerParts;

/** Whether a function is a server itself (Express, Koa), not one that makes a server. */
export const isMaker = (source: unknown): source is (port: number) => unknown =>
  typeof source === 'function' && !has(source, 'listen');

/**
 * Makes a server or an application listen, if it does not yet: in its own way, so that its own hooks run.
 * @returns Undefined for what is none.
 * @throws {UsageError} when it cannot listen.
 */
export async function listenOn(given: unknown, place: Place): Promise<ListeningServer | undefined> {
  const server = isListener(given) ? await given.listen(...args(place)) : await behind(given, place);
  if (isHttpServer(server)) {
    if (!server.listening) {
      if (!isListener(given)) server.listen(...args(place));
      await started(server, 'serve()');
    }
    return server.address() === null ? undefined : server;
  }
  if (!isWebSocketServer(server)) return undefined;
  return webSocketServerBehind(server as never, place);
}

/** Express, Koa, express-ws: `listen()` makes the server, and gives it. */
function isListener(given: unknown): given is { listen(...args: unknown[]): unknown } {
  const isServer = isHttpServer(given) || isSocketIoServer(given) || has(given, 'getHttpServer');
  return has(given, 'listen') && !isServer && !(given as Application).server;
}

/** Nest and Fastify listen by themselves, Nest having its gateways attached before. */
async function behind(given: unknown, place: Place): Promise<unknown> {
  const server = await serverBehind(given);
  if (server === given || !isHttpServer(server) || server.listening || !('port' in place)) return server;
  if (has(given, 'getHttpServer') && has(given, 'listen')) await given.listen(...([place.port, place.host] as never[]));
  else if (has(given, 'ready') && has(given, 'listen')) await given.listen({ ...place } as never);
  return server;
}

async function webSocketServerBehind(wss: WebSocketServerParts, place: Place): Promise<ListeningServer | undefined> {
  const { options } = wss;
  if (options?.noServer) {
    throw new UsageError('This WebSocketServer has no server of its own (noServer). Give serve() the http.Server.');
  }
  if (isClosedServer(wss))
    throw new UsageError(
      'The WebSocketServer given to serve() was closed, and cannot listen again. ' +
        'Give serve() a function that makes one: serve((port) => new WebSocketServer({ port })).',
    );
  if (options?.server) return listenOn(options.server, place);
  if (wss.address() === null) await started(wss, 'serve()');
  return wss.address() === null ? undefined : wss;
}

const args = (place: Place): [number, string] =>
  'port' in place ? [place.port, place.host] : ([place.path] as unknown as [number, string]);

/** What an application does when it closes: its own hooks, and the end of its server. Undefined for a bare server. */
export function closeOf(given: unknown): (() => unknown) | undefined {
  if (isHttpServer(given) || isWebSocketServer(given) || !has(given, 'close')) return undefined;
  return () => given.close();
}

export const isListening = (server: ListeningServer): boolean =>
  isHttpServer(server) ? server.listening : server.address() !== null && !isClosedServer(server);
