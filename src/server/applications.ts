import type { Server as HttpServer } from 'node:http';
import { isClosedServer } from '../connection/ws-internals';
import { said } from '../text/show';
import { UsageError } from '../text/usage-error';
import { started } from './listening';
import type { Place } from './managed-server';
import {
  type Application,
  has,
  isHttpServer,
  isOtherServer,
  isSocketIoServer,
  isWebSocketServer,
  serverBehind,
  type WebSocketServerParts,
} from './server-kinds';
import { historyOf } from './server-start';

/** A server that listens. */
export type ListeningServer = HttpServer | WebSocketServerParts;

/** Whether a function is a server itself (Express, Koa), not one that makes a server. */
export const isMaker = (source: unknown): source is (port: number) => unknown =>
  typeof source === 'function' && !has(source, 'listen');

/**
 * Makes a server or an application listen, if it does not yet, by its own `listen()`, so that its own hooks run.
 * @returns Undefined if it is neither.
 * @throws {UsageError} when it cannot listen.
 */
export async function listenOn(given: unknown, place: Place): Promise<ListeningServer | undefined> {
  const server = isListener(given) ? await ofListener(given, place) : await behind(given, place);
  if (isHttpServer(server)) return httpServerOn(server, place);
  if (!isWebSocketServer(server)) return undefined;
  return webSocketServerBehind(server as never, place);
}

async function httpServerOn(server: HttpServer, place: Place): Promise<HttpServer | undefined> {
  // its listen() was called, but is not done: it may have to look up a name
  if (!server.listening && historyOf(server) === 'told') await started(server, 'serve()');
  if (!server.listening) {
    server.listen(...args(place));
    await started(server, 'serve()');
  }
  return server.address() === null ? undefined : server;
}

/** Something whose `listen()` makes the server. */
interface Listener {
  listen(...args: unknown[]): unknown;
}

function isListener(given: unknown): given is Listener {
  const isServer = isHttpServer(given) || isOtherServer(given) || isSocketIoServer(given) || has(given, 'getHttpServer');
  return has(given, 'listen') && !isServer && !(given as unknown as Application).server;
}

/** For Express, Koa, express-ws, `listen()` returns the server; for Polka, it sets it in the application. */
async function ofListener(given: Listener, place: Place): Promise<unknown> {
  const made = await listened(given, args(place));
  const server = (await serverBehind(made)) ?? (await serverBehind(given));
  if (server === undefined) abandon(made);
  return server;
}

async function listened(application: Listener, args: readonly unknown[]): Promise<unknown> {
  try {
    return await application.listen(...args);
  } catch (error) {
    throw new UsageError(`The application given to serve() could not listen: ${said(error)}.`);
  }
}

/** Closes something that is refused, in case it listens: that would keep the process from ending. */
export function abandon(refused: unknown): void {
  const close = async () => {
    const thing = await refused; // a promise of it is refused, too
    if (has(thing, 'listen') && has(thing, 'close')) await thing.close();
  };
  void close().catch(() => {}); // it does not listen
}

/** Nest and Fastify have a `listen()` of their own. Nest attaches its gateways before. */
async function behind(given: unknown, place: Place): Promise<unknown> {
  const server = await serverBehind(given);
  if (server === given || !isHttpServer(server) || server.listening || !('port' in place)) return server;
  if (has(given, 'getHttpServer') && has(given, 'listen')) await listened(given as never, [place.port, place.host]);
  else if (has(given, 'ready') && has(given, 'listen')) await listened(given as never, [{ ...place }]);
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
