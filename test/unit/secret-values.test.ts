import { secretsIn } from '../../src/text/secret-values';

test.each<[unknown, string[]]>([
  [{ token: 'abc', user: 'ann' }, ['abc']],
  [{ auth: { user: 'ann', password: Buffer.from('hunter2') } }, ['hunter2']],
  [{ credentials: { user: 'ann', pass: 'x' } }, ['ann', 'x']],
  [{ tokens: ['a', 'b'], pins: 5, token: '' }, ['a', 'b']],
  [{ list: [{ secret: 'deep' }] }, ['deep']],
  [{ token_type: 'bearer', author: 'ann' }, []],
  [undefined, []],
])('what stands under the name of a secret in %j', (value, secrets) => {
  expect(secretsIn(value)).toEqual(secrets);
});

test('a value that contains itself has an end', () => {
  const value: Record<string, unknown> = { token: 'abc' };
  value.self = value;
  expect(new Set(secretsIn(value))).toEqual(new Set(['abc']));
});
