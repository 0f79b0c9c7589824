import type { Server as HttpServer } from 'node:http';
import type { Server as NetServer } from 'node:net';
import { hasPath, isAbsolute, shownAddress, urlUnder, webSocketUrl } from '../connection/websocket-url';
import { isClosedServer } from '../connection/ws-internals';
import { isPlain } from '../runtime/literal';
import { isPromise, isUrl, neglect } from '../runtime/tag';
import { CLOSED, NOT_LISTENING, started } from '../server/listening';
import { urlOfServer } from '../server/server-address';
import {
  type Application,
  isApplication,
  isHttpServer,
  isWebSocketServer,
  type SocketIoServer,
  serverBehind,
  type WebSocketServerLike,
  type WebSocketServerParts,
} from '../server/server-kinds';
import type { Servers } from '../server/servers';
import { show } from '../text/show';
import { UsageError } from '../text/usage-error';
import type { Scope } from '../waiting/scope';
import { TestServer } from './test-server';

/** Where to connect. `NetServer` stands for `http.Server`, since some frameworks (Hono) give theirs such a loose type. */
export type Target = string | URL | NetServer | WebSocketServerLike | Application | SocketIoServer | TestServer;

/** What `connect()` needs in addition to the target. */
export interface Surroundings {
  /** The URL that paths are under. */
  readonly base: () => Promise<string | undefined>;
  /** The path under the target. */
  readonly path: string | undefined;
  /** The path under a target that has none of its own, where `path` is undefined. */
  readonly defaultPath?: string | undefined;
  /** Makes servers listen, and closes them. */
  readonly servers: Servers;
  /** The owner of those servers. */
  readonly scope: Scope;
}

/** The address of a target: a `ws:`, `wss:` or `ws+unix:` URL. Servers are made to listen, and owned by the scope. */
export async function addressOf(target: unknown, surroundings: Surroundings): Promise<string> {
  const address = await rootOf(target, surroundings);
  const { defaultPath, servers, scope } = surroundings;
  servers.usedAt(address, scope);
  const path = surroundings.path ?? (defaultPath === undefined || hasPath(address) ? undefined : defaultPath);
  return path === undefined ? address : urlUnder(address, path);
}

async function rootOf(target: unknown, surroundings: Surroundings): Promise<string> {
  const { base, scope } = surroundings;
  if (target === undefined) return webSocketUrl(required(await base()));
  if (typeof target === 'string')
    return isAbsolute(target) ? webSocketUrl(target) : urlUnder(webSocketUrl(required(await base(), target)), target);
  if (isUrl(target)) return webSocketUrl(target.href);
  if (target instanceof TestServer) return target.urlFor(scope);
  const server = await serverBehind(target);
  if (server === undefined) {
    neglect(target); // a promise may reject
    throw new UsageError(`connect() cannot connect to ${isPromise(target) ? 'a promise' : show(target)}. ${advice(target)}`);
  }
  return isHttpServer(server) ? serverUrl(server, '', surroundings) : webSocketServerUrl(server, surroundings);
}

/** Whether the first argument of `connect()` is a target, not options. */
function isTarget(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value !== undefined;
  return isUrl(value) || isHttpServer(value) || isWebSocketServer(value) || isApplication(value) || value instanceof TestServer;
}

/** `(target?, options?)`: a first argument that is not a target is the options; text as the second is the path. */
export function targetAndOptions(args: readonly unknown[]): [target: unknown, options: unknown] {
  const [first, second] = args;
  if (args.length > 2 && args[2] !== undefined) {
    throw new UsageError("connect() takes a target and options: write the path as connect(server, { path: '/chat', … }).");
  }
  if (typeof second === 'string') return [first, { path: second }];
  if (second !== undefined || isTarget(first) || (first !== undefined && !isPlain(first))) return [first, second];
  if (first === undefined || !Object.hasOwn(first as object, 'url')) return [undefined, first];
  const { url, ...options } = first as { readonly url: unknown };
  if (url === undefined) return [undefined, options];
  throw new UsageError("connect() takes the URL first, before its options: connect('ws://…', { … }).");
}

function required(base: string | undefined, path?: string): string {
  if (base !== undefined) return base;
  const given = path === undefined ? 'connect() without a target' : `connect(${shownAddress(path)})`;
  throw new UsageError(
    `${given} needs a URL to go to. Set testEnvironmentOptions: { websocket: { url: 'ws://…' } } in the Jest config, ` +
      'or the environment variable JEST_WEBSOCKET_URL, or give connect() a URL or a server.',
  );
}

async function serverUrl(server: HttpServer, path: string, { servers, scope }: Surroundings): Promise<string> {
  const address = await servers.listening.addressOf(server, scope);
  servers.see(server);
  return urlOfServer(server, address, path);
}

async function webSocketServerUrl(given: WebSocketServerLike, surroundings: Surroundings): Promise<string> {
  const wss = given as unknown as WebSocketServerParts;
  const { options } = wss;
  if (options?.noServer) {
    throw new UsageError('This WebSocketServer has no server of its own (noServer). Give connect() the http.Server.');
  }
  if (isClosedServer(wss)) throw new UsageError(`The WebSocketServer given to connect() ${CLOSED}`);
  const ownPath = surroundings.path === undefined ? (options?.path ?? '') : '';
  if (options?.server) return serverUrl(options.server, ownPath, surroundings);
  if (wss.address() === null) await started(wss);
  const found = wss.address();
  if (found === null) throw new UsageError(`The WebSocketServer given to connect() ${NOT_LISTENING}`);
  surroundings.servers.see(wss);
  return urlOfServer(wss, found, ownPath);
}

function advice(target: unknown): string {
  if (isPromise(target)) return 'Await it: connect(await …).';
  if (typeof target === 'function')
    return 'Give it the server: http.createServer(app), or await serve(…) for a function that makes one.';
  return 'Give it a URL, a path, an http.Server or a WebSocketServer.';
}
