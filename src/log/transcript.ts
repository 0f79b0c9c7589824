import type { Payload } from '../codecs/codec';
import type { Position } from '../runtime/call-location';

/** Who read a message: the expectation that took it or skipped it. */
export interface Reader {
  /** The name of the matcher or method. */
  readonly name: string;
  readonly position: Position;
}

interface Recorded {
  /** When it happened: monotonic ms, on the clock of `performance.now()`. */
  readonly at: number;
}

/** A message that came in. */
export interface ReceivedMessage<Incoming = unknown> extends Recorded {
  readonly kind: 'message';
  readonly direction: 'received';
  /** 1 for the first message received by this client. */
  readonly number: number;
  /** The frame as it came: text, or bytes. */
  readonly payload: Payload;
  /** The decoded message; the payload itself if the codec could not decode it. */
  readonly value: Incoming;
  /** Why the codec could not decode the payload. */
  readonly problem: string | undefined;
  /** Whether an expectation has taken it, or passed over it on the way to a later one, or `ignore()` has. */
  status: 'unread' | 'matched' | 'skipped' | 'ignored';
  /** @internal */
  reader: Reader | undefined;
}

/** A message that this client sent. */
export interface SentMessage<Outgoing = unknown> extends Recorded {
  readonly kind: 'message';
  readonly direction: 'sent';
  /** 1 for the first message sent by this client. A message that takes several payloads is an entry for each, of one number. */
  readonly number: number;
  readonly payload: Payload;
  /** The message as it was when it was sent. */
  readonly value: Outgoing;
  /** The number of the received message that it answers, or that had been read last; 0 for none. */
  readonly after: number;
  /** Whether the codec has sent it by itself: an acknowledgement, a heartbeat. */
  readonly ofCodec: boolean;
  /**
   * The message whose payload the codec answered by it; undefined where that completed none.
   * @internal
   */
  readonly acknowledges: ReceivedMessage | undefined;
}

export type Message = ReceivedMessage | SentMessage;

/** The handshake is done (RFC 6455 §4). */
interface Opening extends Recorded {
  readonly kind: 'open';
}

/** A ping or pong frame (RFC 6455 §5.5). */
interface Heartbeat extends Recorded {
  readonly kind: 'ping' | 'pong';
  readonly direction: 'sent' | 'received';
  readonly payload: Buffer;
}

/** A close frame, or the end of a connection without one (direction `'none'`, code 1006). */
interface Closing extends Recorded {
  readonly kind: 'close';
  readonly direction: 'sent' | 'received' | 'none';
  /** RFC 6455 §7.4. 1005: the frame had no code. 1006: there was no frame. */
  readonly code: number;
  readonly reason: string;
}

/** Something that broke the connection: a frame against the protocol, a socket error. */
interface Fault extends Recorded {
  readonly kind: 'error';
  readonly code: string | undefined;
  readonly message: string;
}

export type Entry<Incoming = unknown, Outgoing = unknown> =
  | ReceivedMessage<Incoming>
  | SentMessage<Outgoing>
  | Opening
  | Heartbeat
  | Closing
  | Fault;

/** What one entry counts towards the limits: its payload, and this much for the record of it (bytes). */
const OVERHEAD = 128;

export const weightOf = (payload: Payload): number => payload.length + OVERHEAD;

/**
 * Everything that one connection saw, both ways, in order. Past `limit` bytes the oldest entries leave it, but never an
 * unread message nor what came after one; how many have left is kept.
 */
export class Transcript {
  readonly #limit: number;
  #entries: Entry[] = [];
  #weight = 0;
  #receivedCount = 0;
  #sentCount = 0;
  #forgotten = 0;
  readonly #lastForgotten = { received: 0, sent: 0 };

  constructor(limit: number) {
    this.#limit = limit;
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** How many entries have left it. */
  get forgotten(): number {
    return this.#forgotten;
  }

  /** How many messages of that direction have left it. */
  forgottenMessages(direction: 'received' | 'sent'): number {
    return this.#lastForgotten[direction];
  }

  get receivedCount(): number {
    return this.#receivedCount;
  }

  get sentCount(): number {
    return this.#sentCount;
  }

  get received(): ReceivedMessage[] {
    return this.#entries.filter((entry) => entry.kind === 'message' && entry.direction === 'received');
  }

  get sent(): SentMessage[] {
    return this.#entries.filter((entry) => entry.kind === 'message' && entry.direction === 'sent');
  }

  add(entry: Entry): void {
    this.#entries.push(entry);
    if (entry.kind === 'message') {
      if (entry.direction === 'sent') this.#sentCount = entry.number;
      else this.#receivedCount++;
    }
    this.#weight += weight(entry);
    if (this.#weight > this.#limit) this.#forget();
  }

  /** Halves it from the front, so that a long stream pays for this seldom. */
  #forget(): void {
    let leaving = 0;
    for (const entry of this.#entries) {
      if (this.#weight <= this.#limit / 2 || isUnread(entry)) break;
      this.#weight -= weight(entry);
      if (entry.kind === 'message') this.#lastForgotten[entry.direction] = entry.number;
      leaving++;
    }
    if (leaving === 0) return;
    this.#entries = this.#entries.slice(leaving);
    this.#forgotten += leaving;
  }
}

function isUnread(entry: Entry): boolean {
  return entry.kind === 'message' && entry.direction === 'received' && entry.status === 'unread';
}

function weight(entry: Entry): number {
  return 'payload' in entry ? weightOf(entry.payload) : OVERHEAD;
}
