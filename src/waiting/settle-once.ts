import { startTimer } from '../runtime/timer';
import type { RuleViolation } from './rule-violation';
import type { Caller } from './scope';

/** How a wait ended. */
export type WaitEnd<T> =
  | { readonly kind: 'done'; readonly value: T }
  /** How long was waited, in ms. */
  | { readonly kind: 'timed-out'; readonly after: number }
  | { readonly kind: 'forbidden'; readonly violation: RuleViolation }
  | { readonly kind: 'abandoned' };

/**
 * Waits for something that is not a message: settles once, when it is done, when its time is over, when a standing rule
 * is broken, or when its test ends.
 * @param timeout In ms; `Infinity` for what ends by itself.
 * @param start Returns what stops it, if something must. It may be done at once.
 */
export function settleOnce<T>(
  { scope }: Caller,
  timeout: number,
  start: (done: (value: T) => void) => (() => void) | undefined,
  settle: (end: WaitEnd<T>) => void,
): void {
  let isSettled = false;
  let stop: (() => void) | undefined;
  const finish = (end: WaitEnd<T>) => {
    if (isSettled) return;
    isSettled = true;
    stopTimer();
    leave();
    stop?.();
    settle(end);
  };
  const stopTimer = startTimer(timeout, () => finish({ kind: 'timed-out', after: timeout }));
  const leave = scope.waits.add((violation) => finish(violation ? { kind: 'forbidden', violation } : { kind: 'abandoned' }));
  stop = start((value) => finish({ kind: 'done', value }));
  if (isSettled) stop?.();
  else if (scope.violation) finish({ kind: 'forbidden', violation: scope.violation });
}
