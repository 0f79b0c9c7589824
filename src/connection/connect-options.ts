import { type CodecName, codecNames } from '../codecs/built-in-codecs';
import type { Codec } from '../codecs/codec';
import { codecAdvice } from '../codecs/codec-advice';
import type { NamedValues } from '../codecs/named-values';
import { namedValues, path, protocols } from '../codecs/offer-checks';
import {
  added,
  boolean,
  bytes,
  check,
  duration,
  group,
  isString,
  milliseconds,
  oneOf,
  rate,
  record,
  secret,
  string,
  times,
} from '../text/option-checks';
import { isRecord, mergeOptions, type OptionsOf } from '../text/options';
import { contract } from './contract-options';
import { cookies } from './cookies';
import { mergeHeaders } from './headers';

const codec = check<CodecName | Codec<any, any, any>>(
  `${codecNames.map((name) => `'${name}'`).join(', ')} or a codec with a function 'open'`,
  (value) => (codecNames as readonly unknown[]).includes(value) || (isRecord(value) && typeof value.open === 'function'),
  { advice: codecAdvice },
);

type Pem = string | Buffer | readonly (string | Buffer)[];

const pem = check<Pem>('PEM text or bytes', (value) =>
  [value].flat().every((part) => isString(part) || ArrayBuffer.isView(part)),
);

const names = check<readonly string[]>(
  'an array of names',
  (value) => Array.isArray(value) && value.every((name) => isString(name) && /[^*]/.test(name)),
);

const tlsOptions = {
  /** Authorities to trust instead of the system's, as PEM. */
  ca: pem,
  /** The certificate of the client, as PEM. */
  cert: pem,
  /** The private key of that certificate, as PEM. */
  key: pem,
  /** Whether a server whose certificate cannot be verified is refused. Defaults to `true`. */
  rejectUnauthorized: boolean,
  /** The name that the server's certificate must carry (SNI). Defaults to the host of the URL. */
  servername: string,
};

const networkOptions = {
  /** How long each byte takes to arrive, in ms, in each direction. Defaults to 0. */
  latency: duration,
  /** How many bytes pass each second, in each direction. Defaults to `Infinity`. */
  bytesPerSecond: rate,
};

/** The network of a client, as it is when the client opens. */
export interface NetworkOptions extends OptionsOf<typeof networkOptions> {}

const network = check<boolean | NetworkOptions>(
  'true, or an object { latency, bytesPerSecond }',
  (value) => typeof value === 'boolean' || isRecord(value),
  { options: networkOptions },
);

/** How TLS connects, to a `wss:` URL. */
export interface TlsOptions extends OptionsOf<typeof tlsOptions> {}

/** The options that can also be configured, for all clients. */
export const clientOptions = {
  /** Parameters that are added to the URL's own query, percent-encoded: `{ room: 'a b', tag: [1, 2] }`. */
  query: secret(added(namedValues)),
  /** Headers of the upgrade request. */
  headers: secret<NamedValues>({ ...namedValues, merge: mergeHeaders }),
  /** Values by their names, added to the `Cookie` header (RFC 6265 §4.2) as they are: encode what it cannot carry. */
  cookies: secret(added(cookies)),
  /** Subprotocols to offer (RFC 6455 §1.9). */
  protocols: secret(protocols),
  /** The `Origin` header. Defaults to none, as ws does. */
  origin: string,
  /** How payloads become messages. Defaults to `'json'`: JSON if it parses, otherwise the text; binary as `Buffer`. */
  codec,
  /**
   * How long the handshake and each expectation may take, in ms, but only until shortly before the test's own timeout, so
   * that the failure can still be told. Defaults to all the time that the test has, and to 5000 outside any test or hook.
   */
  timeout: milliseconds,
  /**
   * How long to try again while nothing listens, or the server answers 502 or 503, in ms, in addition to `timeout`. Defaults
   * to 0: there is one attempt.
   */
  waitForServer: duration,
  /** How TLS connects, to a `wss:` URL. */
  tls: secret(group<TlsOptions>(tlsOptions)),
  /** The largest message to accept, in bytes. Defaults to 104,857,600 (100 MiB), as ws does. */
  maxPayload: bytes,
  /** Whether pings are answered. Defaults to `true`. */
  autoPong: boolean,
  /**
   * Whether the client connects through a simulated network, which the test controls by `client.network`. An object says how
   * that is when the client opens. Defaults to `false`.
   */
  network,
  /**
   * What the messages must conform to: the path of an AsyncAPI document, relative to Jest's `rootDir`; an object with more
   * options, or with Standard Schemas instead; `false` for nothing. A message that breaks it fails the test.
   */
  contract,
  /** Whether redirects of the upgrade are followed. Defaults to `false`. */
  followRedirects: boolean,
  /**
   * Further names of fields, headers and parameters whose values are secret: `ssn`, `x-tenant-*`, where `*` is any text. The
   * values are masked in everything that the test file shows.
   */
  mask: secret({ ...names, merge: (first, second) => [...(first ?? []), ...second] }),
  /** Raw options of the `ws` client, which take precedence over the others. */
  ws: secret({ ...record, merge: (first = {}, second) => mergeOptions({}, first, second) }),
};

/** The options of a client that can also be configured, for all clients. */
export interface ClientOptions extends OptionsOf<typeof clientOptions> {}

export const connectOptions = {
  /** What the client is called in failures. Defaults to `client 1`, `client 2`… of the test. */
  name: string,
  /** The path under the target (a server, or the configured URL), such as `/chat`, with or without a query. */
  path,
  ...clientOptions,
  /**
   * `'partial'`: the client sends a part of its upgrade request and never the rest, to test that the server gives up.
   * `connect()` then rejects, like after any failed handshake, or after the client's timeout. Defaults to `'whole'`.
   */
  handshake: oneOf('whole', 'partial'),
};

/** How one client connects. */
export interface ConnectOptions<Incoming = any, Outgoing = any, Reply = any> extends OptionsOf<typeof connectOptions> {
  readonly codec?: CodecName | Codec<Incoming, Outgoing, Reply>;
}

const opcode = check<number>('an opcode, 0 to 15', (value) => times.accepts(value) && value <= 15);

const length = check<number>(
  'a whole number of bytes, 0 or more',
  (value) => Number.isSafeInteger(value) && (value as number) >= 0,
);

export const frameOptions = {
  /** Whether the frame is binary. Defaults to `true` for bytes, `false` for text. */
  binary: boolean,
  /** The opcode, 0–15 (8 closes, 9 is a ping, 3 is reserved). Defaults to 1 for text, 2 for binary data; to 0 within fragments. */
  opcode,
  /** Whether it is the last fragment of its message. Defaults to `true`. */
  fin: boolean,
  /** Whether it is compressed, if the handshake negotiated that. Defaults to what was negotiated. */
  compress: boolean,
  /** Whether it is masked; a server must refuse a frame that is not. Defaults to `true`. */
  mask: boolean,
  /** The reserved bit of compressed messages (RFC 7692 §6). Defaults to `false`. */
  rsv1: boolean,
  /** The second reserved bit. Defaults to `false`. */
  rsv2: boolean,
  /** The third reserved bit. Defaults to `false`. */
  rsv3: boolean,
  /** The payload length in the header, in bytes, right or wrong. Defaults to the length of the payload. */
  length,
  /**
   * Whether it must conform to the client's contract. Defaults to `true`, but to `false` for a fragment of a message. A frame
   * with `opcode`, `rsv1`, `rsv2`, `rsv3` or `length` is not held to it.
   */
  contract: boolean,
};

/** How `sendRaw` frames its data (RFC 6455 §5.2). */
export interface FrameOptions extends OptionsOf<typeof frameOptions> {}
