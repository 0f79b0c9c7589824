import { bytesOf } from '../runtime/bytes';
import { copyOf } from '../runtime/copy';
import { isPromise, neglect } from '../runtime/tag';
import { nameOf } from '../text/name-of';
import { said, show } from '../text/show';
import { UsageError } from '../text/usage-error';
import type { Codec, CodecConnection, CodecSession, Payload } from './codec';
import { jsonWeight } from './json-weight';
import { OneToOneCodec } from './one-to-one-codec';

/** A codec at work on one connection. What a user's codec returns is checked, since it may be anything. */
export interface CheckedCodec {
  /** The messages that a payload completes. If it cannot be decoded, the last of them is a `Problem`. */
  decode(payload: Payload): Iterable<unknown>;
  /** Decodes the one message of a payload once more; undefined for a codec with state, which would make another of it. */
  readonly again: ((payload: Payload) => unknown) | undefined;
  /** The memory that a payload and its decoded values take: an estimate, in bytes. */
  weigh(payload: Payload): number;
  /** The payloads that carry a message, each with its value in the transcript. */
  encode(message: unknown): readonly Encoded[];
}

export interface Encoded {
  readonly payload: Payload;
  readonly valueOf: () => unknown;
  /** The memory that it takes, its value included: an estimate, in bytes. Defaults to the length of the payload. */
  readonly weight?: number;
}

/** Stands among decoded messages for a payload that could not be decoded. */
export class Problem {
  constructor(readonly text: string) {}
}

/** @throws {UsageError} when the name cannot be read, or is not text. */
export function nameOfCodec(codec: Pick<Codec, 'name'>): string {
  let name: unknown;
  try {
    name = codec.name;
  } catch (error) {
    throw new UsageError(`The name of the codec cannot be read: ${said(error)}.`);
  }
  if (name === undefined) return 'custom';
  if (typeof name !== 'string') throw new UsageError(`The name of the codec must be text, not ${show(name)}.`);
  return name;
}

/** @throws when the codec cannot be opened, or what it opens is not a session. */
export function openSession(codec: Codec | OneToOneCodec, connection: CodecConnection): CheckedCodec {
  if (codec instanceof OneToOneCodec) return ours(codec);
  const opened: unknown = codec.open(connection);
  if (isPromise(opened)) {
    neglect(opened);
    throw new TypeError('open() returned a promise. Return { decode, encode } from it at once');
  }
  const { decode, encode } = (opened ?? {}) as Partial<CodecSession>;
  if (typeof decode !== 'function' || typeof encode !== 'function') {
    throw new TypeError(`open() returned ${kindOf(opened)}. Return { decode, encode }, two functions, from it`);
  }
  return checked(opened as CodecSession);
}

/** A built-in codec. The value of a sent message is made when somebody looks at it: few are ever looked at. */
function ours(codec: OneToOneCodec): CheckedCodec {
  return {
    decode: (payload) => [codec.decode(payload)],
    again: codec.decode,
    weigh: codec.weigh,
    encode: (message) => {
      const payload = asItIs(codec.encode(message));
      return [{ payload, valueOf: typeof message === 'object' ? decodedAgain(codec, payload) : always(message) }];
    },
  };
}

/** An object as it was sent, whatever the test does to it afterwards. This keeps the payload alive, not the object. */
const decodedAgain = (codec: OneToOneCodec, payload: Payload) => () => codec.decode(payload);

const always = (value: unknown) => () => value;

function checked(session: CodecSession): CheckedCodec {
  return {
    weigh: jsonWeight,
    decode: (payload) => decoded(session, payload),
    again: undefined,
    encode: (message) => {
      const encoded: unknown = session.encode(message);
      const payloads = (Array.isArray(encoded) ? encoded : [encoded]).map((one: unknown) => payloadOf(one, 'encode() returned'));
      return payloads.map((payload) => {
        const value = session.sentValue ? session.sentValue(payload, message) : copyOf(message);
        return { payload, valueOf: always(value), weight: jsonWeight(payload) };
      });
    },
  };
}

/** One message at a time, so that what the codec sends in between is recorded in between. */
function* decoded(session: CodecSession, payload: Payload): Iterable<unknown> {
  try {
    for (const message of listOf(session.decode(payload))) yield messageOf(message);
  } catch (error) {
    yield new Problem(said(error));
  }
}

const ADVICE = 'Return an array of messages from it, at once';

function listOf(decoded: unknown): Iterable<unknown> {
  if (Array.isArray(decoded)) return decoded;
  neglect(decoded);
  const isList = typeof decoded === 'object' && decoded !== null && Symbol.iterator in decoded;
  if (!isList || bytesOf(decoded)) throw new TypeError(`decode() returned ${kindOf(decoded)}. ${ADVICE}`);
  return decoded as Iterable<unknown>;
}

function messageOf(message: unknown): unknown {
  if (!isPromise(message)) return message;
  neglect(message);
  throw new TypeError(`decode() returned a promise in its list. ${ADVICE}`);
}

/**
 * A value as it can be written to the socket.
 * @throws {TypeError} when it is neither text nor bytes.
 */
export function payloadOf(payload: unknown, what: string): Payload {
  if (typeof payload === 'string') return payload;
  const bytes = bytesOf(payload);
  if (bytes) return asItIs(bytes);
  neglect(payload);
  throw new TypeError(`${what} ${kindOf(payload)}. It must be text or bytes, or an array of them`);
}

/** A copy of bytes: the user may change them afterwards. */
const asItIs = (payload: Payload): Payload => (typeof payload === 'string' ? payload : Buffer.from(payload));

function kindOf(value: unknown): string {
  if (isPromise(value)) return 'a promise';
  if (bytesOf(value)) return 'bytes';
  if (typeof value === 'string') return `the text ${show(value)}`;
  return typeof value === 'object' && value !== null ? nameOf(value) : show(value);
}
