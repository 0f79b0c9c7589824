import { createConnection } from 'node:net';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import type { NamedValues } from '../codecs/named-values';
import { mergeOptions } from '../text/options';
import type { ConnectOptions, TlsOptions } from './connect-options';
import { withCookies } from './cookies';
import { headersOf, mergeHeaders } from './headers';
import { sendPartially } from './partial-request';
import { isUnix, socketPathOf } from './websocket-url';

/** The options of the upgrade request, whatever the URL. */
export interface UpgradeOptions extends Pick<ConnectOptions, 'headers' | 'origin' | 'maxPayload' | 'tls' | 'handshake' | 'ws'> {
  readonly protocols: readonly string[];
  /** Whether the codec sends secrets by itself, once the connection is open. */
  readonly hasSecrets?: boolean;
}

/** The headers and options of the raw `ws` client come last: they win over the others. */
export function upgradeOptions(options: ConnectOptions): UpgradeOptions {
  const { origin, maxPayload, tls, handshake, protocols = [] } = options;
  const { headers, followRedirects: _, ...ws } = (options.ws ?? {}) as Record<string, unknown> & { headers?: NamedValues };
  return {
    headers: withCookies(mergeHeaders(options.headers, headers), options.cookies),
    protocols: [protocols].flat(),
    ...(origin !== undefined && { origin }),
    ...(maxPayload !== undefined && { maxPayload }),
    ...(tls && { tls }),
    ...(handshake && { handshake }),
    ws,
  };
}

/** The options that the `ws` client is given for a URL. */
export function socketOptions(url: string, options: UpgradeOptions): Record<string, unknown> {
  const { headers = {}, origin, maxPayload, tls, handshake, ws } = options;
  return {
    headers: headersOf(headers),
    origin,
    ...(maxPayload !== undefined && { maxPayload }),
    ...tlsFor(url, tls),
    ...(isUnix(url) && { createConnection: () => createConnection(socketPathOf(url)) }),
    ...(handshake === 'partial' && { finishRequest: sendPartially }),
    ...ws,
  };
}

/** Options of a TLS connection to a URL. */
export function tlsFor(url: string, tls: TlsOptions | undefined): Record<string, unknown> {
  const defaults = isLoopback(url) && tls?.servername === undefined ? loopbackIdentity : {};
  return mergeOptions<Record<string, unknown>>({}, defaults, tls ?? {});
}

const isLoopback = (url: string): boolean => /^(wss|https):\/\/(127\.0\.0\.1|\[::1\])[:/]/.test(url);

/** A local server's certificate usually says `localhost`, while we reach the server by its address: either will do. */
const loopbackIdentity = {
  servername: 'localhost',
  checkServerIdentity: (_host: string, certificate: PeerCertificate) =>
    ['localhost', '127.0.0.1', '::1'].every((host) => checkServerIdentity(host, certificate) !== undefined)
      ? checkServerIdentity('localhost', certificate)
      : undefined,
};
