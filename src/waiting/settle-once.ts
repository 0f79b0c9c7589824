import type { EndedEarly } from './outcome';
import type { Scope } from './scope';

/**
 * The one way to wait: starts something, and settles once, with what it ends with or, before that, because a standing
 * rule is broken or the test ends.
 * @param start Returns what stops it. It may be done at once.
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
