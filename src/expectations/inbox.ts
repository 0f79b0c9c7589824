import type { Reader, ReceivedMessage } from '../log/transcript';
import { weightOf } from '../log/transcript';
import { Batch, type Expectation, type Member } from './batch';
import type { Expected } from './expected';
import { Sampling } from './sampling';

/** An expectation in the inbox. */
export class Ticket {
  readonly #member: Member;
  readonly #serve: () => void;
  readonly #before: (batch: Batch) => Waiting | undefined;

  /** @internal */
  constructor(member: Member, serve: () => void, before: (batch: Batch) => Waiting | undefined) {
    this.#member = member;
    this.#serve = serve;
    this.#before = before;
  }

  /** The messages that it holds so far. */
  get held(): readonly ReceivedMessage[] {
    return this.#member.claim.messages;
  }

  /** Whether it has all, and something is done with it: a reply is made and sent. */
  get acting(): boolean {
    return this.#member.acting && !this.#member.settled;
  }

  /** What it would take now. */
  get lacks(): readonly Expected[] {
    return this.#member.claim.lacks;
  }

  /** Takes the expectation back: it has consumed nothing. */
  withdraw(): void {
    this.#member.batch.withdraw(this.#member);
    this.#serve();
  }

  /** It has taken a message otherwise than when that arrived. */
  review(message: ReceivedMessage): void {
    this.#member.hold(message);
    this.#member.batch.settleTaker(this.#member);
    this.#serve();
  }

  /** Who is served before it, so that it has looked at nothing yet; undefined when it is its turn. */
  get behind(): Waiting | undefined {
    const { batch } = this.#member;
    return this.#member.settled ? undefined : this.#before(batch);
  }
}

/** An expectation that is served before others, which look at no message as long as it waits. */
export interface Waiting {
  readonly reader: Reader;
  readonly lacks: readonly Expected[];
}

/**
 * The messages of one client that no expectation has read yet, and the expectations that wait for more. Its outcomes
 * depend on the order of the messages and of the calls alone, never on when a message arrives.
 *
 * Turns are served one after the other: the next one begins at the cursor, which is where the last satisfied
 * expectation stopped. An expectation that fails moves nothing.
 */
export class Inbox {
  /** The messages from `#head` on are those after the cursor; those before it are dropped from time to time. */
  #messages: ReceivedMessage[] = [];
  #head = 0;
  /** Up to where the turn that is served has looked. */
  #looked = 0;
  #batches: Batch[] = [];
  #current: Batch | undefined;
  #ended = false;
  #serving = false;
  #weight = 0;
  #cursor = 0;
  readonly #sampling = new Sampling();
  readonly #whenTurnEnds: (callback: () => void) => void;
  readonly #serveAgain = () => this.#serve();
  readonly #whoIsBefore = (batch: Batch) => (batch === this.#batches[0] ? undefined : this.first);

  /** @param whenTurnEnds Calls back when the synchronous code that runs now has returned. */
  constructor(whenTurnEnds: (callback: () => void) => void = queueMicrotask) {
    this.#whenTurnEnds = whenTurnEnds;
  }

  /** The number of the last message that was read; 0 before the first. A reply that was read leaves those before it unread. */
  get cursor(): number {
    return this.#cursor;
  }

  /** The messages that no expectation has taken or passed over, oldest first. */
  get unread(): ReceivedMessage[] {
    return this.#messages.slice(this.#head).filter(({ status }) => status === 'unread');
  }

  /** What the messages after the cursor weigh, in bytes. */
  get weight(): number {
    return this.#weight;
  }

  arrive(message: ReceivedMessage): void {
    this.#messages.push(message);
    this.#weight += weightOf(message.payload);
    this.#serve();
  }

  /** No message will come any more. */
  end(): void {
    this.#ended = true;
    this.#serve();
  }

  expect(expectation: Expectation): Ticket {
    const batch = this.#current ?? this.#beginTurn();
    return new Ticket(batch.join(expectation), this.#serveAgain, this.#whoIsBefore);
  }

  /** Who waits first; undefined when nobody waits. */
  get first(): Waiting | undefined {
    const member = this.#batches[0]?.members.find(({ settled }) => !settled);
    return member && { reader: member.expectation.reader, lacks: member.claim.lacks };
  }

  /** Takes all that is unread, when nobody waits for it. */
  drain(reader: Reader): ReceivedMessage[] {
    const { unread } = this;
    const last = this.#messages.at(-1);
    if (last && this.#head < this.#messages.length) this.#advance(last.number, reader);
    this.#looked = this.#head;
    return unread;
  }

  /** What has come since then and is unread is not unread any more. */
  putAside(since: number): void {
    for (const message of this.unread) if (message.at >= since) message.status = 'ignored';
  }

  #beginTurn(): Batch {
    const batch = new Batch(this.#serveAgain);
    this.#current = batch;
    this.#batches.push(batch);
    this.#whenTurnEnds(() => {
      batch.sealed = true;
      this.#current = undefined;
      this.#serve();
    });
    return batch;
  }

  /** Serves the current turn as far as the messages reach, then those after it. */
  #serve(): void {
    if (this.#serving) return; // an expectation that settles may withdraw others: the loop below goes on by itself
    this.#serving = true;
    try {
      this.#serveTurns();
    } finally {
      this.#serving = false;
    }
  }

  #serveTurns(): void {
    for (let batch = this.#batches[0]; batch?.sealed; batch = this.#batches[0]) {
      this.#offerTo(batch);
      if (this.#ended) batch.end();
      if (!batch.over) return;
      this.#batches.shift();
      this.#finish(batch);
    }
  }

  /** Shows a turn the messages that it has not seen. A timer cannot fire meanwhile: its deadlines are looked at here. */
  #offerTo(batch: Batch): void {
    while (!batch.over && this.#looked < this.#messages.length) {
      const message = this.#messages[this.#looked++] as ReceivedMessage;
      if (message.status !== 'unread') continue; // a rule may have taken it since
      if (this.#sampling.isDue) this.#offerTimed(batch, message);
      else batch.offer(message);
    }
  }

  #offerTimed(batch: Batch, message: ReceivedMessage): void {
    const now = performance.now();
    // lateness that is not its own (a blocked event loop) is for the timer to judge
    if (now >= batch.deadline && now - batch.spent < batch.deadline) batch.expire(now);
    batch.offer(message);
    batch.spent += this.#sampling.learn(performance.now() - now);
  }

  /** Moves the cursor behind the last message that the turn's expectations consumed. */
  #finish(batch: Batch): void {
    let reader: Reader | undefined;
    let stop = 0;
    for (const member of batch.members) {
      if (!member.consumes) continue;
      for (const message of member.claim.messages) {
        if (member.leavesOthers) this.#takeOut(message);
        else if (message.number > stop) {
          stop = message.number;
          reader = member.expectation.reader;
        }
      }
    }
    if (reader) this.#advance(stop, reader);
    this.#looked = this.#head;
  }

  /** Those before it stay. */
  #takeOut(message: ReceivedMessage): void {
    const index = this.#messages.indexOf(message, this.#head);
    if (index === this.#head) this.#head++;
    else this.#messages.splice(index, 1);
    this.#weight -= weightOf(message.payload);
    this.#cursor = Math.max(this.#cursor, message.number);
    this.#forgetRead();
  }

  #advance(stop: number, reader: Reader): void {
    for (let message = this.#messages[this.#head]; message && message.number <= stop; ) {
      if (message.status === 'unread') {
        message.status = 'skipped';
        message.reader = reader;
      }
      this.#weight -= weightOf(message.payload);
      message = this.#messages[++this.#head];
    }
    this.#cursor = Math.max(this.#cursor, stop);
    this.#forgetRead();
  }

  #forgetRead(): void {
    if (this.#head > 1024 && this.#head * 2 > this.#messages.length) {
      this.#messages = this.#messages.slice(this.#head);
      this.#head = 0;
    }
  }
}
