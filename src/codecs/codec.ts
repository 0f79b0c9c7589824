import { bytesOf } from '../runtime/bytes';
import type { Realm } from '../runtime/realm';
import { jsonOf } from './json-form';

/** The payload of one WebSocket message: text frames are strings, binary frames are `Buffer`s (RFC 6455 §5.6). */
export type Payload = string | Buffer;

/** What a codec may know of the connection that it works for. */
export interface CodecConnection {
  /** The subprotocol that the server chose, or `''`. */
  readonly protocol: string;
  /**
   * Sends a payload as it is, for what a protocol answers by itself (acknowledgements, heartbeats). When the connection
   * is not open any more, nothing is sent.
   */
  send(payload: string | Uint8Array): void;
}

/** The state of a codec for one connection. */
export interface CodecSession<Incoming = unknown, Outgoing = unknown> {
  /** The messages that a payload completes: none (part of a larger one, or protocol traffic), one, or many. */
  decode(payload: Payload): Iterable<Incoming>;
  /** The payloads that carry a message: none where it is sent later. Throws when it cannot be said. */
  encode(message: Outgoing): string | Uint8Array | readonly (string | Uint8Array)[];
  /** What a payload that was sent stands for in the transcript. Defaults to the message given to `encode`, as it was then. */
  sentValue?(payload: Payload, message: Outgoing): unknown;
}

/** Translates between payloads and messages. `open` is called once for each connection, when its handshake is done. */
export interface Codec<Incoming = unknown, Outgoing = unknown> {
  /** Shown in failures. Defaults to `'custom'`. */
  readonly name?: string;
  open(connection: CodecConnection): CodecSession<Incoming, Outgoing>;
}

export type CodecName = 'json' | 'text' | 'binary';

export const codecNames: readonly CodecName[] = ['json', 'text', 'binary'];

/** The built-in codec of that name, its values made in the realm. */
export function builtInCodec(name: CodecName, realm: Realm): Codec {
  const decode: Record<CodecName, (payload: Payload) => unknown> = {
    json: (payload) => (typeof payload === 'string' ? jsonOrText(payload, realm) : payload),
    text: (payload) => payload,
    binary: (payload) => (typeof payload === 'string' ? Buffer.from(payload) : payload),
  };
  const session: CodecSession = {
    decode: (payload) => [decode[name](payload)],
    // a copy as it was when it was sent, whatever the test does to its object afterwards
    sentValue: (payload, message) => (typeof message === 'object' ? decode[name](payload) : message),
    encode: (message) => {
      if (typeof message === 'string') return message;
      const bytes = bytesOf(message);
      if (bytes) return bytes;
      if (name !== 'json')
        throw new TypeError(`the codec '${name}' sends strings and bytes only. Connect with { codec: 'json' } for all else`);
      return jsonOf(message, realm);
    },
  };
  const codec: Codec = { name, open: () => session };
  builtIn.add(codec);
  return codec;
}

const builtIn = new WeakSet<Codec>();

export const isBuiltIn = (codec: Codec): boolean => builtIn.has(codec);

function jsonOrText(text: string, realm: Realm): unknown {
  if (!mayBeJson(text)) return text;
  try {
    return realm.parse(text);
  } catch {
    return text;
  }
}

/** Looks at the first character only: a thrown SyntaxError costs more than a whole small message. */
function mayBeJson(text: string): boolean {
  return /^[\s{["\-0-9tfn]/.test(text);
}
