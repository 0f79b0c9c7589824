import { startTimer } from '../runtime/timer';

/** Timers that end together. */
export class Timers {
  readonly #running = new Set<() => void>();

  /**
   * Calls back later. Returns a function that stops the timer.
   * @param ms In milliseconds.
   * @param latest When the test's own timer is due, on the clock of `performance.now()`.
   */
  after(ms: number, act: () => void, latest?: number): () => void {
    const stop = startTimer(
      ms,
      () => {
        this.#running.delete(cancel);
        act();
      },
      latest,
    );
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
