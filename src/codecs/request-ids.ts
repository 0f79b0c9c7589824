/** Numbers for the requests of one client, none of which its user has given to a request. */
export class RequestIds {
  #last = 0;

  next(): number {
    return ++this.#last;
  }

  /** To be called with an id that the user has given. */
  seen(id: unknown): void {
    const number = typeof id === 'string' && /^\d{1,15}$/.test(id) ? Number(id) : id;
    if (typeof number === 'number' && Number.isSafeInteger(number) && number > this.#last) this.#last = number;
  }
}
