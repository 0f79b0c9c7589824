import type { Received } from './messages';

/** Fewer that are over are not worth a new list. */
const WORTH_IT = 1024;

/**
 * The messages of a log that are not over: unread, or matched by an expectation that may still give them back. In the
 * order in which they came, with the cursor of the expectations that look at them.
 */
export class PendingMessages {
  /** Those before `#head` are over; they are dropped from time to time. */
  #messages: Received[] = [];
  #head = 0;
  /** The next to be looked at. */
  #next = 0;

  /** All of them, oldest first. */
  get list(): readonly Received[] {
    return this.#head === 0 ? this.#messages : this.#messages.slice(this.#head);
  }

  get first(): Received | undefined {
    return this.#messages[this.#head];
  }

  /** The one that so many are before. */
  at(index: number): Received | undefined {
    return this.#messages[this.#head + index];
  }

  add(message: Received): void {
    this.#messages.push(message);
  }

  /** The next message that nobody has looked at since the last `rewind()`, and that is unread. */
  next(): Received | undefined {
    while (this.#next < this.#messages.length) {
      const message = this.#messages[this.#next++] as Received;
      if (message.status === 'unread') return message;
    }
    return undefined;
  }

  /** To look at all of them again. */
  rewind(): void {
    this.#next = this.#head;
  }

  /** Takes the first out. */
  shift(): void {
    this.#head++;
    if (this.#next < this.#head) this.#next = this.#head;
    if (this.#head <= WORTH_IT || this.#head * 2 <= this.#messages.length) return;
    this.#messages = this.#messages.slice(this.#head);
    this.#next -= this.#head;
    this.#head = 0;
  }

  /** Takes one out. Whether it was there. */
  remove(message: Received): boolean {
    const index = this.#messages.indexOf(message, this.#head);
    if (index === -1) return false;
    if (index === this.#head) this.shift();
    else {
      this.#messages.splice(index, 1);
      if (this.#next > index) this.#next--;
    }
    return true;
  }

  /** Takes out those of which it is so, and gives them. */
  removeWhere(isOne: (message: Received) => boolean): Received[] {
    const removed: Received[] = [];
    const kept: Received[] = [];
    let next = 0;
    for (let index = this.#head; index < this.#messages.length; index++) {
      const message = this.#messages[index] as Received;
      if (isOne(message)) removed.push(message);
      else {
        kept.push(message);
        if (index < this.#next) next++;
      }
    }
    if (removed.length === 0) return removed;
    this.#messages = kept;
    this.#head = 0;
    this.#next = next;
    return removed;
  }
}
