import { type CheckedCodec, type Encoded, Problem } from '../codecs/checked-codec';
import type { Payload } from '../codecs/codec';
import { Inbox } from '../expectations/inbox';
import { apply, type StandingRule, StandingRules } from '../expectations/standing-rules';
import { Received, Sent } from '../log/messages';
import { type Entry, type ReceivedMessage, type SentMessage, Transcript } from '../log/transcript';
import type { Ending } from './ending';

/** How much a stream may hold, in bytes. */
export interface Limits {
  /** Entries that were read: past this, the oldest leave the transcript. Defaults to 64 MiB. */
  readonly transcript: number;
  /** Unread messages: past this, the client fails. Defaults to 256 MiB. */
  readonly unread: number;
}

/** What came and went on one connection: recorded, decoded, and offered to the expectations. */
export class Stream {
  readonly transcript: Transcript;
  readonly inbox = new Inbox();
  readonly #rules = new StandingRules();
  readonly #limits: Limits;
  readonly #watchers: ((entry: Entry) => void)[] = [];
  readonly #whenEnded = new Set<(ending: Ending) => void>();
  #decoding = false;
  /** The last message of the payload that is decoded now. */
  #completed: ReceivedMessage | undefined;
  /** What the codec has sent since, before the payload has completed a message. */
  #answers: Sent[] | undefined;
  #ending: Ending | undefined;
  #incomplete = 0;
  /** Whether the test knows of the end: it has closed the connection itself, or has waited for its end. */
  endSeen = false;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.transcript = new Transcript(limits.transcript);
  }

  /** Set when no message will come any more. */
  get ending(): Ending | undefined {
    return this.#ending;
  }

  /** How much has come since the last message that completed none (bytes): the codec waits for the rest of it. */
  get incomplete(): number {
    return this.#incomplete;
  }

  /** Records the messages that a payload completes. Returns what is wrong, if the stream cannot hold them. */
  receive(payload: Payload, session: CheckedCodec): string | undefined {
    if (this.#ending) return undefined;
    const before = this.transcript.receivedCount + this.transcript.sentCount;
    this.#decoding = true;
    try {
      for (const value of session.decode(payload)) {
        if (value instanceof Problem) this.#arrive(payload, payload, value.text, undefined);
        else this.#arrive(payload, value, undefined, session.again);
      }
    } finally {
      this.#decoding = false;
      this.#completed = undefined;
      this.#answers = undefined;
    }
    // what the codec answers at once is a whole thing of its protocol
    const isWhole = this.transcript.receivedCount + this.transcript.sentCount > before;
    this.#incomplete = isWhole ? 0 : this.#incomplete + payload.length;
    if (this.inbox.weight <= this.#limits.unread) return undefined;
    return `more than ${this.#limits.unread} bytes of messages were left unread (limits.unread)`;
  }

  #arrive(payload: Payload, value: unknown, problem: string | undefined, again: CheckedCodec['again']): void {
    const number = this.transcript.receivedCount + 1;
    const message = new Received(performance.now(), number, payload, value, problem, again);
    this.#completed = message;
    if (this.#answers) for (const answer of this.#answers.splice(0)) answer.acknowledges = message;
    this.#record(message);
    if (!this.#rules.take(message)) this.inbox.arrive(message);
  }

  /**
   * Records a message that goes out, each of its payloads.
   * @param after The number of the received message that it answers. Defaults to the last one that was read.
   */
  send(payloads: readonly Encoded[], after = this.inbox.cursor): void {
    const number = this.transcript.sentCount + 1;
    for (const { payload, valueOf } of payloads) {
      this.#record(new Sent(performance.now(), number, payload, valueOf, after, false));
    }
  }

  /** Records what the codec sends by itself: behind what had come by then, whether that was read or not. */
  sendOfCodec(payload: Payload): void {
    const { receivedCount, sentCount } = this.transcript;
    const sent = new Sent(performance.now(), sentCount + 1, payload, () => payload, receivedCount, true);
    this.#record(sent);
    sent.acknowledges = this.#completed;
    if (!this.#decoding || this.#completed) return;
    this.#answers ??= [];
    this.#answers.push(sent);
  }

  note(entry: Exclude<Entry, ReceivedMessage | SentMessage>): void {
    this.#record(entry);
  }

  #record(entry: Entry): void {
    this.transcript.add(entry);
    // from the last on: one may end while it is told
    for (let index = this.#watchers.length - 1; index >= 0; index--) this.#watchers[index]?.(entry);
  }

  /** From now on, and for what is unread already. Returns what takes the rule back. */
  rule(rule: StandingRule): () => void {
    const takeBack = this.#rules.add(rule);
    for (const message of this.inbox.unread) apply(rule, message);
    return takeBack;
  }

  /** Whether a message that comes may fail the test. */
  get forbids(): boolean {
    return this.#rules.forbids;
  }

  /** The standing rules whose own code has thrown when it was asked of a message. */
  get troubledRules(): readonly StandingRule[] {
    return this.#rules.troubled;
  }

  /** Shows every entry as it is recorded. Returns what ends that. */
  watch(watcher: (entry: Entry) => void): () => void {
    this.#watchers.push(watcher);
    return () => {
      const index = this.#watchers.indexOf(watcher);
      if (index !== -1) this.#watchers.splice(index, 1);
    };
  }

  /** No message will come any more: ends every wait. Only the first ending counts. */
  end(ending: Ending): void {
    if (this.#ending) return;
    this.#ending = ending;
    this.inbox.end();
    for (const callback of this.#whenEnded) callback(ending);
    this.#whenEnded.clear();
  }

  /** Calls back at the end, at once if it was already. Returns what takes the callback back. */
  whenEnded(callback: (ending: Ending) => void): () => void {
    if (this.#ending) callback(this.#ending);
    else this.#whenEnded.add(callback);
    return () => this.#whenEnded.delete(callback);
  }
}
