import type { RuleViolation } from '../../src/waiting/rule-violation';
import { Scope } from '../../src/waiting/scope';
import { settleOnce, type WaitEnd } from '../../src/waiting/settle-once';

const violation = { sentence: 'rob got #4, which never() forbids' } as RuleViolation;

/** A wait, what ends it, and what was told of it. */
function waitIn(scope = new Scope('the test "it waits"'), timeout = 10_000, isDoneAtOnce = false) {
  const ends: WaitEnd<string>[] = [];
  let done: (value: string) => void = () => {};
  const stop = jest.fn();
  settleOnce<string>(
    { scope, deadline: Number.POSITIVE_INFINITY },
    timeout,
    (settle) => {
      done = settle;
      if (isDoneAtOnce) settle('at once');
      return stop;
    },
    (end) => ends.push(end),
  );
  return { scope, ends, stop, done: (value: string) => done(value) };
}

describe('a wait settles once', () => {
  test.each<[string, (wait: ReturnType<typeof waitIn>) => unknown, WaitEnd<string>]>([
    ['when it is done', ({ done }) => done('it came'), { kind: 'done', value: 'it came' }],
    ['when a rule is broken', ({ scope }) => scope.break(violation), { kind: 'forbidden', violation }],
    ['when its test ends', ({ scope }) => scope.end(), { kind: 'abandoned' }],
  ])('%s, and is stopped', async (_, act, end) => {
    const wait = waitIn();
    expect(wait.ends).toEqual([]);
    await act(wait);
    wait.done('again');
    await wait.scope.end();
    expect(wait.ends).toEqual([end]);
    expect(wait.stop).toHaveBeenCalledTimes(1);
    expect(wait.scope.waits.items).toEqual([]);
  });

  test('when its time is over', async () => {
    const scope = new Scope('the test "it waits"');
    const end = await new Promise<WaitEnd<string>>((resolve) => {
      settleOnce<string>({ scope, deadline: Number.POSITIVE_INFINITY }, 5, () => undefined, resolve);
    });
    expect(end).toEqual({ kind: 'timed-out', after: 5 });
    expect(scope.waits.items).toEqual([]);
  });

  test('at once, where it is done at once, and is stopped all the same', () => {
    const { ends, stop, scope } = waitIn(undefined, undefined, true);
    expect(ends).toEqual([{ kind: 'done', value: 'at once' }]);
    expect(stop).toHaveBeenCalledTimes(1);
    expect(scope.waits.items).toEqual([]);
  });

  test('at once, where a rule was broken before', () => {
    const scope = new Scope('the test "it waits"');
    scope.break(violation);
    expect(waitIn(scope).ends).toEqual([{ kind: 'forbidden', violation }]);
  });
});
