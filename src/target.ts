import type { EventEmitter } from 'node:events';
import type { Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listening } from './listening';
import { Mistake } from './mistake';
import type { Values } from './options';
import type { Scope } from './scope';
import { show } from './show';

/** Anything with `getHttpServer()` (Nest) or `server` (Fastify). */
interface Application {
  getHttpServer?(): unknown;
  readonly server?: unknown;
}

/** The `WebSocketServer` of ws, of any version. */
interface WebSocketServerLike {
  handleUpgrade(...args: never[]): void;
  readonly clients: object;
}

/** Where to connect. */
export type Target = string | URL | HttpServer | WebSocketServerLike | Application;

/** How long a WebSocketServer may take to listen (ms). */
const START_PATIENCE = 5000;

/** The address of a target: a `ws:`, `wss:` or `ws+unix:` URL. Servers are made to listen, and owned by the scope. */
export async function addressOf(target: unknown, base: string | undefined, scope: Scope | undefined): Promise<string> {
  if (target === undefined) return checked(required(base));
  if (typeof target === 'string') return checked(isAbsolute(target) ? target : under(required(base, target), target));
  if (isUrl(target)) return checked(target.href);
  if (isHttpServer(target)) return serverAddress(target, '', scope);
  if (isWebSocketServer(target)) return webSocketServerAddress(target, scope);
  const application = target as Application | null;
  if (typeof application?.getHttpServer === 'function') return addressOf(application.getHttpServer(), base, scope);
  if (application?.server) return addressOf(application.server, base, scope);
  throw new Mistake(`connect() cannot connect to ${show(target)}. ${advice(target)}`);
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
export function isTarget(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value !== undefined;
  return isUrl(value) || isHttpServer(value) || isWebSocketServer(value) || 'getHttpServer' in value || 'server' in value;
}

/** The URL with these parameters added to its own, percent-encoded (RFC 3986 §2.1). */
export function withQuery(address: string, query: Values = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
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
  const given = path === undefined ? 'connect() without a target' : `connect('${path}')`;
  throw new Mistake(
    `${given} needs a URL to go to. Set testEnvironmentOptions: { websocket: { url: 'ws://…' } } in the Jest config, ` +
      'or the environment variable JEST_WEBSOCKET_URL, or give connect() a URL or a server.',
  );
}

/** `mailto:x` is absolute, and so is `localhost:8080` to a URL parser. */
const isAbsolute = (target: string): boolean => /^[a-z][a-z\d+.-]*:/i.test(target);

/** A path under the base, which keeps its own path and query. */
function under(base: string, path: string): string {
  const url = new URL(checked(base));
  const [pathname = '', query = ''] = path.split(/\?(.*)/s);
  const root = url.protocol.includes('unix') && !url.pathname.includes(':') ? `${url.pathname}:` : url.pathname;
  if (pathname !== '') url.pathname = `${root.replace(/\/$/, '')}/${pathname.replace(/^\//, '')}`;
  return added(url.href, query);
}

function checked(address: string): string {
  const url = parse(address);
  const secured: Record<string, string> = { 'http:': 'ws:', 'https:': 'wss:' };
  const scheme = secured[url.protocol] ?? url.protocol;
  if (!['ws:', 'wss:', 'ws+unix:', 'wss+unix:'].includes(scheme)) {
    throw new Mistake(`${show(address)} has the scheme '${url.protocol}'. ${schemeAdvice(address)}`);
  }
  const { href } = url;
  const changed = scheme === url.protocol ? href : `${scheme}${href.slice(url.protocol.length)}`;
  return changed.replace(/#.*$/, '');
}

function parse(address: string): URL {
  try {
    return new URL(address);
  } catch {
    throw new Mistake(`${show(address)} is no URL. Write ws://host:port/path.`);
  }
}

function schemeAdvice(address: string): string {
  return /^[\w.-]+:\d/.test(address) ? `Write 'ws://${address}'.` : 'A WebSocket URL begins with ws:// or wss://.';
}

async function serverAddress(server: HttpServer, path: string, scope: Scope | undefined): Promise<string> {
  return urlOf('setSecureContext' in server ? 'wss' : 'ws', await listening(server, scope), path);
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

async function webSocketServerAddress(wss: WebSocketServerLike, scope: Scope | undefined): Promise<string> {
  const { options, address, once } = wss as unknown as EventEmitter & {
    options?: { server?: HttpServer; noServer?: boolean; path?: string };
    address(): AddressInfo | string | null;
  };
  if (options?.noServer) {
    throw new Mistake('This WebSocketServer has no server of its own (noServer). Give connect() the http.Server.');
  }
  const path = options?.path ?? '';
  if (options?.server) return serverAddress(options.server, path, scope);
  if (address.call(wss) === null)
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, START_PATIENCE);
      once.call(wss, 'listening', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  const found = address.call(wss);
  if (found === null) throw new Mistake('This WebSocketServer does not listen. Give connect() one that does.');
  return urlOf('ws', found, path);
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
