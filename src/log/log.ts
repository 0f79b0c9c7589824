import { type CheckedCodec, type Encoded, Problem } from '../codecs/checked-codec';
import type { Payload } from '../codecs/codec';
import { Acknowledgements } from './acknowledgements';
import { Frame, Received, Sent } from './messages';
import { PendingMessages } from './pending-messages';
import { RecordedEvents } from './recorded-events';
import type { Reader, ReceivedMessage, SentMessage, TranscriptEntry } from './transcript';
import type { Weights } from './weights';

/** How much the log of a connection may hold, in bytes: estimates of what payloads and the values made of them take. */
export interface Limits {
  /** Events that are over: past this, the oldest leave the log, pings and pongs first. Defaults to 64 MiB. */
  readonly transcript: number;
  /** Unread messages: past this, the client fails. Defaults to 256 MiB. */
  readonly unread: number;
}

/** Is shown the messages as they come. */
export interface Recipient {
  /** Whether a standing rule takes the message, so that it never becomes unread. */
  take(message: ReceivedMessage): boolean;
  /** A message has become unread. */
  arrived(): void;
}

/**
 * Everything that happened on one connection, both ways, in order, each thing once: frames, the messages that they carry,
 * and what became of those. Past a limit, the oldest events that are over leave the log; an unread message never does.
 */
export class Log {
  readonly #unreadLimit: number;
  readonly #events: RecordedEvents;
  readonly #weights: Weights;
  readonly #pending = new PendingMessages();
  /** A new array whenever one comes or goes, since that may happen while they are called. */
  #watchers: readonly ((entry: TranscriptEntry) => void)[] = [];
  #cursor = 0;
  #receivedCount = 0;
  #sentCount = 0;
  /** The message that is coming in now: it is not known yet whether a rule takes it. */
  #arriving: Received | undefined;
  readonly #acknowledgements = new Acknowledgements();
  #incomplete = 0;

  constructor(limits: Limits) {
    this.#unreadLimit = limits.unread;
    this.#events = new RecordedEvents(limits.transcript);
    this.#weights = this.#events.weights;
  }

  /** Everything, in order. */
  get entries(): readonly TranscriptEntry[] {
    return this.#events.list;
  }

  get received(): ReceivedMessage[] {
    return this.entries.filter((entry) => entry.kind === 'message' && entry.direction === 'received');
  }

  get sent(): SentMessage[] {
    return this.entries.filter((entry) => entry.kind === 'message' && entry.direction === 'sent');
  }

  /** The messages that no expectation has matched or skipped, oldest first. */
  get unread(): ReceivedMessage[] {
    return this.#pending.list.filter(({ status }) => status === 'unread');
  }

  /** The number of the last message that was read; 0 before the first. A reply that was read leaves those before it unread. */
  get cursor(): number {
    return this.#cursor;
  }

  /** How many messages have come, including those that have left the log. */
  get receivedCount(): number {
    return this.#receivedCount;
  }

  /** How many events have left the log. */
  get forgotten(): number {
    return this.#events.left.events;
  }

  /** How many of those were pings and pongs. */
  get forgottenHeartbeats(): number {
    return this.#events.left.heartbeats;
  }

  /** How many messages of that direction have left the log. */
  forgottenMessages(direction: 'received' | 'sent'): number {
    return this.#events.left[direction];
  }

  /** The size of the payloads since the last whole message (bytes): the codec waits for the rest. */
  get incomplete(): number {
    return this.#incomplete;
  }

  /** What its events weigh, in bytes. */
  get weights(): { readonly over: number; readonly pending: number } {
    return this.#weights;
  }

  /** Records the messages that a payload completes. Returns what is wrong, if the log cannot hold them. */
  receive(payload: Payload, session: CheckedCodec, recipient: Recipient): string | undefined {
    const limit = this.#unreadLimit;
    const weight = session.weigh(payload);
    if (weight > limit) {
      const what = `a message of ${payload.length} ${typeof payload === 'string' ? 'characters' : 'bytes'}`;
      const problem = `${what} would take about ${weight} bytes, more than may be left unread (limits.unread: ${limit})`;
      this.#arrive(payload, payload, problem, undefined, new Frame(payload.length), recipient);
      this.#acknowledgements.end();
      return problem;
    }
    const before = this.#receivedCount + this.#sentCount;
    const frame = session.again && weight === payload.length ? undefined : new Frame(weight);
    this.#acknowledgements.begin();
    try {
      for (const value of session.decode(payload)) {
        if (value instanceof Problem) this.#arrive(payload, payload, value.text, undefined, frame, recipient);
        else this.#arrive(payload, value, undefined, session.again, frame, recipient);
      }
    } finally {
      this.#acknowledgements.end();
    }
    // a payload that the codec answers at once is complete, though it carries no message
    const isWhole = this.#receivedCount + this.#sentCount > before;
    this.#incomplete = isWhole ? 0 : this.#incomplete + payload.length;
    if (this.#weights.pending <= limit) return undefined;
    return `more than ${limit} bytes of messages were left unread (limits.unread)`;
  }

  #arrive(
    payload: Payload,
    value: unknown,
    problem: string | undefined,
    again: CheckedCodec['again'],
    frame: Frame | undefined,
    recipient: Recipient,
  ): void {
    const message = new Received(performance.now(), ++this.#receivedCount, payload, value, problem, again, frame);
    this.#acknowledgements.completed(message);
    this.#weights.arrive(message);
    this.#arriving = message;
    this.#record(message);
    const isTaken = recipient.take(message);
    this.#arriving = undefined;
    if (isTaken) {
      this.#weights.end(message);
      this.#forget();
    } else {
      this.#pending.add(message);
      recipient.arrived();
    }
  }

  /**
   * Records a sent message, with an entry for each of its payloads.
   * @param after The number of the received message that it answers. Defaults to the last one that was read.
   */
  send(payloads: readonly Encoded[], after = this.#cursor): void {
    const number = this.#sentCount + 1;
    for (const { payload, valueOf, weight } of payloads) {
      this.#send(new Sent(performance.now(), number, payload, valueOf, after, false, weight));
    }
  }

  /** Records what the codec sends by itself. It counts as sent after all that has come, read or not. */
  sendOfCodec(payload: Payload): void {
    const sent = new Sent(performance.now(), this.#sentCount + 1, payload, () => payload, this.#receivedCount, true);
    this.#acknowledgements.sent(sent);
    this.#send(sent);
  }

  #send(sent: Sent): void {
    this.#sentCount = sent.number;
    this.note(sent);
  }

  /** Records an event that is over as soon as it has happened. */
  note(entry: Exclude<TranscriptEntry, ReceivedMessage>): void {
    this.#weights.add(entry);
    this.#record(entry);
    this.#forget();
  }

  #record(entry: TranscriptEntry): void {
    this.#events.add(entry);
    const watchers = this.#watchers;
    for (const watcher of watchers) if (this.#watchers === watchers || this.#watchers.includes(watcher)) watcher(entry);
  }

  /** Calls back with every entry as it is recorded. Returns a function that ends this. */
  watch(watcher: (entry: TranscriptEntry) => void): () => void {
    this.#watchers = [...this.#watchers, watcher];
    return () => {
      const ended = this.#watchers.indexOf(watcher);
      this.#watchers = this.#watchers.filter((_, index) => index !== ended);
    };
  }

  /** The next unread message that the expectations have not looked at since `lookAgain()`. */
  next(): ReceivedMessage | undefined {
    return this.#pending.next();
  }

  lookAgain(): void {
    this.#pending.rewind();
  }

  /** Moves the cursor behind a message: those that are unread up to there are skipped. */
  readUpTo(number: number, reader: Reader): void {
    for (let message = this.#pending.first; message && message.number <= number; message = this.#pending.first) {
      if (message.status === 'unread') {
        message.status = 'skipped';
        message.reader = reader;
      }
      this.#pending.shift();
      this.#weights.end(message);
    }
    this.#cursor = Math.max(this.#cursor, number);
    this.#events.mayLeave();
    this.#forget();
  }

  /** Reads all unread messages, and returns them. */
  drain(reader: Reader): ReceivedMessage[] {
    const { unread } = this;
    const last = this.#pending.list.at(-1);
    if (last) this.readUpTo(last.number, reader);
    return unread;
  }

  /** Moves the cursor to a message that was read out of order: those before it stay unread. */
  readOne(message: ReceivedMessage): void {
    if (this.#pending.remove(message as Received)) this.#weights.end(message as Received);
    this.#cursor = Math.max(this.#cursor, message.number);
    this.#events.mayLeave();
    this.#forget();
  }

  /** The unread messages that a standing rule has taken are over. */
  endTaken(): void {
    const taken = this.#pending.removeWhere(({ status }) => status !== 'unread' && status !== 'matched');
    for (const message of taken) this.#weights.end(message);
    if (taken.length > 0) this.#events.mayLeave();
    this.#forget();
  }

  /** Ignores the unread messages that have come since then (on the clock of `performance.now()`). */
  ignoreSince(since: number): void {
    for (const message of this.unread) if (message.at >= since) message.status = 'ignored';
    this.endTaken();
  }

  #forget(): void {
    this.#events.forget(this.#pending, this.#arriving);
  }
}
