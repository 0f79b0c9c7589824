import { startTimer } from '../runtime/timer';

/** Timers that end together. */
export class Timers {
  readonly #running = new Set<() => void>();

  /**
   * Calls back later. Returns a function that stops the timer.
   * @param ms In milliseconds.
   */
  after(ms: number, act: () => void): () => void {
    const stop = startTimer(ms, () => {
      this.#running.delete(cancel);
      act();
    });
    const cancel = () => {
      stop();
      this.#running.delete(cancel);
    };
    this.#running.add(cancel);
    return cancel;
  }

  clear(): void {
    for (const cancel of this.#running) cancel();
  }
}
