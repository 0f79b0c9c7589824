import { startTimer } from '../../src/runtime/timer';

const block = (ms: number) => {
  const until = performance.now() + ms;
  while (performance.now() < until);
};

/** What fires first: a wait of 30 ms, or the timer of its test, 60 ms later. */
function race(blocking: () => void): Promise<string> {
  return new Promise((resolve) => {
    const latest = performance.now() + 90;
    setTimeout(() => resolve('the test'), 90);
    startTimer(30, () => resolve('the wait'), latest);
    blocking();
  });
}

describe('a wait ends before its test does', () => {
  test('where the loop is blocked past both', async () => {
    expect(await race(() => block(120))).toBe('the wait');
  });

  test('where it is blocked in the turns of grace', async () => {
    const whenDue = () => void setImmediate(() => block(120));
    expect(await race(() => void setTimeout(whenDue, 30))).toBe('the wait');
  });
});

test('a timer that is stopped in its turns of grace does nothing', async () => {
  const fired = jest.fn();
  const stop = startTimer(5, fired, performance.now() + 100_000); // however late it is, its test is not over
  const stopped = new Promise<void>((resolve) => setTimeout(() => resolve(stop()), 5));
  block(10); // both are due, so that one fires just behind the other, before the next turn
  await stopped;
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(fired).not.toHaveBeenCalled();
});
