import { promiseHints } from '../../environment/failing-test';
import { Scope } from '../../src/waiting/scope';

const position = { file: '/a.test.js', line: 3, column: 1 };

function scopeThatForgot(): Scope {
  const scope = new Scope('the test "x"');
  scope.unawaited.add({ name: 'connect()', location: { position, frames: '' } } as never);
  return scope;
}

test('a TypeError may be of a promise that was not awaited', () => {
  const [hint] = promiseHints([scopeThatForgot()], new TypeError('c.receive is not a function'));
  expect(hint).toContain('Hint: connect() at');
  expect(promiseHints([scopeThatForgot()], new Error('other'))).toEqual([]);
});

const revoked = Proxy.revocable({}, {});
revoked.revoke();
const withGetter = Object.defineProperty(new Error('odd'), 'name', {
  get: () => {
    throw new Error('no access');
  },
});

test.each([
  ['a revoked proxy', revoked.proxy],
  ['a getter that throws', withGetter],
  ['nothing', undefined],
])('%s, thrown outside the test, gets no hint and throws nothing', (_, thrown) => {
  expect(promiseHints([scopeThatForgot()], thrown)).toEqual([]);
});
