import type { Payload } from '../codecs/codec';
import type { Position } from '../runtime/call-location';

/** The matcher or method that matched a message or skipped it. */
export interface Reader {
  /** The name of the matcher or method. */
  readonly name: string;
  readonly position: Position;
}

interface Timed {
  /** When it happened: monotonic ms, on the clock of `performance.now()`. */
  readonly at: number;
}

/** A message that came in. */
export interface ReceivedMessage<Incoming = unknown> extends Timed {
  readonly kind: 'message';
  readonly direction: 'received';
  /** 1 for the first message received by this client. */
  readonly number: number;
  /** The payload as it came: text, or bytes. */
  readonly payload: Payload;
  /**
   * All its payloads, in order, if it came in several: those since the message before, with `payload` as the last. Left out
   * if it came in one.
   */
  readonly payloads?: readonly Payload[];
  /** The decoded message; the payload itself if the codec could not decode it. */
  readonly value: Incoming;
  /** Why the codec could not decode the payload. */
  readonly problem: string | undefined;
  /**
   * What became of it: an expectation has `'matched'` it, or `'skipped'` it on the way to a later one; `ignore()` has
   * `'ignored'` it; `respond()` has `'answered'` it. Otherwise it is `'unread'`.
   */
  status: 'unread' | 'matched' | 'skipped' | 'ignored' | 'answered';
  /** @internal */
  reader: Reader | undefined;
  /**
   * How its codec shows it. Undefined: like any other value.
   * @internal
   */
  readonly shown?: string | undefined;
}

/** A message that this client sent. */
export interface SentMessage<Outgoing = unknown> extends Timed {
  readonly kind: 'message';
  readonly direction: 'sent';
  /** 1 for the first message sent by this client. A message of several payloads has an entry for each, with the same number. */
  readonly number: number;
  readonly payload: Payload;
  /** The message as it was when it was sent. */
  readonly value: Outgoing;
  /** The number of the received message that it answers, or that had been read last; 0 for none. */
  readonly after: number;
  /**
   * How its codec shows it. Undefined: like any other value.
   * @internal
   */
  readonly shown?: string | undefined;
  /**
   * Whether `sendUntil()` has sent the same message before. How often it does differs from run to run.
   * @internal
   */
  readonly isRepeat: boolean;
}

export type Message = ReceivedMessage | SentMessage;

/** The handshake is done (RFC 6455 §4). */
interface OpenEntry extends Timed {
  readonly kind: 'open';
}

/** A ping or pong frame (RFC 6455 §5.5). */
interface HeartbeatEntry extends Timed {
  readonly kind: 'ping' | 'pong';
  readonly direction: 'sent' | 'received';
  readonly payload: Buffer;
}

/** Traffic of a codec's protocol itself, not a message: its handshake, heartbeats, acknowledgements. */
export interface ProtocolEntry extends Timed {
  readonly kind: 'protocol';
  readonly direction: 'sent' | 'received';
  readonly payload: Payload;
  /** All its payloads, in order, if it came in several: `payload` is the last. */
  readonly payloads?: readonly Payload[];
  /** What the codec shows of it; the payload itself if it says nothing. */
  readonly value: unknown;
  /**
   * How many messages had come by then.
   * @internal
   */
  readonly after: number;
  /**
   * Whether it is part of the protocol's opening handshake.
   * @internal
   */
  readonly opens: boolean;
}

/** A close frame, or the end of a connection without one (direction `'none'`, code 1006). */
interface CloseEntry extends Timed {
  readonly kind: 'close';
  readonly direction: 'sent' | 'received' | 'none';
  /** RFC 6455 §7.4. 1005: the frame had no code. 1006: there was no frame. */
  readonly code: number;
  readonly reason: string;
  /** What the code means, as its codec says. */
  readonly word?: string;
}

/** Something that broke: the connection, by a frame against the protocol or a socket error, or its codec. */
interface ErrorEntry extends Timed {
  readonly kind: 'error';
  readonly code: string | undefined;
  readonly message: string;
}

/** A frame that `sendRaw()` made by hand (RFC 6455 §5.2), since it was given an opcode, a reserved bit or a length. */
export interface FrameEntry extends Timed {
  readonly kind: 'frame';
  readonly direction: 'sent';
  readonly opcode: number;
  readonly fin: boolean;
  readonly rsv1: boolean;
  readonly rsv2: boolean;
  readonly rsv3: boolean;
  readonly mask: boolean;
  /** The payload length in its header, in bytes, right or wrong. */
  readonly length: number;
  readonly payload: Payload;
  /** The number of the received message that had been read last; 0 for none. */
  readonly after: number;
}

/** What changed: by a method or property of `client.network`, or by `client.pause()` or `client.resume()`. */
export type NetworkChange = 'cut' | 'blackhole' | 'restore' | 'latency' | 'bytesPerSecond' | 'pause' | 'resume';

/** The test has changed the client's network, or has paused or resumed the client. */
export interface NetworkEntry extends Timed {
  readonly kind: 'network';
  readonly change: NetworkChange;
  /** The new `latency` (ms), or the new `bytesPerSecond`; undefined for the others. */
  readonly value: number | undefined;
}

/** One event on a connection. Its `kind` tells which; a message has a `direction` too. */
export type TranscriptEntry<Incoming = unknown, Outgoing = unknown> =
  | ReceivedMessage<Incoming>
  | SentMessage<Outgoing>
  | OpenEntry
  | HeartbeatEntry
  | ProtocolEntry
  | CloseEntry
  | ErrorEntry
  | FrameEntry
  | NetworkEntry;
