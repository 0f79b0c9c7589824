import { builtInCodec } from '../codecs/built-in-codecs';
import type { Codec } from '../codecs/codec';
import type { CodecProfile } from '../codecs/codec-profile';
import type { OneToOneCodec } from '../codecs/one-to-one-codec';
import type { ConnectOptions } from '../connection/connect-options';
import type { ConnectionSettings } from '../connection/connection';
import type { WatchContract } from '../connection/contract-watch';
import { Route } from '../connection/redirect';
import { upgradeOptions } from '../connection/upgrade-options';
import type { Realm } from '../runtime/realm';
import { UsageError } from '../text/usage-error';
import type { Settings } from './config';

/** The default of `ws`. */
const REDIRECTS = 10;

export const codecOf = ({ codec }: Settings, realm: Realm): Codec | OneToOneCodec =>
  typeof codec === 'string' ? builtInCodec(codec, realm) : codec;

/** The options, with the subprotocols of the codec unless they name some. */
export function withOffer<Options extends ConnectOptions>(options: Options, { protocols }: CodecProfile): Options {
  return protocols === undefined || options.protocols !== undefined ? options : { ...options, protocols };
}

/**
 * What a connection needs to know, from the user's options.
 * @param hasSecrets Whether the codec sends secrets by itself.
 */
export function settingsOf(
  name: string,
  url: string,
  options: ConnectOptions & Settings,
  codec: Codec | OneToOneCodec,
  profile: CodecProfile,
  hasSecrets: boolean,
  contract: WatchContract | undefined,
): ConnectionSettings {
  const { autoPong, timeout, waitForServer = 0, limits, network } = options;
  if (network) refuseOther(options.ws);
  return {
    name,
    route: new Route(url, { ...upgradeOptions(options), hasSecrets }),
    redirects: redirectsOf(options),
    waitForServer,
    autoPong,
    codec,
    profile,
    timeout,
    limits,
    contract,
    network: network === true ? {} : network || undefined,
  };
}

/** @throws {UsageError} when the raw options of the `ws` client connect by themselves. */
function refuseOther(ws: ConnectOptions['ws'] = {}): void {
  const other = ['agent', 'createConnection'].find((name) => ws[name]);
  if (other) throw new UsageError(`The option network cannot be combined with ws: { ${other} }, which connects by itself.`);
}

/** How many redirects are followed. The raw options of the `ws` client win. */
function redirectsOf({ followRedirects, ws }: ConnectOptions): number {
  const { followRedirects: follow = followRedirects, maxRedirects = REDIRECTS } = (ws ?? {}) as Record<string, unknown>;
  return follow ? Number(maxRedirects) : 0;
}
