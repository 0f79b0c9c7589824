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
  /** The frame as it came: text, or bytes. */
  readonly payload: Payload;
  /**
   * Where it came in several payloads, all of them in order, of which `payload` is the last: those that have come since the
   * message before. Left out where it came in one.
   */
  readonly payloads?: readonly Payload[];
  /** The decoded message; the payload itself if the codec could not decode it. */
  readonly value: Incoming;
  /** Why the codec could not decode the payload. */
  readonly problem: string | undefined;
  /**
   * What became of it: an expectation has `matched` it, or has `skipped` it on the way to a later one; `ignore()` has
   * `ignored` it, `respond()` has `answered` it; else it is `unread`.
   */
  status: 'unread' | 'matched' | 'skipped' | 'ignored' | 'answered';
  /** @internal */
  reader: Reader | undefined;
  /**
   * How its codec shows it; undefined: as any value.
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
   * How its codec shows it; undefined: as any value.
   * @internal
   */
  readonly shown?: string | undefined;
  /**
   * Whether `sendUntil()` has sent it before: how often it does depends on the time.
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

/** What a codec's protocol says by itself: its handshake, heartbeats, acknowledgements. It is not a message. */
export interface ProtocolEntry extends Timed {
  readonly kind: 'protocol';
  readonly direction: 'sent' | 'received';
  readonly payload: Payload;
  /** Where it came in several payloads, all of them in order, of which `payload` is the last. */
  readonly payloads?: readonly Payload[];
  /** What the codec shows of it; the payload itself if it says nothing. */
  readonly value: unknown;
  /**
   * How many messages had come by then.
   * @internal
   */
  readonly after: number;
  /**
   * Whether it is of the opening handshake.
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

/** A frame that was made by hand (RFC 6455 §5.2): `sendRaw()` was given its opcode, a reserved bit or its length. */
export interface FrameEntry extends Timed {
  readonly kind: 'frame';
  readonly direction: 'sent';
  readonly opcode: number;
  readonly fin: boolean;
  readonly rsv1: boolean;
  readonly rsv2: boolean;
  readonly rsv3: boolean;
  readonly mask: boolean;
  /** How long the frame says that its payload is, in bytes. */
  readonly length: number;
  readonly payload: Payload;
  /** The number of the received message that had been read last; 0 for none. */
  readonly after: number;
}

export type NetworkChange = 'cut' | 'blackhole' | 'restore' | 'latency' | 'bytesPerSecond' | 'pause' | 'resume';

/** Something that the test did to the client's network; or the client has stopped reading, or reads again. */
export interface NetworkEntry extends Timed {
  readonly kind: 'network';
  readonly change: NetworkChange;
  /** The new `latency` (ms), or the new `bytesPerSecond`; undefined for the others. */
  readonly value: number | undefined;
}

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
