import type { ReceivedMessage } from '../log/transcript';
import type { Expectation, ExpectationResult } from './expectation';
import type { Expected } from './expected';
import type { PendingExpectation } from './queued-expectation';
import type { OwnReply } from './requirement';

/** A request that waits for its own reply, outside of the queue: it neither waits for other expectations nor delays them. */
class AwaitedReply implements PendingExpectation {
  readonly acting = false;
  readonly behind = undefined;
  held: readonly ReceivedMessage[] = [];
  isOver = false;

  constructor(
    private readonly expectation: Expectation<OwnReply>,
    private readonly leave: (awaited: AwaitedReply) => void,
  ) {}

  get lacks(): readonly Expected[] {
    return this.held.length === 0 ? this.expectation.requirement.expected : [];
  }

  /** Whether it takes the message. A reply that is not the expected one fails it, unless further replies may follow. */
  wants(message: ReceivedMessage): boolean {
    const { isReply, expected, several } = this.expectation.requirement;
    let isLast: boolean;
    try {
      if (!isReply(message)) return false;
      if (expected.every(({ matches }) => matches(message))) return true;
      isLast = !several(message);
    } catch (error) {
      this.settle({ kind: 'error', error });
      return false;
    }
    if (isLast) this.settle({ kind: 'broken', by: message });
    return false;
  }

  take(message: ReceivedMessage): void {
    message.status = 'matched';
    message.reader = this.expectation.reader;
    this.held = [message];
    this.settle({ kind: 'satisfied', messages: this.held });
  }

  settle(result: ExpectationResult): void {
    if (this.isOver) return;
    this.withdraw();
    this.expectation.settle(result);
  }

  withdraw(): void {
    this.isOver = true;
    this.leave(this);
  }
}

/**
 * The requests of one client that wait for their own replies. They see each message before the queue does, in the order in
 * which they were made. A reply is taken by its request alone, and skips no messages before it.
 */
export class AwaitedReplies {
  readonly #waiting = new Set<AwaitedReply>();

  add(expectation: Expectation<OwnReply>): AwaitedReply {
    const awaited = new AwaitedReply(expectation, (one) => this.#waiting.delete(one));
    this.#waiting.add(awaited);
    return awaited;
  }

  /** The request that takes the message. */
  takerOf(message: ReceivedMessage): AwaitedReply | undefined {
    if (this.#waiting.size === 0) return undefined; // as for most messages
    for (const awaited of this.#waiting) if (awaited.wants(message)) return awaited;
    return undefined;
  }

  /** No message will come any more. */
  end(): void {
    for (const awaited of this.#waiting) awaited.settle({ kind: 'ended' });
  }
}
