import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { isUnix, portOf, socketPathOf } from '../connection/websocket-url';

/**
 * Below the ports that systems hand out by default, to clients and to servers that ask for any (from 32768 on Linux, 49152
 * elsewhere), and those of Kubernetes nodes (from 30000). So nobody else gets a port by chance before its process listens.
 */
const LOWEST = 20_000;
const HIGHEST = 29_999;
const TRIES = 20;

/** A port of the loopback address on which nothing listens now. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    const port = randomInt(LOWEST, HIGHEST + 1);
    if (await isFree(port)) return port;
  }
  return portFrom(0);
}

/** Connecting is tried first, since on macOS one can listen on 127.0.0.1 while another process listens on all addresses. */
async function isFree(port: number): Promise<boolean> {
  if (await isListening(`ws://localhost:${port}`)) return false;
  return portFrom(port).then(
    () => true,
    () => false,
  );
}

async function portFrom(wanted: number): Promise<number> {
  const server = createServer().listen(wanted, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Whether something listens at a URL. */
export function isListening(url: string): Promise<boolean> {
  const socket = connect(placeOf(url));
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  }).then((listens) => {
    socket.destroy();
    return listens as boolean;
  });
}

/** How often a port is tried (ms). */
const EVERY = 25;

/** Calls back when something listens at a URL. Returns a function that stops this. */
export function whenListening(url: string, callback: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const ask = async () => {
    const listens = await isListening(url);
    if (isOver) return;
    if (listens) callback();
    else timer = setTimeout(ask, EVERY);
  };
  void ask();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}

/** Whether two URLs lead to the same port, or unix socket. */
export function isSamePlace(one: string, other: string): boolean {
  const [first, second] = [placeOf(one), placeOf(other)];
  if ('path' in first || 'path' in second) return 'path' in first && 'path' in second && first.path === second.path;
  if (first.port !== second.port) return false;
  return first.host === second.host || (LOOPBACK.test(first.host) && LOOPBACK.test(second.host));
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|::1)$/;

function placeOf(url: string): { path: string } | { host: string; port: number } {
  const place = new URL(url);
  if (isUnix(url)) return { path: socketPathOf(url) };
  return { host: place.hostname.replace(/^\[|\]$/g, ''), port: portOf(place) };
}
