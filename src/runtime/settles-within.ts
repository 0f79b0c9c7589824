import { startTimer } from './timer';

/**
 * Whether a promise settles within `ms`. It never rejects: a rejection is left to the owner of the promise.
 * @param latest When the test's own timer is due, on the clock of `performance.now()`, if a failure depends on the answer.
 */
export function settlesWithin(promise: Promise<unknown> | undefined, ms: number, latest?: number): Promise<boolean> {
  if (!promise) return Promise.resolve(true);
  return new Promise((resolve) => {
    const stop = startTimer(ms, () => resolve(false), latest);
    const settle = () => {
      stop();
      resolve(true);
    };
    promise.then(settle, settle);
  });
}
