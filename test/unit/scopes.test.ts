import { Scopes } from '../../environment/scopes';
import { Scope } from '../../src/waiting/scope';

const violation = { sentence: 'ann got #1, which never() forbids', location: { frames: '' } };

describe('what is broken while no test runs', () => {
  test('is given once, by the scope or by one within it, unless it was meant', () => {
    const outer = new Scope('the test file');
    const inner = new Scope('the describe block "chat"', outer);
    const meant = { ...violation, isMeant: true };
    outer.break(violation);
    inner.break(meant);
    expect(inner.takeViolations()).toEqual([violation]);
    expect([inner.takeViolations(), outer.takeViolations()]).toEqual([[], []]);
  });

  test('is the next test’s', () => {
    const scopes = new Scopes();
    const file = scopes.now().scope;
    scopes.judging(file).break(violation);
    const [first, second] = ['first', 'second'].map((name) => ({ type: 'test', name }) as never);
    scopes.running = first as never;
    const { scope } = scopes.now();
    expect([scope.violation, file.violation]).toEqual([violation, undefined]);
    scopes.running = second as never;
    expect(scopes.now().scope.violation).toBeUndefined();
  });

  test('is not that of a test of its own, whichever runs beside it', () => {
    const scopes = new Scopes();
    const [own, beside] = ['own', 'beside'].map((name) => ({ type: 'test', name }) as never);
    scopes.running = own as never;
    const { scope } = scopes.now();
    scopes.running = beside as never;
    expect(scopes.judging(scope)).toBe(scope);
  });
});
