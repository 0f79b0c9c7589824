/** Numbers for the requests of one client, beside those that its user gives. */
export class RequestIds {
  #last = 0;

  next(): number {
    return ++this.#last;
  }

  /** The user has given this one. */
  seen(id: unknown): void {
    const number = typeof id === 'string' && /^\d{1,15}$/.test(id) ? Number(id) : id;
    if (typeof number === 'number' && Number.isSafeInteger(number) && number > this.#last) this.#last = number;
  }
}
