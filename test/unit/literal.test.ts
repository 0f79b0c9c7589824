import fc from 'fast-check';
import { literal } from '../../src/runtime/literal';
import { jestEquality } from '../support/equality';
import { runs } from '../support/runs';

const leaf = fc.oneof(
  fc.string({ maxLength: 2 }),
  fc.integer({ min: -2, max: 2 }),
  fc.boolean(),
  fc.constant(null),
  fc.constant(Number.NaN),
  fc.constant(-0),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), { maxKeys: 3, noNullPrototype: true }),
    fc.array(tie('value'), { maxLength: 2 }),
  ),
}));

describe('literal', () => {
  test('gives the verdict of subset equality wherever it gives one', () => {
    let decided = 0;
    fc.assert(
      fc.property(value, value, (received, expected) => {
        const quick = literal(expected);
        if (!quick) return;
        decided++;
        expect(quick(received)).toBe(jestEquality.contain(received, expected));
      }),
      { numRuns: runs(5000) },
    );
    expect(decided).toBeGreaterThan(runs(1000));
  });

  test('a part of a message satisfies it, and the message with one leaf changed does not', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'c'), leaf, { minKeys: 1, noNullPrototype: true }), (part) => {
        const check = literal(part);
        expect(check?.({ ...part, extra: 1 })).toBe(true);
        const [key = ''] = Object.keys(part);
        expect(check?.({ ...part, [key]: 'another' })).toBe(false);
      }),
      { numRuns: runs(100) },
    );
  });

  test('an array has the items that are expected, each of which may have more fields', () => {
    const check = literal(['said', { by: 'ann' }]);
    expect(check?.(['said', { by: 'ann', at: 1 }])).toBe(true);
    const others = [['said'], ['said', { by: 'bob' }], ['said', { by: 'ann' }, 1], { 0: 'said', 1: { by: 'ann' } }, 'said'];
    for (const other of [...others, Object.assign(['said', { by: 'ann' }], { more: 1 })]) {
      expect(check?.(other)).toBe(false);
      expect(jestEquality.contain(other, ['said', { by: 'ann' }])).toBe(false);
    }
  });

  const cyclic: Record<string, unknown> = {};
  cyclic.self = cyclic;

  test.each([
    ['an array with a hole', Array(1)],
    ['an array that has more than its items', Object.assign([1], { more: 1 })],
    ['an array with a Date', [new Date(0)]],
    ['an empty object in an array', [{}]],
    ['an empty object, which anything contains', {}],
    ['undefined', undefined],
    ['a field that is undefined', { a: undefined }],
    ['a Date', new Date(0)],
    ['an asymmetric matcher', expect.any(Number)],
    ['a field with an asymmetric matcher', { a: expect.any(Number) }],
    ['a bigint', 1n],
    ['a key of symbol', { [Symbol('key')]: 1 }],
    ['a key that every object has', { toString: 'x' }],
    ['a cyclic object', cyclic],
  ])('leaves %s to Jest', (_, expected) => {
    expect(literal(expected)).toBeUndefined();
  });
});
