import type { NamedValues } from '../codecs/named-values';
import { decoded } from '../text/decoded';
import { maskAddress } from '../text/mask';
import { show } from '../text/show';
import { UsageError } from '../text/usage-error';

/** The address of a host without a scheme, with a port or a path: `127.0.0.1:8080`, `[::1]/chat`; or a port alone: `:8080`. */
const BARE_HOST = /^\s*(?:\d{1,3}(?:\.\d{1,3}){3}|\[[\da-f:.]+\]|)(?::\d+)?(?:[/?]|\s*$)/i;
const isBareHost = (target: string): boolean => BARE_HOST.test(target) && /^\s*[\d[:]/.test(target);

/** Whether it is no path: it has a scheme, as `mailto:x` has, and `localhost:8080` to a URL parser, or is a host without one. */
export const isAbsolute = (target: string): boolean => /^\s*[a-z][a-z\d+.-]*:/i.test(target) || isBareHost(target);

/**
 * The `ws:`, `wss:` or `ws+unix:` URL for an address, which may have the scheme `http:` or `https:`.
 * @throws {UsageError} when it is no such URL.
 */
export function webSocketUrl(address: string): string {
  const url = parse(address);
  const secured: Record<string, string> = { 'http:': 'ws:', 'https:': 'wss:' };
  const scheme = secured[url.protocol] ?? url.protocol;
  if (!['ws:', 'wss:', 'ws+unix:'].includes(scheme)) {
    // the part before the colon may be a user's name, which is not shown
    const problem = hasUserInfo(url) ? 'is not a WebSocket URL' : `has the scheme '${url.protocol}'`;
    throw new UsageError(`${shownAddress(address)} ${problem}. ${schemeAdvice(address, url)}`);
  }
  const { href } = url;
  const changed = scheme === url.protocol ? href : `${scheme}${href.slice(url.protocol.length)}`;
  return changed.replace(/#.*$/, '');
}

function parse(address: string): URL {
  try {
    return new URL(address);
  } catch {
    const example = isBareHost(address)
      ? shownAddress(`ws://${address.trim().replace(/^:/, 'localhost:')}`)
      : 'ws://host:port/path';
    throw new UsageError(`${shownAddress(address)} is not a URL. Write ${example}.`);
  }
}

/** `user:password@host`: to a URL parser `user:` is the scheme. */
const hasUserInfo = ({ host, pathname }: URL): boolean => host === '' && /^[^/]*@/.test(pathname);

function schemeAdvice(address: string, url: URL): string {
  const isHost = /^[\w.-]+:\d/.test(address) || hasUserInfo(url);
  return isHost ? `Write ${shownAddress(`ws://${address}`)}.` : 'A WebSocket URL begins with ws:// or wss://.';
}

/** An address as the user wrote it, with its secrets masked, even if it is no URL. */
export const shownAddress = (address: string): string => show(maskAddress(address));

/** Whether a WebSocket URL leads to a unix socket. */
export const isUnix = (url: string): boolean => /^ws\+unix:/.test(url);

/** The path of the unix socket that a URL leads to. */
export const socketPathOf = (url: string): string => decoded(new URL(url).pathname.replace(/:.*/, ''));

/** The port of a URL, which need not name that of its scheme. */
export const portOf = ({ port, protocol }: URL): number => Number(port || (protocol === 'wss:' ? 443 : 80));

/** The path of a URL. For a unix socket it stands behind a colon: `ws+unix:/run/chat.sock:/path`. */
export function pathOf(address: string): string {
  const { pathname } = new URL(address);
  if (!isUnix(address)) return pathname;
  const colon = pathname.indexOf(':');
  return colon === -1 ? '/' : pathname.slice(colon + 1);
}

/** Whether a URL has a path, other than `/`. */
export const hasPath = (address: string): boolean => !['', '/'].includes(pathOf(address));

/** A path under a URL, which keeps its own path and query. */
export function urlUnder(base: string, path: string): string {
  const url = new URL(base);
  const [pathname = '', query = ''] = path.trim().split(/\?(.*)/s);
  const root = isUnix(base) && !url.pathname.includes(':') ? `${url.pathname}:` : url.pathname;
  if (pathname !== '') url.pathname = `${root.replace(/\/$/, '')}/${pathname.replace(/^\//, '')}`;
  return added(url.href, query);
}

/**
 * The URL with these parameters added to its own, percent-encoded (RFC 3986 §2.1).
 * @param defaults Parameters to add if neither the URL nor `query` has them.
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
  if (isUnix(address) && !url.pathname.includes(':')) url.pathname += ':/'; // else it would be a part of the socket's path
  url.search = url.search === '' ? query : `${url.search}&${query}`;
  return url.href;
}
