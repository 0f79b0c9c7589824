import type { Received } from './messages';

/** The list is only cut when at least so many messages at its beginning are over. */
const WORTH_IT = 1024;

/**
 * The messages of a log that are not over: unread, or held by an expectation that may still give them back, in the order in
 * which they came. `next()` goes through them for the expectations.
 */
export class PendingMessages {
  /** Messages before `#head` are over. They are dropped from time to time. */
  #messages: Received[] = [];
  #head = 0;
  /** The index of the next to be looked at. */
  #next = 0;

  /** All of them, oldest first. */
  get list(): readonly Received[] {
    return this.#head === 0 ? this.#messages : this.#messages.slice(this.#head);
  }

  get first(): Received | undefined {
    return this.#messages[this.#head];
  }

  /** The message at this index, counted from the first that is not over. */
  at(index: number): Received | undefined {
    return this.#messages[this.#head + index];
  }

  add(message: Received): void {
    this.#messages.push(message);
  }

  /** The next unread message that nobody has looked at since the last `rewind()`. */
  next(): Received | undefined {
    while (this.#next < this.#messages.length) {
      const message = this.#messages[this.#next++] as Received;
      if (message.status === 'unread') return message;
    }
    return undefined;
  }

  /** Lets `next()` begin again with the first. */
  rewind(): void {
    this.#next = this.#head;
  }

  /** Removes the first. */
  shift(): void {
    this.#head++;
    if (this.#next < this.#head) this.#next = this.#head;
    if (this.#head <= WORTH_IT || this.#head * 2 <= this.#messages.length) return;
    this.#messages = this.#messages.slice(this.#head);
    this.#next -= this.#head;
    this.#head = 0;
  }

  /** Removes one. Returns whether it was there. */
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

  /** Removes those for which `isOne` is true, and returns them. */
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
