import type { EndedEarly } from '../../src/waiting/outcome';
import type { RuleViolation } from '../../src/waiting/rule-violation';
import { Scope } from '../../src/waiting/scope';
import { settleOnce } from '../../src/waiting/settle-once';

const violation = { sentence: 'rob got #4, which never() forbids' } as RuleViolation;

/** A wait, what ends it, and what was told of it. */
function waitIn(scope = new Scope('the test "it waits"'), isDoneAtOnce = false) {
  const ends: (string | EndedEarly)[] = [];
  let done: (value: string) => void = () => {};
  const stop = jest.fn();
  const start = (settle: (value: string) => void) => {
    done = settle;
    if (isDoneAtOnce) settle('at once');
    return stop;
  };
  settleOnce<string>(scope, start, (end) => ends.push(end));
  return { scope, ends, stop, done: (value: string) => done(value) };
}

describe('a wait settles once', () => {
  test.each<[string, (wait: ReturnType<typeof waitIn>) => unknown, string | EndedEarly]>([
    ['when it is done', ({ done }) => done('it came'), 'it came'],
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

  test('at once, where it is done at once, and is stopped all the same', () => {
    const { ends, stop, scope } = waitIn(undefined, true);
    expect(ends).toEqual(['at once']);
    expect(stop).toHaveBeenCalledTimes(1);
    expect(scope.waits.items).toEqual([]);
  });

  test('at once, where a rule was broken before', () => {
    const scope = new Scope('the test "it waits"');
    scope.break(violation);
    expect(waitIn(scope).ends).toEqual([{ kind: 'forbidden', violation }]);
  });

  test('and begins nothing, where a rule was broken before', () => {
    const scope = new Scope('the test "it waits"');
    scope.break(violation);
    const start = jest.fn();
    settleOnce(scope, start, () => {});
    expect(start).not.toHaveBeenCalled();
    expect(scope.waits.items).toEqual([]);
  });

  test('what ends with its test alone goes on when a rule is broken, before it begins or later', async () => {
    const scope = new Scope('the test "it connects"');
    scope.break(violation);
    const ends: (string | EndedEarly)[] = [];
    settleOnce<string>(
      scope,
      () => undefined,
      (end) => ends.push(end),
      'test',
    );
    scope.break(violation);
    expect(ends).toEqual([]);
    await scope.end();
    expect(ends).toEqual([{ kind: 'abandoned' }]);
  });
});
