import type { Reader, ReceivedMessage } from '../log/transcript';
import { Assignment } from './assignment';
import type { Expectation } from './expectation';
import type { Expected } from './expected';
import type { MatchOwner, PartialMatch } from './partial-match';

/** An expectation that is served before others, which look at no message as long as it waits. */
export interface Waiting {
  readonly reader: Reader;
  readonly lacks: readonly Expected[];
}

/** The batch that an expectation was started in, as far as the expectation asks it. */
interface ItsBatch {
  readonly assignment: Assignment;
  /** Who waits before it; undefined when it is its turn. */
  readonly before: Waiting | undefined;
  withdraw(queued: QueuedExpectation): void;
  /** One has taken a message otherwise than when that was offered. */
  took(queued: QueuedExpectation): void;
}

/** An expectation in the queue of its client. */
export class QueuedExpectation implements MatchOwner {
  settled = false;
  /** It has all, and something is done with it: a reply is made and sent. */
  acting = false;
  /** It has given back what it had. */
  released = false;
  /** A negated expectation has an assignment of its own: it looks at messages, it never takes one. */
  readonly assignment: Assignment;
  readonly match: PartialMatch;

  constructor(
    private readonly batch: ItsBatch,
    readonly expectation: Expectation,
  ) {
    this.assignment = expectation.negated ? new Assignment() : batch.assignment;
    this.match = this.assignment.add(expectation.requirement, this);
  }

  /** The messages that it holds so far. */
  get held(): readonly ReceivedMessage[] {
    return this.match.messages;
  }

  /** What it would take now. */
  get lacks(): readonly Expected[] {
    return this.match.lacks;
  }

  /** Who is served before it, so that it has looked at nothing yet; undefined when it is its turn. */
  get behind(): Waiting | undefined {
    return this.settled ? undefined : this.batch.before;
  }

  /** Whether messages that it took are read from now on. */
  get consumes(): boolean {
    return !this.expectation.negated && !this.released && this.match.satisfied;
  }

  /** Whether the messages before those that it took stay unread. */
  get leavesOthers(): boolean {
    const { requirement } = this.expectation;
    return requirement.kind === 'any order' && requirement.leavesOthers;
  }

  /** Takes the expectation back: it has consumed nothing. */
  withdraw(): void {
    this.batch.withdraw(this);
  }

  /** Its own matcher has taken a message otherwise than when that was offered. */
  took(message: ReceivedMessage): void {
    this.hold(message);
    this.batch.took(this);
  }

  /** Notes on a message who holds it: it may have changed hands. */
  hold(message: ReceivedMessage): void {
    if (this.expectation.negated) return;
    message.status = 'matched';
    message.reader = this.expectation.reader;
  }
}
