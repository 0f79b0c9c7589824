import type { Reader, ReceivedMessage } from '../log/transcript';
import { Assignment } from './assignment';
import type { Claim, Holder } from './partial-match';
import type { Pool, Requirement } from './requirement';

/** How the stream answered an expectation. */
export type Verdict =
  /** All that was demanded came; or, for a negated one, it can no longer come. */
  | { readonly kind: 'satisfied'; readonly messages: readonly ReceivedMessage[] }
  /** This message made it impossible: a wrong one where the demand is strict, or one that should not have come. */
  | { readonly kind: 'broken'; readonly by: ReceivedMessage }
  /** No message will come any more. */
  | { readonly kind: 'ended' }
  /** To look at what has come took longer than it may wait. */
  | { readonly kind: 'late' }
  /** The expectation itself cannot be asked, or what is done with its messages has failed. */
  | { readonly kind: 'error'; readonly error: unknown };

export interface Expectation {
  readonly requirement: Requirement | Pool;
  readonly reader: Reader;
  /** Whether it must *not* come. */
  readonly negated: boolean;
  /** Until when messages are looked at, on the clock of `performance.now()`. */
  readonly deadline: number;
  /** What is done with the messages before it is satisfied. Where that fails it has consumed nothing. */
  readonly act?: ((messages: readonly ReceivedMessage[], done: () => void, fail: (error: unknown) => void) => void) | undefined;
  /** Called once, as soon as the outcome is known. */
  readonly settle: (verdict: Verdict) => void;
}

export class Member implements Holder {
  settled = false;
  /** It has all, and does something with it. */
  acting = false;
  /** It has given back what it had. */
  released = false;
  /** A negated expectation has an assignment of its own: it looks at messages, it never takes one. */
  readonly assignment: Assignment;
  readonly claim: Claim;

  constructor(
    readonly batch: Batch,
    readonly expectation: Expectation,
  ) {
    this.assignment = expectation.negated ? new Assignment() : batch.assignment;
    this.claim = this.assignment.add(expectation.requirement, this);
  }

  /** Whether messages that it took are read from now on. */
  get consumes(): boolean {
    return !this.expectation.negated && !this.released && this.claim.satisfied;
  }

  /** Whether the messages before those that it took stay unread. */
  get leavesOthers(): boolean {
    const { requirement } = this.expectation;
    return requirement.kind === 'slots' && requirement.leavesOthers;
  }

  /** Notes on a message who holds it: it may have changed hands. */
  hold(message: ReceivedMessage): void {
    if (this.expectation.negated) return;
    message.status = 'matched';
    message.reader = this.expectation.reader;
  }
}

/**
 * The expectations that were started in one turn of the event loop: unordered among themselves, and a message satisfies
 * only one of them. What one of them has no use for is shown to those that are strict or negated.
 */
export class Batch {
  readonly members: Member[] = [];
  readonly assignment = new Assignment();
  /** No expectation joins any more. */
  sealed = false;
  /** How long it took to look at messages (ms). */
  spent = 0;
  /** The first of the deadlines. */
  deadline = Number.POSITIVE_INFINITY;
  readonly #changed: () => void;
  #waiting = 0;

  /** @param changed Called when it was decided otherwise than by a message that arrived. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  join(expectation: Expectation): Member {
    const member = new Member(this, expectation);
    this.members.push(member);
    this.#waiting++;
    const { deadline } = expectation;
    if (deadline < this.deadline) this.deadline = deadline;
    return member;
  }

  get over(): boolean {
    return this.#waiting === 0;
  }

  offer(message: ReceivedMessage): void {
    const taker = this.#takerOf(message);
    if (taker) this.settleTaker(taker.holder as Member);
    else for (const member of this.members) if (!member.settled && !member.acting) this.#pass(member, message);
  }

  /** One that cannot be asked fails alone: the message is offered to the others. */
  #takerOf(message: ReceivedMessage): Claim | undefined {
    for (;;) {
      try {
        return this.assignment.offer(message);
      } catch (error) {
        const member = this.assignment.asked?.holder as Member;
        if (member.settled)
          this.assignment.remove(member.claim); // it keeps what it has
        else this.#fail(member, { kind: 'error', error });
      }
    }
  }

  /** No message will come any more. */
  end(): void {
    for (const member of this.members) {
      if (member.settled || member.acting) continue;
      if (member.expectation.negated) this.#settle(member, { kind: 'satisfied', messages: [] });
      else this.#fail(member, { kind: 'ended' });
    }
  }

  /** Fails those whose time has been spent by looking at messages. */
  expire(now: number): void {
    this.deadline = Number.POSITIVE_INFINITY;
    for (const member of this.members) {
      const { deadline } = member.expectation;
      if (member.settled || member.acting) continue;
      if (deadline <= now) this.#fail(member, { kind: 'late' });
      else if (deadline < this.deadline) this.deadline = deadline;
    }
  }

  /** Takes an expectation back: it has consumed nothing. */
  withdraw(member: Member): void {
    if (member.settled) return;
    this.#release(member);
    member.settled = true;
    this.#waiting--;
  }

  /** Settles a member that has all. */
  settleTaker(member: Member): void {
    if (member.settled || member.acting || !member.consumes) return;
    const { messages } = member.claim;
    const { act } = member.expectation;
    if (act) {
      member.acting = true;
      const done = () => this.#acted(member, { kind: 'satisfied', messages });
      act(messages, done, (error) => this.#acted(member, { kind: 'error', error }));
    } else this.#settle(member, { kind: 'satisfied', messages });
  }

  #acted(member: Member, verdict: Verdict): void {
    if (member.settled) return;
    if (verdict.kind === 'satisfied') this.#settle(member, verdict);
    else this.#fail(member, verdict);
    this.#changed();
  }

  /** Shows a member a message that nobody has taken. */
  #pass(member: Member, message: ReceivedMessage): void {
    const { claim, expectation } = member;
    if (!expectation.negated) {
      if (claim.strict) this.#fail(member, { kind: 'broken', by: message });
      return;
    }
    let taker: Claim | undefined;
    try {
      taker = member.assignment.offer(message);
    } catch (error) {
      this.#fail(member, { kind: 'error', error });
      return;
    }
    if (claim.satisfied) this.#fail(member, { kind: 'broken', by: message });
    else if (!taker && claim.strict) this.#settle(member, { kind: 'satisfied', messages: [] });
  }

  #fail(member: Member, verdict: Verdict): void {
    this.#release(member);
    this.#settle(member, verdict);
  }

  #settle(member: Member, verdict: Verdict): void {
    member.settled = true;
    this.#waiting--;
    member.expectation.settle(verdict);
  }

  #release(member: Member): void {
    const { claim, expectation, assignment } = member;
    if (expectation.negated) return;
    member.released = true;
    assignment.remove(claim);
    if (expectation.requirement.kind === 'pool') return; // what it has answered stays answered
    for (const message of claim.messages) {
      message.status = 'unread';
      message.reader = undefined;
    }
  }
}
