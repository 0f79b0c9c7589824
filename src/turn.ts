import { Assignment } from './assignment';
import type { Claim } from './claim';
import type { Demand, Pool } from './demand';
import type { Reader, ReceivedMessage } from './transcript';

/** How the stream answered an expectation. */
export type Verdict =
  /** All that was demanded came; or, for a negated one, it can no longer come. */
  | { readonly kind: 'satisfied'; readonly messages: readonly ReceivedMessage[] }
  /** This message made it impossible: a wrong one where the demand is strict, or one that should not have come. */
  | { readonly kind: 'broken'; readonly by: ReceivedMessage }
  /** No message will come any more. */
  | { readonly kind: 'ended' }
  /** The expectation itself cannot be asked. */
  | { readonly kind: 'mistaken'; readonly error: unknown };

export interface Expectation {
  readonly demand: Demand | Pool;
  readonly reader: Reader;
  /** Whether it must *not* come. */
  readonly negated: boolean;
  /** Called once, as soon as the outcome is known. */
  readonly settle: (verdict: Verdict) => void;
}

export class Member {
  settled = false;
  /** A negated expectation has an assignment of its own: it looks at messages, it never takes one. */
  readonly assignment: Assignment;
  readonly claim: Claim;

  constructor(
    readonly turn: Turn,
    readonly expectation: Expectation,
  ) {
    this.assignment = expectation.negated ? new Assignment() : turn.assignment;
    this.claim = this.assignment.add(expectation.demand);
  }

  /** Whether messages that it took are read from now on. */
  get consumes(): boolean {
    return !this.expectation.negated && this.claim.satisfied;
  }
}

/**
 * The expectations that were started in one turn of the event loop: unordered among themselves, and a message satisfies
 * only one of them. What one of them has no use for is shown to those that are strict or negated.
 */
export class Turn {
  readonly members: Member[] = [];
  readonly assignment = new Assignment();
  /** No expectation joins any more. */
  sealed = false;
  #waiting = 0;

  join(expectation: Expectation): Member {
    const member = new Member(this, expectation);
    this.members.push(member);
    this.#waiting++;
    return member;
  }

  get over(): boolean {
    return this.#waiting === 0;
  }

  offer(message: ReceivedMessage): void {
    let taker: Claim | undefined;
    try {
      taker = this.assignment.offer(message);
    } catch (error) {
      for (const member of this.members) {
        if (!member.settled && !member.expectation.negated) this.#fail(member, { kind: 'mistaken', error });
      }
    }
    if (taker) this.#taken();
    else for (const member of this.members) if (!member.settled) this.#pass(member, message);
  }

  /** No message will come any more. */
  end(): void {
    for (const member of this.members) {
      if (member.settled) continue;
      if (member.expectation.negated) this.#settle(member, { kind: 'satisfied', messages: [] });
      else this.#fail(member, { kind: 'ended' });
    }
  }

  /** Takes an expectation back: it has consumed nothing. */
  withdraw(member: Member): void {
    if (member.settled) return;
    this.#release(member);
    member.settled = true;
    this.#waiting--;
  }

  /** Settles what was decided otherwise than by a message that arrived. */
  review(): void {
    this.#taken();
  }

  /** Notes on each message who holds it (it may have changed hands), and settles who has all. */
  #taken(): void {
    for (const { claim, expectation, settled } of this.members) {
      if (expectation.negated || (settled && !claim.satisfied)) continue;
      for (const message of claim.messages) {
        message.fate = 'matched';
        message.reader = expectation.reader;
      }
    }
    for (const member of this.members) {
      if (member.settled || !member.consumes) continue;
      this.#settle(member, { kind: 'satisfied', messages: member.claim.messages });
    }
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
      this.#fail(member, { kind: 'mistaken', error });
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

  #release({ claim, expectation, assignment }: Member): void {
    if (expectation.negated) return;
    assignment.remove(claim);
    if (expectation.demand.kind === 'pool') return; // what it has answered stays answered
    for (const message of claim.messages) {
      message.fate = 'unread';
      message.reader = undefined;
    }
  }
}
