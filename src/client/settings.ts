import { builtInCodec } from '../codecs/built-in-codecs';
import type { ConnectOptions } from '../connection/connect-options';
import type { ConnectionSettings } from '../connection/connection';
import { Route } from '../connection/redirect';
import { upgradeOptions } from '../connection/upgrade-options';
import type { Limits } from '../log/log';
import type { Realm } from '../runtime/realm';
import type { Config } from './config';

const MEBIBYTE = 2 ** 20;

/** As `ws` does. */
const REDIRECTS = 10;

export const defaults = { quietWindow: 100, grace: 200 };

const defaultLimits: Limits = { transcript: 64 * MEBIBYTE, unread: 256 * MEBIBYTE };

/** What a connection needs, from what the user said. */
export function settingsOf(
  name: string,
  url: string,
  options: ConnectOptions & Pick<Config, 'limits'>,
  realm: Realm,
): ConnectionSettings {
  const { codec = 'json', autoPong = true, timeout, limits } = options;
  return {
    name,
    route: new Route(url, upgradeOptions(options)),
    redirects: redirectsOf(options),
    autoPong,
    codec: typeof codec === 'string' ? builtInCodec(codec, realm) : codec,
    timeout,
    limits: { ...defaultLimits, ...limits },
  };
}

/** How many redirects are followed. The raw options of the `ws` client win. */
function redirectsOf({ followRedirects, ws }: ConnectOptions): number {
  const { followRedirects: follow = followRedirects, maxRedirects = REDIRECTS } = (ws ?? {}) as Record<string, unknown>;
  return follow ? Number(maxRedirects) : 0;
}
