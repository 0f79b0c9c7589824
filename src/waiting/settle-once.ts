import type { EndedEarly } from './outcome';
import type { Scope } from './scope';

/**
 * The one way to wait: starts something, and settles once, with its result or, if that comes first, because a standing
 * rule is broken or the test ends. If a rule is broken already, nothing is started.
 * @param start May return a function that stops it. It may call `done` at once.
 * @param endsWith What ends it from outside: `'test'` for what goes on when a rule is broken, such as a connect.
 */
export function settleOnce<End>(
  scope: Scope | undefined,
  start: (done: (end: End) => void) => (() => void) | undefined,
  settle: (end: End | EndedEarly) => void,
  endsWith: 'rule or test' | 'test' = 'rule or test',
): void {
  const endsWithRule = endsWith === 'rule or test';
  if (endsWithRule && scope?.violation) {
    settle({ kind: 'forbidden', violation: scope.violation });
    return;
  }
  let isSettled = false;
  let stop: (() => void) | undefined;
  const finish = (end: End | EndedEarly) => {
    if (isSettled) return;
    isSettled = true;
    leave?.();
    stop?.();
    settle(end);
  };
  const leave = scope?.waits.add((violation) => {
    if (!violation) finish({ kind: 'abandoned' });
    else if (endsWithRule) finish({ kind: 'forbidden', violation });
  });
  stop = start(finish);
  if (isSettled) stop?.();
}
