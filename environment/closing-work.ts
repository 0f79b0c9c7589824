/** Closes things while Jest's own work between two tests goes on. */
export class ClosingWork {
  #pending: Promise<unknown> | undefined;

  add(ending: Promise<void> | undefined): void {
    if (!ending) return;
    const pending = Promise.all([this.#pending, ending]).then(() => {
      if (this.#pending === pending) this.#pending = undefined;
    });
    this.#pending = pending;
  }

  /** Settles when everything is closed; undefined if it is. */
  get done(): Promise<void> | undefined {
    return this.#pending?.then(() => undefined);
  }
}
