import type { EventEmitter } from 'node:events';
import type { Server as HttpServer } from 'node:http';
import type { AddressInfo, Server as NetServer } from 'node:net';
import type { NamedValues } from '../codecs/named-values';
import { isClosedServer } from '../connection/ws-internals';
import { isPlain } from '../runtime/literal';
import { type AutoListening, CLOSED, NOT_LISTENING, started } from '../server/listening';
import { maskAddress } from '../text/mask';
import { show } from '../text/show';
import { UsageError } from '../text/usage-error';
import type { Scope } from '../waiting/scope';

/** Anything with `getHttpServer()` (Nest) or `server` (Fastify). */
interface Application {
  getHttpServer?(): unknown;
  readonly server?: unknown;
  /** Resolves when its routes and plugins are there (Fastify). */
  ready?(): unknown;
}

/** The `WebSocketServer` of ws, of any version. */
interface WebSocketServerLike {
  handleUpgrade(...args: never[]): void;
  readonly clients: object;
}

/** Where to connect. Servers of frameworks are typed more loosely than the `http.Server` that they are (Hono's). */
export type Target = string | URL | NetServer | WebSocketServerLike | Application;

/** What `connect()` knows beside the target. */
export interface Surroundings {
  /** Where paths go. */
  readonly base: string | undefined;
  /** The path under the target. */
  readonly path: string | undefined;
  /** The path under a target that has none of its own, where `path` is undefined. */
  readonly defaultPath?: string | undefined;
  /** Makes servers listen. */
  readonly listening: AutoListening;
  /** The owner of those servers. */
  readonly scope: Scope | undefined;
}

/** The address of a target: a `ws:`, `wss:` or `ws+unix:` URL. Servers are made to listen, and owned by the scope. */
export async function addressOf(target: unknown, surroundings: Surroundings): Promise<string> {
  const address = await rootOf(target, surroundings);
  const path = surroundings.path ?? (hasPath(address) ? undefined : surroundings.defaultPath);
  return path === undefined ? address : under(address, path);
}

async function rootOf(target: unknown, surroundings: Surroundings): Promise<string> {
  const { base } = surroundings;
  if (target === undefined) return checked(required(base));
  if (typeof target === 'string') return isAbsolute(target) ? checked(target) : under(checked(required(base, target)), target);
  if (isUrl(target)) return checked(target.href);
  if (isHttpServer(target)) return serverAddress(target, '', surroundings);
  if (isWebSocketServer(target)) return webSocketServerAddress(target, surroundings);
  const application = target as Application | null;
  if (typeof application?.getHttpServer === 'function') return rootOf(application.getHttpServer(), surroundings);
  if (application?.server) {
    if (typeof application.ready === 'function') await application.ready();
    return rootOf(application.server, surroundings);
  }
  throw new UsageError(`connect() cannot connect to ${show(target)}. ${advice(target)}`);
}

/** The server behind a target, where there is one. */
export function serverOf(target: unknown): object | undefined {
  if (typeof target !== 'object' || target === null || isUrl(target)) return undefined;
  if (isHttpServer(target)) return target;
  if (isWebSocketServer(target)) {
    const { server } = (target as { options?: { server?: object } }).options ?? {};
    return server ?? target;
  }
  const { getHttpServer, server } = target as Application;
  return serverOf(typeof getHttpServer === 'function' ? getHttpServer.call(target) : server);
}

/** Whether the first argument of `connect()` is a target, not options. */
function isTarget(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value !== undefined;
  return isUrl(value) || isHttpServer(value) || isWebSocketServer(value) || 'getHttpServer' in value || 'server' in value;
}

/** `(target?, options?)`: a first argument that is not a target is the options, and text beside a target its path. */
export function targetAndOptions(args: readonly unknown[]): [target: unknown, options: unknown] {
  const [first, second] = args;
  if (args.length > 2 && args[2] !== undefined) {
    throw new UsageError("connect() takes a target and options: write the path as connect(server, { path: '/chat', … }).");
  }
  if (typeof second === 'string') return [first, { path: second }];
  if (second !== undefined || isTarget(first) || (first !== undefined && !isPlain(first))) return [first, second];
  return [undefined, first];
}

/**
 * The URL with these parameters added to its own, percent-encoded (RFC 3986 §2.1).
 * @param defaults Those of them that neither the URL nor `query` has are added too.
 */
export function withQuery(address: string, query: NamedValues = {}, defaults: NamedValues = {}): string {
  const lacking = Object.entries(defaults).filter(([name]) => !new URL(address).searchParams.has(name));
  const pairs = Object.entries({ ...Object.fromEntries(lacking), ...query }).flatMap(([name, value]) =>
    [value].flat().flatMap((item) => (item == null ? [] : `${encodeURIComponent(name)}=${encodeURIComponent(item)}`)),
  );
  return added(address, pairs.join('&'));
}

function added(address: string, query: string): string {
  if (query === '') return address;
  const url = new URL(address);
  url.search = url.search === '' ? query : `${url.search}&${query}`;
  return url.href;
}

function required(base: string | undefined, path?: string): string {
  if (base !== undefined) return base;
  const given = path === undefined ? 'connect() without a target' : `connect(${shown(path)})`;
  throw new UsageError(
    `${given} needs a URL to go to. Set testEnvironmentOptions: { websocket: { url: 'ws://…' } } in the Jest config, ` +
      'or the environment variable JEST_WEBSOCKET_URL, or give connect() a URL or a server.',
  );
}

/** `mailto:x` is absolute, and so is `localhost:8080` to a URL parser. */
const isAbsolute = (target: string): boolean => /^\s*[a-z][a-z\d+.-]*:/i.test(target);

/** Of a unix socket, it stands behind a colon. */
const hasPath = (address: string): boolean => {
  const { protocol, pathname } = new URL(address);
  return !['', '/'].includes(protocol.includes('unix') ? (pathname.split(':')[1] ?? '') : pathname);
};

/** A path under the base, which keeps its own path and query. */
function under(base: string, path: string): string {
  const url = new URL(base);
  const [pathname = '', query = ''] = path.trim().split(/\?(.*)/s);
  const root = url.protocol.includes('unix') && !url.pathname.includes(':') ? `${url.pathname}:` : url.pathname;
  if (pathname !== '') url.pathname = `${root.replace(/\/$/, '')}/${pathname.replace(/^\//, '')}`;
  return added(url.href, query);
}

function checked(address: string): string {
  const url = parse(address);
  const secured: Record<string, string> = { 'http:': 'ws:', 'https:': 'wss:' };
  const scheme = secured[url.protocol] ?? url.protocol;
  if (!['ws:', 'wss:', 'ws+unix:', 'wss+unix:'].includes(scheme)) {
    // the part before the colon may be a user's name, which is not shown
    const problem = hasUserInfo(url) ? 'is not a WebSocket URL' : `has the scheme '${url.protocol}'`;
    throw new UsageError(`${shown(address)} ${problem}. ${schemeAdvice(address, url)}`);
  }
  const { href } = url;
  const changed = scheme === url.protocol ? href : `${scheme}${href.slice(url.protocol.length)}`;
  return changed.replace(/#.*$/, '');
}

function parse(address: string): URL {
  try {
    return new URL(address);
  } catch {
    throw new UsageError(`${shown(address)} is not a URL. Write ws://host:port/path.`);
  }
}

/** `user:password@host`: to a URL parser `user:` is the scheme. */
const hasUserInfo = ({ host, pathname }: URL): boolean => host === '' && /^[^/]*@/.test(pathname);

function schemeAdvice(address: string, url: URL): string {
  const isHost = /^[\w.-]+:\d/.test(address) || hasUserInfo(url);
  return isHost ? `Write ${shown(`ws://${address}`)}.` : 'A WebSocket URL begins with ws:// or wss://.';
}

/** As the user wrote it, with its secrets masked, whether it is a URL or not. */
const shown = (address: string): string => show(maskAddress(address));

async function serverAddress(server: HttpServer, path: string, { listening, scope }: Surroundings): Promise<string> {
  return urlOf('setSecureContext' in server ? 'wss' : 'ws', await listening.addressOf(server, scope), path);
}

function urlOf(scheme: 'ws' | 'wss', address: AddressInfo | string, path: string): string {
  if (typeof address === 'string') return `${scheme}+unix://${address}${path && `:${path}`}`;
  return `${scheme}://${hostOf(address.address)}:${address.port}${path || '/'}`;
}

/** A server that listens on every address is reached on the loopback one. */
function hostOf(address: string): string {
  if (address === '0.0.0.0') return '127.0.0.1';
  if (address === '::') return '[::1]';
  return address.includes(':') ? `[${address}]` : address;
}

async function webSocketServerAddress(given: WebSocketServerLike, surroundings: Surroundings): Promise<string> {
  const wss = given as unknown as EventEmitter & {
    options?: { server?: HttpServer; noServer?: boolean; path?: string };
    address(): AddressInfo | string | null;
  };
  const { options } = wss;
  if (options?.noServer) {
    throw new UsageError('This WebSocketServer has no server of its own (noServer). Give connect() the http.Server.');
  }
  if (isClosedServer(wss)) throw new UsageError(`The WebSocketServer given to connect() ${CLOSED}`);
  const ownPath = surroundings.path === undefined ? (options?.path ?? '') : '';
  if (options?.server) return serverAddress(options.server, ownPath, surroundings);
  if (wss.address() === null) await started(wss);
  const found = wss.address();
  if (found === null) throw new UsageError(`The WebSocketServer given to connect() ${NOT_LISTENING}`);
  return urlOf('ws', found, ownPath);
}

const isUrl = (value: unknown): value is URL => Object.prototype.toString.call(value) === '[object URL]';

function isHttpServer(value: unknown): value is HttpServer {
  return has(value, 'listen') && has(value, 'address') && has(value, 'closeIdleConnections');
}

function isWebSocketServer(value: unknown): value is WebSocketServerLike {
  return has(value, 'handleUpgrade') && typeof (value as WebSocketServerLike).clients === 'object';
}

function has(value: unknown, method: string): boolean {
  return typeof (value as Record<string, unknown> | null)?.[method] === 'function';
}

function advice(target: unknown): string {
  if (typeof target === 'function') return 'Give it a server that listens: http.createServer(app).';
  return 'Give it a URL, a path, an http.Server or a WebSocketServer.';
}
