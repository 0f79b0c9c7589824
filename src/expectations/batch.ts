import type { ReceivedMessage } from '../log/transcript';
import { Assignment } from './assignment';
import type { Expectation, ExpectationResult } from './expectation';
import type { PartialMatch } from './partial-match';
import { QueuedExpectation, type Waiting } from './queued-expectation';

/** The queue that a batch stands in, as far as the batch needs it. */
interface Queue {
  /** To be called when the batch has changed without a message having arrived. */
  serve(): void;
  /** The expectation that is served before the batch; undefined when it is the batch's turn. */
  before(batch: Batch): Waiting | undefined;
  /** The unread messages, oldest first, including those that the batch has not seen. */
  readonly unread: readonly ReceivedMessage[];
}

/**
 * The expectations that were started in one turn of the event loop. They have no order among themselves, and a message
 * satisfies only one of them. A message that none of them takes is shown to the strict and the negated ones.
 */
export class Batch {
  readonly expectations: QueuedExpectation[] = [];
  readonly assignment = new Assignment();
  /** Whether it takes no more expectations, since the turn of the event loop is over. */
  sealed = false;
  /** How long it has taken so far to look at messages (ms). */
  spent = 0;
  /** The earliest of the deadlines. */
  deadline = Number.POSITIVE_INFINITY;
  readonly #queue: Queue;
  #waiting = 0;
  /** The number of the last message that it was offered. */
  #seen = 0;
  /** Messages that were given back, and have not been offered to the others yet. */
  #freed: ReceivedMessage[] = [];

  constructor(queue: Queue) {
    this.#queue = queue;
  }

  add(expectation: Expectation): QueuedExpectation {
    const queued = new QueuedExpectation(this, expectation);
    this.expectations.push(queued);
    this.#waiting++;
    const { deadline } = expectation;
    if (deadline < this.deadline) this.deadline = deadline;
    return queued;
  }

  get over(): boolean {
    return this.#waiting === 0;
  }

  get before(): Waiting | undefined {
    return this.#queue.before(this);
  }

  offer(message: ReceivedMessage): void {
    const taker = this.#takerOf(message);
    if (taker) this.#settleTaker(taker.owner as QueuedExpectation);
    else for (const queued of this.expectations) if (!queued.settled && !queued.acting) this.#pass(queued, message);
    this.#seen = message.number;
    this.#offerFreed();
  }

  /** If an expectation throws when it is asked, only that one fails: the message is offered to the others. */
  #takerOf(message: ReceivedMessage, again = false): PartialMatch | undefined {
    for (;;) {
      try {
        return this.assignment.offer(message, again);
      } catch (error) {
        const queued = this.assignment.asked?.owner as QueuedExpectation;
        if (queued.settled)
          this.assignment.remove(queued.match); // it keeps the messages that it holds
        else this.#fail(queued, { kind: 'error', error });
        if (!again) this.#offerFreed(); // first, as these came before the message
      }
    }
  }

  /**
   * Offers messages that were given back to the expectations that still wait, oldest first. An expectation of a sequence that
   * takes one may find its next among later messages that nobody took, so these are offered again too. Strict and negated
   * expectations are not shown a message twice.
   */
  #offerFreed(): void {
    while (this.#freed.length > 0 && !this.over) {
      const freed = new Set(this.#freed.sort(byNumber));
      this.#freed = [];
      let advanced = false;
      for (const message of this.#seenSince(freed)) {
        if (message.status !== 'unread' || !(advanced || freed.has(message))) continue;
        const taker = this.#takerOf(message, true)?.owner as QueuedExpectation | undefined;
        if (!taker) continue;
        advanced ||= isInOrder(taker);
        this.#settleTaker(taker);
      }
    }
  }

  /** The unread messages from the first of the freed ones on; only the freed ones if no expectation is for a sequence. */
  #seenSince(freed: ReadonlySet<ReceivedMessage>): Iterable<ReceivedMessage> {
    if (!this.expectations.some((queued) => !queued.settled && isInOrder(queued))) return freed;
    const [first] = freed;
    return this.#queue.unread.filter(
      (message) => freed.has(message) || (message.number > (first?.number ?? 0) && message.number <= this.#seen),
    );
  }

  /** No message will come any more. */
  end(): void {
    for (const queued of this.expectations) {
      if (queued.settled || queued.acting) continue;
      this.#fail(queued, { kind: 'ended' });
      this.#offerFreed();
    }
  }

  /** Fails the expectations whose deadline has passed while messages were looked at. */
  expire(now: number): void {
    this.deadline = Number.POSITIVE_INFINITY;
    for (const queued of this.expectations) {
      const { deadline } = queued.expectation;
      if (queued.settled || queued.acting) continue;
      if (deadline <= now) this.#fail(queued, { kind: 'late' });
      else if (deadline < this.deadline) this.deadline = deadline;
    }
    this.#offerFreed();
  }

  /** Takes an expectation back, as if it had never been made. */
  withdraw(queued: QueuedExpectation): void {
    if (!queued.settled) {
      this.#release(queued);
      this.#leave(queued);
      this.#offerFreed();
    }
    this.#queue.serve();
  }

  took(queued: QueuedExpectation): void {
    this.#settleTaker(queued);
    this.#queue.serve();
  }

  /** Settles an expectation that has all its messages. */
  #settleTaker(queued: QueuedExpectation): void {
    if (queued.settled || queued.acting || !queued.consumes) return;
    const { messages } = queued.match;
    const { act } = queued.expectation;
    if (act) {
      queued.acting = true;
      const done = () => this.#acted(queued, { kind: 'satisfied', messages });
      act(messages, done, (error) => this.#acted(queued, { kind: 'error', error }));
    } else this.#settle(queued, { kind: 'satisfied', messages });
  }

  #acted(queued: QueuedExpectation, result: ExpectationResult): void {
    if (queued.settled) return;
    if (result.kind === 'satisfied') this.#settle(queued, result);
    else this.#fail(queued, result);
    this.#offerFreed();
    this.#queue.serve();
  }

  /** Shows a strict or negated expectation a message that none has taken. */
  #pass(queued: QueuedExpectation, message: ReceivedMessage): void {
    const { match, expectation } = queued;
    if (!expectation.negated) {
      if (match.strict) this.#fail(queued, { kind: 'broken', by: message });
      return;
    }
    let taker: PartialMatch | undefined;
    try {
      taker = queued.assignment.offer(message);
    } catch (error) {
      this.#fail(queued, { kind: 'error', error });
      return;
    }
    if (match.satisfied) this.#fail(queued, { kind: 'broken', by: message });
    else if (!taker && match.strict) this.#settle(queued, { kind: 'satisfied', messages: [] });
  }

  #fail(queued: QueuedExpectation, result: ExpectationResult): void {
    this.#release(queued);
    this.#settle(queued, result);
  }

  #settle(queued: QueuedExpectation, result: ExpectationResult): void {
    this.#leave(queued);
    queued.expectation.settle(result);
  }

  #leave(queued: QueuedExpectation): void {
    queued.settled = true;
    queued.acting = false;
    this.#waiting--;
  }

  #release(queued: QueuedExpectation): void {
    const { match, expectation, assignment } = queued;
    if (expectation.negated) return;
    queued.released = true;
    assignment.remove(match);
    if (expectation.requirement.kind === 'custom') return; // it may have answered them, which cannot be undone
    for (const message of match.messages) {
      message.status = 'unread';
      message.reader = undefined;
      this.#freed.push(message);
    }
  }
}

const isInOrder = ({ expectation: { negated, requirement } }: QueuedExpectation): boolean =>
  !negated && requirement.kind === 'in order';

const byNumber = (a: ReceivedMessage, b: ReceivedMessage): number => a.number - b.number;
