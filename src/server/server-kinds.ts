import type { EventEmitter } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/*
 * What may stand for a server, told by what it has: the packages are the user's own, of any version, and loaded in the
 * world of the test.
 */

/** The `WebSocketServer` of ws, of any version. */
export interface WebSocketServerLike {
  handleUpgrade(...args: never[]): void;
  readonly clients: object;
}

/** What else is read of a `WebSocketServer`. */
export interface WebSocketServerParts extends EventEmitter {
  readonly options?: { readonly server?: HttpServer; readonly noServer?: boolean; readonly path?: string };
  address(): AddressInfo | string | null;
  close(): void;
}

/** An application of a framework that has a server. */
export interface Application {
  /** Nest's way to its server. */
  getHttpServer?(): unknown;
  /** Fastify's. */
  readonly server?: unknown;
  /** Resolves when routes and plugins are loaded (Fastify). */
  ready?(): unknown;
}

/** The server of Socket.IO. */
export interface SocketIoServer {
  of(...args: never[]): unknown;
  attach(...args: never[]): unknown;
}

export function isHttpServer(value: unknown): value is HttpServer {
  return has(value, 'listen') && has(value, 'address') && has(value, 'closeIdleConnections');
}

/** Whether it is a server of `node:net` or `node:http2` that speaks no HTTP/1.1, so that no WebSocket can begin there. */
export const isOtherServer = (value: unknown): boolean => has(value, 'getConnections') && !isHttpServer(value);

export function isWebSocketServer(value: unknown): value is WebSocketServerLike {
  return has(value, 'handleUpgrade') && typeof (value as WebSocketServerLike).clients === 'object';
}

export const isSocketIoServer = (value: unknown): value is SocketIoServer => has(value, 'of') && has(value, 'attach');

export function isApplication(value: unknown): value is Application {
  if (typeof value !== 'object' || value === null) return false;
  return 'getHttpServer' in value || 'server' in value || isSocketIoServer(value);
}

export function has<Name extends string>(value: unknown, method: Name): value is Record<Name, (...args: never[]) => unknown> {
  return typeof (value as Record<string, unknown> | null | undefined)?.[method] === 'function';
}

/**
 * The `http.Server` or `WebSocketServer` that a target is or has. An application is made ready first, since some have a
 * server only then. Undefined if there is none.
 */
export async function serverBehind(target: unknown): Promise<HttpServer | WebSocketServerLike | undefined> {
  if (isHttpServer(target) || isWebSocketServer(target)) return target;
  if (has(target, 'getHttpServer')) {
    await initialized(target);
    return serverBehind(target.getHttpServer());
  }
  if (isSocketIoServer(target)) return serverBehind(httpServerOf(target));
  const { server } = (target ?? {}) as Application;
  if (!server) return undefined;
  if (has(target, 'ready')) await target.ready();
  return serverBehind(server);
}

/** The server that a target is or has, as far as that is known before an application is made ready. */
export function knownServer(target: unknown): object | undefined {
  const { server } = (target ?? {}) as Application;
  if (isWebSocketServer(target)) return (target as unknown as WebSocketServerParts).options?.server ?? target;
  if (isHttpServer(target) || isOtherServer(target)) return target as object;
  return server ? knownServer(server) : undefined;
}

const initializations = new WeakMap<object, unknown>();

/** Nest attaches its gateways in `init()`, which only its own `listen()` would call. Called once for each application. */
async function initialized(application: object): Promise<void> {
  if ((application as { isInitialized?: unknown }).isInitialized !== false || !has(application, 'init')) return;
  const beginning = initializations.get(application) ?? application.init();
  initializations.set(application, beginning);
  await beginning;
}

/** Socket.IO makes its http server only when it listens, so one is made and attached if there is none yet. */
function httpServerOf(io: SocketIoServer): unknown {
  const { httpServer } = io as { httpServer?: unknown };
  if (httpServer) return httpServer;
  const made = createServer();
  io.attach(made as never);
  return made;
}
