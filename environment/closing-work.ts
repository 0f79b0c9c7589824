import { allOf, type Pending } from '../src/runtime/pending';

/** What is closed while Jest's own work between two tests goes on. */
export class ClosingWork {
  readonly #pending = new Set<Promise<void>>();

  add(ending: Pending): void {
    if (!ending || this.#pending.has(ending)) return;
    this.#pending.add(ending);
    void ending.then(() => this.#pending.delete(ending));
  }

  /** Is done when all of it is closed. */
  get done(): Pending {
    return allOf([...this.#pending]);
  }
}
