import fc from 'fast-check';
import { understand } from '../../src/expectations/expected';
import { closeness, partOf } from '../../src/explain/closeness';
import { typeHint } from '../../src/explain/difference-hints';
import { nearestBytes, nearestMiss } from '../../src/explain/nearest-miss';
import { jestEquality } from '../support/equality';
import { received } from '../support/messages';
import { runs } from '../support/runs';

const match = (source: unknown) => understand(source, jestEquality);
const near = (values: unknown[], ...expected: unknown[]) =>
  nearestMiss(
    values.map((value, index) => received(index + 1, value)),
    expected.map(match),
  );

const leaf = fc.oneof(fc.constantFrom('a', 'b'), fc.integer({ min: 0, max: 2 }), fc.boolean(), fc.constant(null));
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.dictionary(fc.constantFrom('p', 'q', 'r'), tie('value'), { maxKeys: 3, noNullPrototype: true }),
    fc.array(tie('value'), { maxLength: 2 }),
  ),
}));

describe('closeness', () => {
  test('misses nothing exactly where partial matching matches', () => {
    fc.assert(
      fc.property(value, value, (message, expected) => {
        const { same, total, misses } = closeness(message, expected, jestEquality);
        expect(misses.length === 0).toBe(jestEquality.contain(message, expected));
        expect(same === total).toBe(misses.length === 0);
      }),
      { numRuns: runs(5000) },
    );
  });

  test('the part that is shown matches exactly where the message does', () => {
    fc.assert(
      fc.property(value, value, (message, expected) => {
        expect(jestEquality.contain(partOf(message, expected), expected)).toBe(jestEquality.contain(message, expected));
      }),
      { numRuns: runs(5000) },
    );
  });

  test('names the paths that differ', () => {
    const expected = { a: 1, user: { name: 'x', tags: ['p', 'q'] }, gone: true };
    const message = { a: 1, user: { name: 'y', tags: ['p', 'z'], more: 1 } };
    const { misses, same, total } = closeness(message, expected, jestEquality);
    expect(misses.map(({ path }) => path)).toEqual(['user.name', 'user.tags[1]', 'gone']);
    expect([same, total]).toEqual([2, 5]);
  });
});

describe('the nearest miss', () => {
  test.each<[string, unknown[], unknown, number | undefined]>([
    ['is the one with most in common', [{ a: 1 }, { a: 1, b: 2 }, { b: 9 }], { a: 1, b: 2, c: 3 }, 2],
    [
      'is the last of equals',
      [
        { a: 1, n: 1 },
        { a: 1, n: 2 },
      ],
      { a: 1, n: 3 },
      2,
    ],
    ['is one with the right fields rather than with none', [{ x: 1 }, { type: 'b' }], { type: 'a' }, 2],
    ['is a text that is alike', ['hello', 'bye'], 'hello!', 1],
    ['is nothing where nothing is alike', [{ x: 1 }, 'text', 5], { type: 'a' }, undefined],
    ['is nothing for another number', [1, 2], 3, undefined],
    ['is the same number of another type', ['x', '3'], 3, 2],
    ['is found in the sample of objectContaining', [{ a: 2 }], expect.objectContaining({ a: 1 }), 1],
    ['is not asked of a predicate', [{ a: 2 }], () => false, undefined],
  ])('%s', (_, values, expected, number) => {
    expect(near(values, expected)?.message.number).toBe(number);
  });

  test('of bytes shares the longest beginning', () => {
    const messages = [Buffer.from([1, 2, 9]), Buffer.from([1, 9]), 'text'].map((one, index) => received(index + 1, one));
    expect(nearestBytes(messages, Buffer.from([1, 2, 3]))).toMatchObject({ message: { number: 1 }, index: 2 });
    expect(nearestBytes(messages.slice(2), Buffer.from([1]))).toBeUndefined();
  });
});

describe('the hint about a type', () => {
  const hint = (message: unknown, expected: unknown) => typeHint(1, closeness(message, expected, jestEquality));

  test('is given where only types differ', () => {
    expect(hint({ id: '7', a: 1 }, { id: 7, a: 1 })).toBe('#1 matches except for the type of id (string, not number).');
    expect(hint('5', 5)).toBe('#1 matches except for the type of string, not number.');
    expect(hint({ a: 'true', b: 1 }, { a: true, b: '1' })).toContain('a (string, not boolean) and b (number, not string)');
  });

  test.each([
    ['another value too', { id: '7', a: 2 }, { id: 7, a: 1 }],
    ['a value of another type and text', { id: '8' }, { id: 7 }],
    ['a missing field', {}, { id: 7 }],
    ['null', { id: null }, { id: 'null' }],
  ])('is not given for %s', (_, message, expected) => {
    expect(hint(message, expected)).toBeUndefined();
  });
});

test('an array of another length is near for the items that both have', () => {
  expect(near([['how', 'a'], ['other']], ['how'])?.message.number).toBe(1);
  expect(near([['other'], ['said', 'ann', 'hi']], ['said', 'bob'])?.message.number).toBe(2);
  expect(near([[1, 2, 3], ['other']], [1, 2, 3, 4])?.message.number).toBe(1);
  expect(near([['other', 'x'], []], ['how'])).toBeUndefined();
});
