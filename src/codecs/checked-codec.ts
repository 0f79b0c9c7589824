import { bytesOf } from '../runtime/bytes';
import { copyOf } from '../runtime/copy';
import { isPromise, neglect } from '../runtime/tag';
import { said } from '../text/show';
import { type AskedRequest, checkedRequest } from './checked-request';
import { type Codec, type CodecConnection, type CodecSession, Incomplete, type Payload } from './codec';
import type { CodecProfile } from './codec-profile';
import { jsonWeight } from './json-weight';
import { kindOf } from './kind-of';
import { OneToOneCodec } from './one-to-one-codec';
import { madeWeight, weightWith } from './value-weight';

/** A codec at work on one connection. What a user's codec returns is checked, since it may be anything. */
export interface CheckedCodec {
  /** The messages that a payload completes. If it cannot be decoded, the last of them is a `Problem`. */
  decode(payload: Payload): Iterable<unknown>;
  /** Decodes the one message of a payload once more; undefined for a codec with state, which could give another result. */
  readonly again: ((payload: Payload) => unknown) | undefined;
  /** The memory that a payload and its decoded values take, as far as the payload tells: an estimate, in bytes. */
  weigh(payload: Payload): number;
  /**
   * The memory that one of its decoded values takes, if `weigh()` cannot tell: an estimate, in bytes. Left out if it always
   * can.
   * @param limit Counting stops past this.
   */
  weighMade?(payload: Payload, value: unknown, limit: number): number;
  /**
   * The payloads that carry a message, each with its value in the transcript.
   * @param trigger The message that it answers.
   */
  encode(message: unknown, trigger?: { readonly value: unknown }): readonly Encoded[];
  /** How a message is shown, if the codec decides that. */
  readonly show?: CodecProfile['show'];
  /** How a message is sent as a request; undefined if the codec knows no replies. */
  readonly request?: (message: unknown) => AskedRequest | undefined;
  /** Sends the protocol's goodbye, if it has one. May throw, or return a promise that rejects. */
  readonly close?: () => unknown;
}

export interface Encoded {
  readonly payload: Payload;
  readonly valueOf: () => unknown;
  /** The memory that it takes, its value included: an estimate, in bytes. Defaults to the length of the payload. */
  readonly weight?: number;
  /** How its value is shown, if the codec decides that. */
  readonly show?: CodecProfile['show'];
}

/** Stands for a payload that could not be decoded, among decoded messages. */
export class Problem {
  constructor(
    readonly text: string,
    /** Whether it stands for the earlier payloads, which waited for their rest. */
    readonly isOfParts = false,
  ) {}
}

/**
 * @param connect Makes the `CodecConnection` that a user's codec is opened with.
 * @throws when the codec cannot be opened, or what it opens is not a session.
 */
export function openSession(
  codec: Codec | OneToOneCodec,
  connect: () => CodecConnection,
  show?: CodecProfile['show'],
): CheckedCodec {
  if (codec instanceof OneToOneCodec) return ours(codec);
  const opened: unknown = codec.open(connect());
  if (isPromise(opened)) {
    neglect(opened);
    throw new TypeError('open() returned a promise. Return { decode, encode } from it at once');
  }
  const { decode, encode } = (opened ?? {}) as Partial<CodecSession>;
  if (typeof decode !== 'function' || typeof encode !== 'function') {
    throw new TypeError(`open() returned ${kindOf(opened)}. Return { decode, encode }, two functions, from it`);
  }
  for (const name of ['sentValue', 'request', 'close'] as const) {
    const given: unknown = (opened as CodecSession)[name];
    if (given === undefined || typeof given === 'function') continue;
    throw new TypeError(`The ${name} that open() returned must be a function, not ${kindOf(given)}`);
  }
  return checked(opened as CodecSession, show);
}

/** A built-in codec. The value of a sent message is only made when it is looked at, since few ever are. */
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

/** A sent object as it was then, even if the test has changed it. This keeps the payload in memory, not the object. */
const decodedAgain = (codec: OneToOneCodec, payload: Payload) => () => codec.decode(payload);

const always = (value: unknown) => () => value;

function checked(session: CodecSession, show: CodecProfile['show']): CheckedCodec {
  return {
    ...(show && { show }),
    ...(session.request && { request: (message: unknown) => checkedRequest(session.request?.(message)) }),
    ...(session.close && { close: () => session.close?.() }),
    weigh: jsonWeight,
    weighMade: madeWeight,
    decode: (payload) => decoded(session, payload),
    again: undefined,
    encode: (message, trigger) => {
      const encoded: unknown = session.encode(message, trigger?.value);
      const payloads = (Array.isArray(encoded) ? encoded : [encoded]).map((one: unknown) => payloadOf(one, 'encode() returned'));
      const copy = session.sentValue ? undefined : copyOf(message);
      return payloads.map((payload, index) => {
        const value = session.sentValue ? sentValue(session.sentValue(payload, message)) : copy;
        const weight = session.sentValue || index === 0 ? weightWith(payload, value) : jsonWeight(payload);
        return { payload, valueOf: always(value), weight, ...(show && { show }) };
      });
    },
  };
}

function sentValue(value: unknown): unknown {
  if (!isPromise(value)) return value;
  neglect(value);
  throw new TypeError('sentValue() returned a promise. Return the value at once');
}

/** Yields one message at a time, so that what the codec sends between two of them is recorded between them. */
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
  if (message instanceof Incomplete) return new Problem(message.problem, true);
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
