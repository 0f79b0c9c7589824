import type { Reader, ReceivedMessage } from '../log/transcript';
import { Assignment } from './assignment';
import type { Expectation } from './expectation';
import type { Expected } from './expected';
import type { MatchOwner, PartialMatch } from './partial-match';

/** An expectation that others wait behind: they see no message as long as it waits. */
export interface Waiting {
  readonly reader: Reader;
  readonly lacks: readonly Expected[];
}

/** An expectation that waits, in the queue or, like a request for its own reply, outside of it. */
export interface PendingExpectation {
  /** The messages that it holds so far. */
  readonly held: readonly ReceivedMessage[];
  /** The expected messages that are still missing; if they have an order, only the next. */
  readonly lacks: readonly Expected[];
  /** Whether it has all its messages, and its `act` is not done yet. */
  readonly acting: boolean;
  /** The expectation that is served before it; undefined when it is its turn. */
  readonly behind: Waiting | undefined;
  /** Takes it back, as if it had never been made. */
  withdraw(): void;
}

/** The batch that an expectation was started in, as far as the expectation needs it. */
interface ItsBatch {
  readonly assignment: Assignment;
  /** The expectation that is served before it; undefined when it is its turn. */
  readonly before: Waiting | undefined;
  withdraw(queued: QueuedExpectation): void;
  /** To be called when an expectation has taken a message that it was offered earlier. */
  took(queued: QueuedExpectation): void;
}

/** An expectation in the queue of its client. */
export class QueuedExpectation implements MatchOwner, PendingExpectation {
  settled = false;
  /** It has all its messages, and its `act` is not done yet: for example a reply is made and sent. */
  acting = false;
  /** It has given back the messages that it held. */
  released = false;
  /** A negated expectation has an assignment of its own: it looks at messages and never takes one. */
  readonly assignment: Assignment;
  readonly match: PartialMatch;

  constructor(
    private readonly batch: ItsBatch,
    readonly expectation: Expectation,
  ) {
    this.assignment = expectation.negated ? new Assignment() : batch.assignment;
    this.match = this.assignment.add(expectation.requirement, this);
  }

  get held(): readonly ReceivedMessage[] {
    return this.match.messages;
  }

  get lacks(): readonly Expected[] {
    return this.match.lacks;
  }

  get behind(): Waiting | undefined {
    return this.settled ? undefined : this.batch.before;
  }

  /** Whether the messages that it took count as read. */
  get consumes(): boolean {
    return !this.expectation.negated && !this.released && this.match.satisfied;
  }

  /** Whether the messages before those that it took stay unread. */
  get leavesOthers(): boolean {
    const { requirement } = this.expectation;
    return requirement.kind === 'any order' && requirement.leavesOthers;
  }

  withdraw(): void {
    this.batch.withdraw(this);
  }

  /** To be called when its custom match has taken a message that it was offered earlier. */
  took(message: ReceivedMessage): void {
    this.hold(message);
    this.batch.took(this);
  }

  /** Marks a message as held by this expectation; another may have held it before. */
  hold(message: ReceivedMessage): void {
    if (this.expectation.negated) return;
    message.status = 'matched';
    message.reader = this.expectation.reader;
  }
}
