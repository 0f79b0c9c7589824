/** The longest time for Node's timers (ms): with a longer one, they fire at once. */
export const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * How many turns of the event loop to wait when the time is over: so what came while the loop was blocked (by slow code of
 * the test, or a breakpoint) is read first, and a server in the same process can answer.
 */
const GRACE_TURNS = 5;

/** Timers this close to each other (ms) may fire in any order, since they are due in whole milliseconds. */
const TIE = 4;

/**
 * Calls back when the time is over, and everything that had come by then is read. Returns a function that stops the timer.
 * @param ms With `Infinity`, or more than a timer can take, it never calls back.
 * @param latest When the test's own timer is due, on the clock of `performance.now()`. On a busy machine the turns may last
 * longer. So it calls back at the latest when half of the time until then is over, or at once if hardly any is left: before
 * Jest's timer, so that the failure still says why.
 */
export function startTimer(ms: number, act: () => void, latest = Number.POSITIVE_INFINITY): () => void {
  if (ms > LONGEST_TIMER) return () => {};
  let turns = GRACE_TURNS;
  let immediate: NodeJS.Immediate | undefined;
  let last: NodeJS.Timeout | undefined;
  const stop = (): void => {
    clearTimeout(timer);
    clearTimeout(last);
    if (immediate) clearImmediate(immediate);
  };
  const over = (): void => {
    stop();
    act();
  };
  const turn = (): void => {
    if (turns-- > 0 && performance.now() < latest - TIE) immediate = setImmediate(turn);
    else over();
  };
  const timer = setTimeout(() => {
    const left = latest - performance.now();
    if (left < LONGEST_TIMER) last = setTimeout(over, left / 2);
    turn();
  }, ms);
  return stop;
}
