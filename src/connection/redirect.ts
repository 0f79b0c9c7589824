import type { IncomingMessage } from 'node:http';
import type { NamedValues } from '../codecs/named-values';
import { maskUrl } from '../text/mask';
import { isSecret } from '../text/secret-names';
import { show } from '../text/show';
import type { UpgradeOptions } from './upgrade-options';

/** The URL and the options of the upgrade request; after a redirect to another server, without secrets for the first. */
export class Route {
  constructor(
    readonly url: string,
    readonly options: UpgradeOptions,
    /** The URLs that have led here. */
    readonly visited: readonly string[] = [],
  ) {}

  /**
   * Where a response redirects the client (RFC 9110 §15.4): a route, or a sentence that says why it must not go there.
   * Undefined if the response is not a redirect.
   */
  after({ statusCode = 0, headers: { location } }: IncomingMessage): Route | string | undefined {
    if (location === undefined || statusCode < 300 || statusCode >= 400) return undefined;
    const to = resolved(location, this.url);
    if (!to) return `it redirects to ${show(maskUrl(location))}, which is not the URL of a WebSocket.`;
    if (isEncrypted(this.url) && !isEncrypted(to)) {
      return `it redirects to ${maskUrl(to)}, which is not encrypted and so not followed. Connect to it, if that is meant.`;
    }
    const isSame = isSameOrigin(this.url, to);
    if (!isSame && this.options.hasSecrets) {
      return `it redirects to ${maskUrl(to)}, another server, and the codec would tell it secrets. Connect to it, if that is meant.`;
    }
    return new Route(to, isSame ? this.options : withoutSecrets(this.options), [...this.visited, this.url]);
  }

  /** A sentence that tells how the client got here, to follow another; empty if it was not redirected. */
  get account(): string {
    if (this.visited.length === 0) return '';
    return ` It was redirected: ${[...this.visited, this.url].map(maskUrl).join(' → ')}`;
  }
}

/** A `ws:` or `wss:` URL. */
function resolved(location: string, from: string): string | undefined {
  let url: URL;
  try {
    url = new URL(location, from);
  } catch {
    return undefined;
  }
  const scheme = { 'http:': 'ws:', 'https:': 'wss:', 'ws:': 'ws:', 'wss:': 'wss:' }[url.protocol];
  if (scheme === undefined) return undefined;
  const to = new URL(`${scheme}${url.href.slice(url.protocol.length).replace(/#.*$/, '')}`);
  if (to.username === '' && isSameOrigin(from, to.href)) {
    const { username, password } = new URL(from);
    Object.assign(to, { username, password });
  }
  return to.href;
}

const isEncrypted = (url: string): boolean => url.startsWith('wss:');

function isSameOrigin(one: string, other: string): boolean {
  const [a, b] = [new URL(one), new URL(other)];
  return a.protocol === b.protocol && a.host === b.host;
}

/** The options for another server: without secrets, and without names and certificates that belong to the first. */
function withoutSecrets(options: UpgradeOptions): UpgradeOptions {
  const { ca, rejectUnauthorized } = options.tls ?? {};
  const ws = Object.entries(options.ws ?? {}).filter(([name]) => !OF_ONE_SERVER.has(name));
  return {
    ...options,
    headers: withoutSecretHeaders(options.headers),
    protocols: withoutSecretProtocols(options.protocols),
    tls: { ...(ca !== undefined && { ca }), ...(rejectUnauthorized !== undefined && { rejectUnauthorized }) },
    ws: Object.fromEntries(ws),
  };
}

/** Raw options of `ws`, for Node's http and tls, that are meant for one server. */
const OF_ONE_SERVER = new Set([
  'auth',
  'cert',
  'checkServerIdentity',
  'key',
  'passphrase',
  'pfx',
  'pskCallback',
  'servername',
  'session',
]);

function withoutSecretHeaders(headers: NamedValues = {}): NamedValues {
  const kept = Object.entries(headers).filter(([name, value]) => !/^host$/i.test(name) && !isSecret(name, String(value)));
  return Object.fromEntries(kept);
}

/** Whether a subprotocol is a token, or has a name like one. */
export const isTokenProtocol = (protocol: string): boolean =>
  isSecret(protocol, protocol) || /bearer|token|^ey[\w-]+\.|^[\w.~-]{40,}$/i.test(protocol);

/** Browsers cannot set headers, so some send a token as a subprotocol: `bearer.…`, `access_token, …`, a JWT (RFC 7519 §3). */
function withoutSecretProtocols(protocols: readonly string[]): readonly string[] {
  const announces = (protocol = '') => /^(?:[\w.-]*[-_.])?(?:token|bearer|auth|authorization|jwt|api[-_]?key)$/i.test(protocol);
  return protocols.filter(
    (protocol, index) => !isTokenProtocol(protocol) && !announces(protocol) && !announces(protocols[index - 1]),
  );
}
