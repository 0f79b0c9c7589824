import { allOf, type Pending } from '../src/runtime/pending';

/** Closes things while Jest's own work between two tests goes on. */
export class ClosingWork {
  readonly #pending = new Set<Promise<void>>();

  add(ending: Pending): void {
    if (!ending || this.#pending.has(ending)) return;
    this.#pending.add(ending);
    void ending.then(() => this.#pending.delete(ending));
  }

  /** Settles when everything is closed; undefined if it is. */
  get done(): Pending {
    return allOf([...this.#pending]);
  }
}
