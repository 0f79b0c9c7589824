import type { Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve, sep } from 'node:path';
import { UsageError } from '../text/usage-error';

/**
 * The `ws:`, `wss:` or `ws+unix:` URL of a server that listens there.
 * @throws {UsageError} for TLS on a unix socket, which no URL names.
 */
export function urlOfServer(server: object, address: AddressInfo | string, path = ''): string {
  const scheme = isSecure(server) ? 'wss' : 'ws';
  if (typeof address === 'string') {
    if (isSecure(server)) {
      throw new UsageError(
        "The https.Server listens on a unix socket, where clients speak no TLS. Write listen(0, '127.0.0.1').",
      );
    }
    const socket = resolve(address).split(sep).map(encodeURIComponent).join('/');
    return `ws+unix://${socket}${path && `:${path}`}`;
  }
  return `${scheme}://${hostOf(address.address)}:${address.port}${path || '/'}`;
}

/** Whether it is an `https.Server`. */
const isSecure = (server: object): server is HttpServer => 'setSecureContext' in server;

/** The host to connect to: for a server that listens on all addresses, the loopback address. */
function hostOf(address: string): string {
  if (address === '0.0.0.0') return '127.0.0.1';
  if (address === '::') return '[::1]';
  return address.includes(':') ? `[${address}]` : address;
}
