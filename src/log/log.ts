import type { CheckedCodec, Encoded } from '../codecs/checked-codec';
import type { Payload } from '../codecs/codec';
import { madeWeight, weightWith } from '../codecs/value-weight';
import { copyOf } from '../runtime/copy';
import { Incoming, type Recipient } from './incoming';
import { Frame, type Received, ReceivedAnswer, Sent } from './messages';
import { PendingMessages } from './pending-messages';
import { RecordedEvents } from './recorded-events';
import { Traffic } from './traffic';
import type { Reader, ReceivedMessage, SentMessage, TranscriptEntry } from './transcript';
import type { Weights } from './weights';

/** How much a client may hold, in bytes: estimates of the memory that payloads and their decoded values take. */
export interface Limits {
  /**
   * Everything but unread messages: past this, the oldest entries leave the transcript, pings, pongs and protocol traffic
   * first. Defaults to 64 MiB.
   */
  readonly transcript: number;
  /** Unread messages: past this, the connection fails. Defaults to 256 MiB. */
  readonly unread: number;
}

/**
 * Everything that happened on one connection, both ways, in order, each event once: frames, their messages, and what became
 * of those. Past a limit, the oldest events that are over leave the log; an unread message never does.
 */
export class Log {
  readonly #events: RecordedEvents;
  readonly #weights: Weights;
  readonly #pending = new PendingMessages();
  readonly #incoming: Incoming;
  /** Replaced, never changed, when a watcher comes or goes: that may happen while they are called. */
  #watchers: readonly ((entry: TranscriptEntry) => void)[] = [];
  #cursor = 0;
  #lastRead: ReceivedMessage | undefined;
  #sentCount = 0;
  /** The message that is being shown to the rules: it is not known yet whether one takes it. */
  #arriving: Received | undefined;
  /** Whether the opening handshake of the codec's protocol is under way. */
  opening = false;

  constructor(limits: Limits) {
    this.#events = new RecordedEvents(limits.transcript);
    this.#weights = this.#events.weights;
    this.#incoming = new Incoming(limits.unread, this.#events, {
      begin: (message) => this.#arrive(message),
      end: (message, isTaken) => this.#arrived(message, isTaken),
    });
  }

  /** Everything that is in the log, in order. */
  get entries(): readonly TranscriptEntry[] {
    return this.#events.list;
  }

  /** The received messages, without the answers that only their requests see. */
  get received(): ReceivedMessage[] {
    const isOne = (entry: TranscriptEntry) => entry.kind === 'message' && entry.direction === 'received';
    return this.entries.filter((entry) => isOne(entry) && !(entry instanceof ReceivedAnswer)) as ReceivedMessage[];
  }

  get sent(): SentMessage[] {
    return this.entries.filter((entry) => entry.kind === 'message' && entry.direction === 'sent');
  }

  /** The messages that no expectation has matched or skipped, oldest first. */
  get unread(): ReceivedMessage[] {
    return this.#pending.list.filter(({ status }) => status === 'unread');
  }

  /** The number of the last message that was read; 0 before the first. A reply may be read while earlier ones stay unread. */
  get cursor(): number {
    return this.#cursor;
  }

  get lastRead(): ReceivedMessage | undefined {
    return this.#lastRead;
  }

  /** How many messages have come, including those that have left the log. */
  get receivedCount(): number {
    return this.#incoming.count;
  }

  /** How many events have left the log. */
  get forgotten(): number {
    return this.#events.left.events;
  }

  /** How many of those were pings and pongs. */
  get forgottenHeartbeats(): number {
    return this.#events.left.heartbeats;
  }

  /** How much protocol traffic has left the log. */
  get forgottenTraffic(): number {
    return this.#events.left.traffic;
  }

  /** How many messages of that direction have left the log. */
  forgottenMessages(direction: 'received' | 'sent'): number {
    return this.#events.left[direction];
  }

  /** The payloads since the last whole message: the codec waits for the rest. */
  get incomplete(): readonly Payload[] {
    return this.#incoming.incomplete;
  }

  /** What its events weigh, in bytes. */
  get weights(): { readonly over: number; readonly pending: number } {
    return this.#weights;
  }

  /** Records the messages that a payload completes. Returns what is wrong, if the log cannot hold them. */
  receive(payload: Payload, session: CheckedCodec, recipient: Recipient): string | undefined {
    return this.#incoming.receive(payload, session, recipient);
  }

  #arrive(message: Received): void {
    this.#weights.arrive(message);
    this.#arriving = message;
    this.#record(message);
  }

  #arrived(message: Received, isTaken: boolean): void {
    this.#arriving = undefined;
    if (isTaken) {
      this.#weights.end(message);
      this.#forget();
    } else this.#pending.add(message);
  }

  /**
   * Records a sent message, with an entry for each of its payloads.
   * @param after The number of the received message that it answers, or that was read last, which is the default; 0 for none.
   */
  send(payloads: readonly Encoded[], after = this.#cursor, isRepeat = false): void {
    const number = this.#sentCount + 1;
    for (const encoded of payloads) {
      this.#sentCount = number;
      this.note(new Sent(performance.now(), number, encoded, after, isRepeat));
    }
  }

  /**
   * Records that the payload which is being decoded, or a part of it, is the protocol's own.
   * @param value What it is shown as. Defaults to the payload.
   * @throws when no payload is being decoded.
   */
  receiveTraffic(value?: unknown): void {
    const { payload, frame } = this.#incoming.decoded;
    const traffic = this.#traffic('received', payload, value, frame);
    this.#incoming.completedBy(traffic);
    this.#weights.grow(frame, madeWeight(payload, value));
    this.note(traffic);
  }

  /** Records protocol traffic that the codec sends by itself. */
  sendTraffic(payload: Payload, value?: unknown): void {
    this.note(this.#traffic('sent', payload, value, new Frame(weightWith(payload, value))));
  }

  #traffic(direction: 'sent' | 'received', payload: Payload, value: unknown, frame: Frame): Traffic {
    const shown = value === undefined ? payload : copyOf(value);
    return new Traffic(performance.now(), direction, payload, shown, frame, this.receivedCount, this.opening);
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

  /** Moves the cursor past a message. Those up to there that are still unread count as skipped. */
  readUpTo(number: number, reader: Reader): void {
    for (let message = this.#pending.first; message && message.number <= number; message = this.#pending.first) {
      if (message.status === 'unread') {
        message.status = 'skipped';
        message.reader = reader;
      }
      this.#pending.shift();
      this.#weights.end(message);
      this.#lastRead = message;
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
    this.readTaken(message);
    this.#events.mayLeave();
    this.#forget();
  }

  /**
   * Moves the cursor to a message that was read when it came.
   * @param isAnswer Whether it cannot be answered itself, so that what was read before it is what the client answers.
   */
  readTaken(message: ReceivedMessage, isAnswer = false): void {
    this.#cursor = Math.max(this.#cursor, message.number);
    if (!isAnswer) this.#lastRead = message;
  }

  /** To be called when a new standing rule has taken unread messages: they are over. */
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
