import type { EndedEarly } from './outcome';
import type { Scope } from './scope';

/**
 * The one way to wait: starts something, and settles once, with its result or, if that comes first, because a standing
 * rule is broken or the test ends.
 * @param start Returns a function that stops it. It may call `done` at once.
 */
export function settleOnce<End>(
  scope: Scope | undefined,
  start: (done: (end: End) => void) => () => void,
  settle: (end: End | EndedEarly) => void,
): void {
  let isSettled = false;
  let stop: (() => void) | undefined;
  const finish = (end: End | EndedEarly) => {
    if (isSettled) return;
    isSettled = true;
    leave?.();
    stop?.();
    settle(end);
  };
  const leave = scope?.waits.add((violation) => finish(violation ? { kind: 'forbidden', violation } : { kind: 'abandoned' }));
  stop = start(finish);
  if (isSettled) stop();
  else if (scope?.violation) finish({ kind: 'forbidden', violation: scope.violation });
}
