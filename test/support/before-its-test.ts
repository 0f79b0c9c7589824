/**
 * Begins something that waits for 1 ms at most, and blocks the event loop until that and the timer of its test are due at
 * once. Resolves to what is known first: what it resolves to, the message with which it rejects, or `'the test is over'`.
 */
export async function beforeItsTest(begin: () => Promise<unknown>): Promise<unknown> {
  await new Promise((resolve) => setTimeout(resolve)); // the immediates of this turn come before the next timers
  return new Promise((resolve) => {
    begin().then(resolve, ({ message }) => resolve(message));
    setImmediate(() => {
      setTimeout(() => resolve('the test is over'), 1); // of as many ms: it comes behind what was begun before
      const until = performance.now() + 10;
      while (performance.now() < until);
    });
  });
}
