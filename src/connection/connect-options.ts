import { type CodecName, codecNames } from '../codecs/built-in-codecs';
import type { Codec } from '../codecs/codec';
import * as check from '../text/option-checks';
import { mergeHeaders } from './headers';

/** Values of a query or of headers; an array repeats the name. Null and undefined leave it out. */
export type Values = Readonly<Record<string, Scalar | readonly Scalar[] | null | undefined>>;
type Scalar = string | number | boolean;

export interface TlsOptions {
  /** Authorities to trust instead of the system's, as PEM. */
  readonly ca?: string | Buffer | readonly (string | Buffer)[];
  readonly cert?: string | Buffer;
  readonly key?: string | Buffer;
  /** Defaults to `true`. */
  readonly rejectUnauthorized?: boolean;
  /** The name that the server's certificate must carry (SNI). Defaults to the host of the URL. */
  readonly servername?: string;
}

/** How one client connects. */
export interface ConnectOptions<Incoming = any, Outgoing = any> {
  /** What the client is called in failures. Defaults to `client 1`, `client 2`… of the test. */
  readonly name?: string;
  /** The path under the target (a server, or the configured URL), such as `/chat`, with or without a query. */
  readonly path?: string;
  /** Added to the URL's own query, encoded. */
  readonly query?: Values;
  /** Headers of the upgrade request. */
  readonly headers?: Values;
  /** Subprotocols to offer (RFC 6455 §1.9). */
  readonly protocols?: string | readonly string[];
  /** The `Origin` header. Defaults to none, as ws does. */
  readonly origin?: string;
  /** How payloads become messages. Defaults to `'json'`: JSON if it parses, otherwise the text; binary as `Buffer`. */
  readonly codec?: CodecName | Codec<Incoming, Outgoing>;
  /**
   * How long the handshake and each expectation may take, in ms; at most until shortly before the test ends. Defaults to
   * all the time that the test has, and to 5000 outside any test or hook.
   */
  readonly timeout?: number;
  readonly tls?: TlsOptions;
  /** The largest message to accept, in bytes. Defaults to 104,857,600 (100 MiB), as ws does. */
  readonly maxPayload?: number;
  /** Whether pings are answered. Defaults to `true`. */
  readonly autoPong?: boolean;
  /** Whether redirects of the upgrade are followed. Defaults to `false`. */
  readonly followRedirects?: boolean;
  /**
   * More names of fields, headers and parameters whose values are secret: `ssn`, `x-tenant-*`. They are masked in
   * everything that the test file shows.
   */
  readonly mask?: readonly string[];
  /** Raw options of the `ws` client, which take precedence over the others. */
  readonly ws?: Readonly<Record<string, unknown>>;
}

/** How `sendRaw` frames its data (RFC 6455 §5.2). */
export interface FrameOptions {
  /** Whether the frame is binary. Defaults to `true` for bytes, `false` for text. */
  readonly binary?: boolean;
  /** Whether it is the last fragment of its message. Defaults to `true`. */
  readonly fin?: boolean;
  /** Whether it is compressed, if the handshake negotiated that. Defaults to what was negotiated. */
  readonly compress?: boolean;
  /** Whether it is masked; a server must refuse a frame that is not. Defaults to `true`. */
  readonly mask?: boolean;
}

export const frameChecks: check.Checks = {
  binary: check.boolean,
  fin: check.boolean,
  compress: check.boolean,
  mask: check.boolean,
};

const scalar = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value);

const values: check.Check = {
  expects: 'an object of strings, numbers, booleans, or arrays of them',
  accepts: (value) =>
    check.isRecord(value) && Object.values(value).every((part) => part == null || [part].flat().every((item) => scalar(item))),
};

const codec: check.Check = {
  expects: `${codecNames.map((name) => `'${name}'`).join(', ')} or a codec with a function 'open'`,
  accepts: (value) =>
    (codecNames as readonly unknown[]).includes(value) || (check.isRecord(value) && typeof value.open === 'function'),
  advice: (value) => {
    // what open() returns, given in its place
    const isSession = check.isRecord(value) && typeof value.decode === 'function' && typeof value.encode === 'function';
    return isSession ? 'Wrap it: { open: () => ({ decode, encode }) }.' : undefined;
  },
};

const pem: check.Check = {
  expects: 'PEM text or bytes',
  accepts: (value) => [value].flat().every((part) => check.isString(part) || ArrayBuffer.isView(part)),
};

const protocols: check.Check = {
  expects: 'a string or an array of strings',
  accepts: (value) => [value].flat().every(check.isString),
};

const names: check.Check = {
  expects: 'an array of names',
  accepts: (value) => Array.isArray(value) && value.every((name) => check.isString(name) && /[^*]/.test(name)),
};

const path: check.Check = {
  expects: "a path such as '/chat'",
  accepts: (value) => check.isString(value) && !/^\s*\w+:\/\//.test(value),
};

export const sharedChecks = {
  query: check.isPrivate(values),
  headers: check.isPrivate(values),
  protocols: check.isPrivate(protocols),
  origin: check.string,
  codec,
  timeout: check.milliseconds,
  tls: check.isPrivate(
    check.options({
      ca: pem,
      cert: pem,
      key: pem,
      rejectUnauthorized: check.boolean,
      servername: check.string,
    }),
  ),
  maxPayload: check.bytes,
  autoPong: check.boolean,
  followRedirects: check.boolean,
  mask: check.isPrivate(names),
  ws: check.isPrivate(check.record),
};

export const connectChecks: check.Checks = { name: check.string, path, ...sharedChecks };

/** Options whose own options are merged by their names. */
const nested: readonly string[] = ['query', 'headers', 'tls', 'ws', 'limits', 'teardown'];

/** The second over the first. */
export function mergeOptions<Base extends object>(base: Base, over: object): Base {
  const merged = { ...base } as Record<string, unknown>;
  for (const [name, value] of Object.entries(over)) {
    if (value === undefined) continue;
    if (name === 'mask') continue; // it is added to the one list
    if (name === 'headers') merged[name] = mergeHeaders(merged[name] as Values, value);
    else merged[name] = nested.includes(name) ? { ...(merged[name] as object), ...value } : value;
  }
  return merged as unknown as Base;
}
