import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import { builtInCodec } from './codec';
import type { ConnectionSettings } from './connection';
import type { Config, ConnectOptions, TlsOptions, Values } from './options';
import type { Realm } from './realm';
import type { Limits } from './stream';

const MEBIBYTE = 2 ** 20;

export const defaults = { quietWindow: 100, grace: 200 };

const defaultLimits: Limits = { transcript: 64 * MEBIBYTE, unread: 256 * MEBIBYTE };

/** What a connection needs, from what the user said. */
export function settingsOf(
  name: string,
  url: string,
  options: ConnectOptions & Pick<Config, 'limits'>,
  realm: Realm,
): ConnectionSettings {
  const { codec = 'json', protocols = [], autoPong = true, timeout, limits } = options;
  return {
    name,
    url,
    protocols: [protocols].flat(),
    socket: socketOptions(url, options),
    autoPong,
    codec: typeof codec === 'string' ? builtInCodec(codec, realm) : codec,
    timeout,
    limits: { ...defaultLimits, ...limits },
  };
}

function socketOptions(url: string, options: ConnectOptions): Record<string, unknown> {
  const { headers, origin, maxPayload, followRedirects, tls, ws } = options;
  const given = {
    ...(headers && { headers: headersOf(headers) }),
    ...(origin !== undefined && { origin }),
    ...(maxPayload !== undefined && { maxPayload }),
    ...(followRedirects !== undefined && { followRedirects }),
    ...tlsFor(url, tls),
  };
  return { ...given, ...ws };
}

/** Options of a TLS connection to a URL. */
export function tlsFor(url: string, tls: TlsOptions | undefined): Record<string, unknown> {
  return { ...(isLoopback(url) && tls?.servername === undefined && loopbackIdentity), ...tls };
}

function headersOf(headers: Values): Record<string, string | string[]> {
  const said = Object.entries(headers).filter(([, value]) => value != null);
  return Object.fromEntries(said.map(([name, value]) => [name, Array.isArray(value) ? value.map(String) : String(value)]));
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
