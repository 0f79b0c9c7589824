/**
 * Things that come and go by the thousands: what waits, what nobody has awaited yet. Not a `Set`, which grows into a
 * new table every few turns and leaves the old ones, with all that was in them, to the slow collection of garbage.
 */
export class Bag<T> {
  readonly #seats: Seat<T>[] = [];

  /** Returns what takes the item out again. */
  add(item: T): () => void {
    const seat: Seat<T> = { item, index: this.#seats.length };
    this.#seats.push(seat);
    return () => this.#leave(seat);
  }

  get items(): readonly T[] {
    return this.#seats.map(({ item }) => item);
  }

  /** Takes all of them out, and gives them. */
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
