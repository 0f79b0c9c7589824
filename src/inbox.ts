import type { Expected } from './expected';
import type { Reader, ReceivedMessage } from './transcript';
import { weightOf } from './transcript';
import { type Expectation, type Member, Turn } from './turn';

/** An expectation in the inbox. */
export class Ticket {
  readonly #member: Member;
  readonly #serve: () => void;

  /** @internal */
  constructor(member: Member, serve: () => void) {
    this.#member = member;
    this.#serve = serve;
  }

  /** The messages that it holds so far. */
  get held(): readonly ReceivedMessage[] {
    return this.#member.claim.messages;
  }

  /** What it would take now. */
  get lacks(): readonly Expected[] {
    return this.#member.claim.lacks;
  }

  /** Takes the expectation back: it has consumed nothing. */
  withdraw(): void {
    this.#member.turn.withdraw(this.#member);
    this.#serve();
  }

  /** Looks again at what it holds: it was decided otherwise than by a message that arrived. */
  review(): void {
    this.#member.turn.review();
    this.#serve();
  }
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
  #turns: Turn[] = [];
  #current: Turn | undefined;
  #ended = false;
  #serving = false;
  #weight = 0;
  #cursor = 0;
  readonly #whenTurnEnds: (callback: () => void) => void;

  /** @param whenTurnEnds Calls back when the synchronous code that runs now has returned. */
  constructor(whenTurnEnds: (callback: () => void) => void = queueMicrotask) {
    this.#whenTurnEnds = whenTurnEnds;
  }

  /** The number of the last message that was read; 0 before the first. */
  get cursor(): number {
    return this.#cursor;
  }

  /** The messages that no expectation has taken or passed over, oldest first. */
  get unread(): ReceivedMessage[] {
    return this.#messages.slice(this.#head).filter(({ fate }) => fate === 'unread');
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
    const turn = this.#current ?? this.#beginTurn();
    return new Ticket(turn.join(expectation), () => this.#serve());
  }

  /**
   * Takes all that is unread.
   * @returns What was unread; undefined when an expectation waits for it.
   */
  drain(reader: Reader): ReceivedMessage[] | undefined {
    if (this.#turns.length > 0) return undefined;
    const { unread } = this;
    const last = this.#messages.at(-1);
    if (last && last.number > this.#cursor) this.#advance(last.number, reader);
    this.#looked = this.#head;
    return unread;
  }

  /** What has come since then and is unread is not unread any more. */
  putAside(since: number): void {
    for (const message of this.unread) if (message.at >= since) message.fate = 'ignored';
  }

  #beginTurn(): Turn {
    const turn = new Turn();
    this.#current = turn;
    this.#turns.push(turn);
    this.#whenTurnEnds(() => {
      turn.sealed = true;
      this.#current = undefined;
      this.#serve();
    });
    return turn;
  }

  /** Serves the current turn as far as the messages reach, then those after it. */
  #serve(): void {
    if (this.#serving) return; // an expectation that settles may withdraw others: the loop below goes on by itself
    this.#serving = true;
    this.#serveTurns();
    this.#serving = false;
  }

  #serveTurns(): void {
    for (let turn = this.#turns[0]; turn?.sealed; turn = this.#turns[0]) {
      while (!turn.over && this.#looked < this.#messages.length) {
        const message = this.#messages[this.#looked++] as ReceivedMessage;
        if (message.fate === 'unread') turn.offer(message); // a rule may have taken it since
      }
      if (this.#ended) turn.end();
      if (!turn.over) return;
      this.#turns.shift();
      this.#finish(turn);
    }
  }

  /** Moves the cursor behind the last message that the turn's expectations consumed. */
  #finish(turn: Turn): void {
    let reader: Reader | undefined;
    let stop = 0;
    for (const member of turn.members) {
      if (!member.consumes) continue;
      for (const { number } of member.claim.messages) {
        if (number <= stop) continue;
        stop = number;
        reader = member.expectation.reader;
      }
    }
    if (reader) this.#advance(stop, reader);
    this.#looked = this.#head;
  }

  #advance(stop: number, reader: Reader): void {
    for (let message = this.#messages[this.#head]; message && message.number <= stop; ) {
      if (message.fate === 'unread') {
        message.fate = 'skipped';
        message.reader = reader;
      }
      this.#weight -= weightOf(message.payload);
      message = this.#messages[++this.#head];
    }
    this.#cursor = stop;
    if (this.#head > 1024 && this.#head * 2 > this.#messages.length) {
      this.#messages = this.#messages.slice(this.#head);
      this.#head = 0;
    }
  }
}
