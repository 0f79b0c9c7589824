import { startTimer } from './timer';

/** Whether a promise settles within so many ms. It never rejects: what comes of the promise is its owner's. */
export function settlesWithin(promise: Promise<unknown> | undefined, ms: number): Promise<boolean> {
  if (!promise) return Promise.resolve(true);
  return new Promise((resolve) => {
    const stop = startTimer(ms, () => resolve(false));
    const settle = () => {
      stop();
      resolve(true);
    };
    promise.then(settle, settle);
  });
}
