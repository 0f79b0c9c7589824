import type { Recipient } from '../log/incoming';
import type { Log } from '../log/log';
import type { Reader, ReceivedMessage } from '../log/transcript';
import { AwaitedReplies } from './awaited-replies';
import { Batch } from './batch';
import type { Expectation } from './expectation';
import type { PendingExpectation, QueuedExpectation, Waiting } from './queued-expectation';
import type { OwnReply } from './requirement';
import { Sampling } from './sampling';
import { applyRule, type StandingRule } from './standing-rule';
import { troublesOf } from './trouble';

/**
 * Where the messages of one client meet its expectations. Messages that no standing rule takes are shown to batches of
 * expectations, one batch after the other: the next begins at the cursor of the log, where the last satisfied expectation
 * stopped. A failed expectation does not move the cursor. So outcomes depend only on the order of messages and of calls,
 * never on when a message arrives.
 */
export class ExpectationQueue implements Recipient {
  readonly #log: Log;
  readonly #rules: StandingRule[] = [];
  readonly #batches: Batch[] = [];
  readonly #replies = new AwaitedReplies();
  /** The batch that was started in this turn of the event loop. */
  #current: Batch | undefined;
  #ended = false;
  #serving = false;
  readonly #sampling = new Sampling();
  readonly #whenTurnEnds: (callback: () => void) => void;

  /** @param whenTurnEnds Calls back when the synchronous code that runs now has returned. */
  constructor(log: Log, whenTurnEnds: (callback: () => void) => void = queueMicrotask) {
    this.#log = log;
    this.#whenTurnEnds = whenTurnEnds;
  }

  add(expectation: Expectation): QueuedExpectation {
    this.#current ??= this.#beginBatch();
    return this.#current.add(expectation);
  }

  /**
   * Waits for the reply to a request, whatever other expectations wait for. It is called in the turn in which the request is
   * sent, so messages that are unread by then came before the request, and are no reply to it.
   */
  addReply(expectation: Expectation<OwnReply>): PendingExpectation {
    const awaited = this.#replies.add(expectation);
    this.#whenTurnEnds(() => {
      if (this.#ended) awaited.settle({ kind: 'ended' });
    });
    return awaited;
  }

  #beginBatch(): Batch {
    const batch = new Batch(this);
    this.#batches.push(batch);
    this.#whenTurnEnds(() => {
      batch.sealed = true;
      this.#current = undefined;
      this.serve();
    });
    return batch;
  }

  /** Applies a rule to unread messages and to those to come, after the rules made before. Returns a function that removes it. */
  addRule(rule: StandingRule): () => void {
    this.#rules.push(rule);
    for (const message of this.#log.unread) applyRule(rule, message);
    this.#log.endTaken();
    return () => {
      const index = this.#rules.indexOf(rule);
      if (index !== -1) this.#rules.splice(index, 1);
    };
  }

  /** Whether a rule fails the test if a certain message comes. */
  get forbids(): boolean {
    return this.#rules.some(({ forbids }) => forbids);
  }

  /** The standing rules whose own code has thrown when it was asked of a message. */
  get troubledRules(): readonly StandingRule[] {
    return this.#rules.filter(({ expected }) => troublesOf(expected).length > 0);
  }

  /** Whether a rule has taken the message, so that no expectation sees it. */
  take(message: ReceivedMessage, isAnswer = false): boolean {
    const awaited = this.#replies.takerOf(message);
    if (awaited) {
      if (!isAnswer) for (const rule of this.#rules) if (rule.forbids) applyRule(rule, message);
      awaited.take(message);
      this.#log.readTaken(message, isAnswer);
      return true;
    }
    if (isAnswer) {
      message.status = 'ignored'; // no request waits for this answer
      return true;
    }
    if (this.#rules.length === 0) return false;
    return [...this.#rules].some((rule) => applyRule(rule, message));
  }

  arrived(): void {
    this.serve();
  }

  /** No message will come any more. */
  end(): void {
    this.#ended = true;
    this.serve();
    this.#replies.end();
  }

  /** The expectation that is served first; undefined when none waits. */
  get first(): Waiting | undefined {
    const queued = this.#batches[0]?.expectations.find(({ settled }) => !settled);
    return queued && { reader: queued.expectation.reader, lacks: queued.lacks };
  }

  /** The expectation that is served before a batch; undefined when it is the batch's turn. */
  before(batch: Batch): Waiting | undefined {
    return batch === this.#batches[0] ? undefined : this.first;
  }

  get unread(): readonly ReceivedMessage[] {
    return this.#log.unread;
  }

  /** Reads all unread messages, and returns them. Only to be called when no expectation waits. */
  drain(reader: Reader): ReceivedMessage[] {
    const messages = this.#log.drain(reader);
    this.#log.lookAgain();
    return messages;
  }

  /** Serves the first batch as far as the messages reach, then those after it. */
  serve(): void {
    if (this.#serving) return; // called from the loop below, by an expectation that settles and withdraws others
    this.#serving = true;
    try {
      this.#serveBatches();
    } finally {
      this.#serving = false;
    }
  }

  #serveBatches(): void {
    for (let batch = this.#batches[0]; batch?.sealed; batch = this.#batches[0]) {
      this.#offerTo(batch);
      if (this.#ended) batch.end();
      if (!batch.over) return;
      this.#batches.shift();
      this.#finish(batch);
    }
  }

  /** Shows a batch the messages that it has not seen. No timer can fire meanwhile, so the deadlines are checked here. */
  #offerTo(batch: Batch): void {
    while (!batch.over) {
      const message = this.#log.next();
      if (!message) return;
      if (this.#sampling.isDue) this.#offerTimed(batch, message);
      else batch.offer(message);
    }
  }

  #offerTimed(batch: Batch, message: ReceivedMessage): void {
    const now = performance.now();
    // only where the looking itself took too long: if something else blocked the event loop, the timers decide
    if (now >= batch.deadline && now - batch.spent < batch.deadline) batch.expire(now);
    batch.offer(message);
    batch.spent += this.#sampling.learn(performance.now() - now);
  }

  /** Moves the cursor past the last message that the expectations of the batch consumed. */
  #finish(batch: Batch): void {
    let reader: Reader | undefined;
    let stop = 0;
    for (const queued of batch.expectations) {
      if (!queued.consumes) continue;
      for (const message of queued.held) {
        if (queued.leavesOthers) this.#log.readOne(message);
        else if (message.number > stop) {
          stop = message.number;
          reader = queued.expectation.reader;
        }
      }
    }
    if (reader) this.#log.readUpTo(stop, reader);
    this.#log.lookAgain();
  }
}
