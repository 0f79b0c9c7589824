import fc from 'fast-check';
import { jsonValueOf, shapeOf } from '../../../src/record/json-shape';
import { maskedValue } from '../../../src/record/masked-value';

const masked = (value: unknown) => maskedValue(value, JSON.stringify(value));

describe('what is learnt from has no secrets', () => {
  test.each<[string, unknown, unknown]>([
    ['a field', { type: 'login', token: 'abc' }, { type: 'login', token: '***' }],
    ['all in a field', { credentials: { user: 'ann', of: ['x'] } }, { credentials: { user: '***', of: ['***'] } }],
    ['a text with one', { text: 'see https://ann:pass@example.com' }, { text: 'see https://***:***@example.com' }],
    ['nothing', { type: 'said', text: 'hello' }, { type: 'said', text: 'hello' }],
  ])('%s', (_, value, shown) => {
    expect(masked(value)).toEqual(shown);
  });

  test('and keeps its types', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('token', 'x', 'session'), (value, name) => {
        const given = { [name]: value };
        expect(typesOf(masked(given))).toEqual(typesOf(given));
      }),
    );
  });
});

/** A value with its texts and numbers as their types. */
function typesOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(typesOf);
  if (typeof value === 'object' && value !== null) return Object.values(value).map(typesOf);
  return value === null ? null : typeof value;
}

test.each([
  [{ a: undefined, b: 1 }, { b: 1 }],
  [new Map(), undefined],
  [
    { bytes: Buffer.from('x'), a: 1 },
    { bytes: null, a: 1 },
  ],
  [10n, undefined],
  [Number.NaN, undefined],
  ['text', 'text'],
])('what JSON says: %p', (value, json) => {
  expect(jsonValueOf(value)?.value).toEqual(json);
});

test('messages of one shape differ in texts alone that people write, and in numbers', () => {
  const said = (text: string, n: number) => shapeOf({ type: 'said', text, n });
  expect(said('hello to all of you here', 1)).toBe(said('and to you, dear friend, too', 2));
  expect(said('x', 1)).not.toBe(shapeOf({ type: 'left', text: 'x', n: 1 }));
  expect(shapeOf({ b: 1, a: [null] })).toBe(shapeOf({ a: [null], b: 2 }));
});
