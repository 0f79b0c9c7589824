/**
 * Things that come and go by the thousands: waits, promises that nobody has awaited yet. It is not a `Set`, since that
 * grows into a new table every so often and leaves the old one, with all that it holds, to the slow garbage collection.
 */
export class Bag<T> {
  readonly #seats: Seat<T>[] = [];

  /** Returns a function that removes the item. */
  add(item: T): () => void {
    const seat: Seat<T> = { item, index: this.#seats.length };
    this.#seats.push(seat);
    return () => this.#leave(seat);
  }

  get items(): readonly T[] {
    return this.#seats.map(({ item }) => item);
  }

  /** Removes all items, and returns them. */
  take(): readonly T[] {
    return this.#seats.splice(0).map(({ item }) => item);
  }

  #leave(seat: Seat<T>): void {
    if (this.#seats[seat.index] !== seat) return;
    const last = this.#seats.pop();
    if (!last || last === seat) return;
    last.index = seat.index;
    this.#seats[seat.index] = last;
  }
}

interface Seat<T> {
  readonly item: T;
  index: number;
}
