/** The longest that Node's timers take (ms): past it they fire at once. */
const LONGEST = 2 ** 31 - 1;

/**
 * So many turns of the event loop are given when the time is over, before it is judged: what has come while the loop was
 * blocked (a slow piece of the test, a breakpoint) is read first, and a server in the same process answers.
 */
const GRACE_TURNS = 5;

/**
 * Calls back when the time is over, and all that had come by then is read. Returns what stops it.
 * @param ms `Infinity`, and what is too long for a timer, is never over.
 * @param latest When the test's own timer is due, on the clock of `performance.now()`: the loop may have been blocked past
 * both. Jest's timer is behind ours, so that who acts at once then still tells why.
 */
export function startTimer(ms: number, act: () => void, latest = Number.POSITIVE_INFINITY): () => void {
  if (ms > LONGEST) return () => {};
  let turns = GRACE_TURNS;
  let immediate: NodeJS.Immediate | undefined;
  const turn = (): void => {
    if (turns-- > 0 && performance.now() < latest) immediate = setImmediate(turn);
    else act();
  };
  const timer = setTimeout(turn, ms);
  return () => {
    clearTimeout(timer);
    if (immediate) clearImmediate(immediate);
  };
}
