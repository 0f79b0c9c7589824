import fc from 'fast-check';
import { displayablePair } from '../../src/explain/displayable-pair';
import { displayable } from '../../src/text/displayable';
import { displayableJson } from '../../src/text/note';
import { resetSecrets } from '../../src/text/secret-names';
import { namesOf, show } from '../../src/text/show';
import { runs } from '../support/runs';

const text = (value: unknown, limits = {}) => displayableJson(displayable(value, limits));
const pair = (expected: unknown, received: unknown, limits = {}) =>
  displayablePair(expected, received, limits).map(displayableJson);

const cyclic: Record<string, unknown> = { a: 1 };
cyclic.self = cyclic;

const deep: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));

beforeEach(() => resetSecrets());

describe('a value is shown', () => {
  test.each<[string, unknown, string]>([
    ['as it is', { a: [1, 'b', null, true] }, '{"a":[1,"b",null,true]}'],
    ['with what is hidden escaped, in names too', { '\u001b': 'a\u202e' }, '{"\\\\u001b":"a\\\\u202e"}'],
    [
      'without secrets',
      { token: 'a', list: [{ password: 'b' }], tokens: 5 },
      '{"token":"***","list":[{"password":"***"}],"tokens":5}',
    ],
    [
      'without bytes that are secret',
      { password: Buffer.from('abc'), secrets: [Uint8Array.of(1)], name: Buffer.from([1]), pin: new ArrayBuffer(0) },
      '{"password":"***","secrets":["***"],"name":1 byte 01,"pin":0 bytes}',
    ],
    ['without secrets in JSON in a string', { body: '{"token":"a"}' }, '{"body":"{\\"token\\":\\"***\\"}"}'],
    ['without secrets that stand beside their names', { value: 'a', name: 'X-Api-Key' }, '{"value":"***","name":"X-Api-Key"}'],
    ['when it has itself in it', cyclic, '{"a":1,"self":[Circular]}'],
    ['with the same thing twice', [cyclic.a, [1], [1]], '[1,[1],[1]]'],
    ['with bytes as bytes', { b: Buffer.from([1, 255]) }, '{"b":2 bytes 01ff}'],
    [
      'with a date, an error, a function',
      [new Date(0), new Error('a\u0000'), function f() {}],
      '["1970-01-01T00:00:00.000Z",[Error: a\\u0000],[Function f]]',
    ],
    ['with a field that is called __proto__', JSON.parse('{"__proto__":{"a":1}}'), '{"__proto__":{"a":1}}'],
  ])('%s', (_, value, shown) => {
    expect(text(value)).toBe(shown);
  });

  test('and a getter that throws costs its field only', () => {
    const value = {
      a: 1,
      get b() {
        throw new Error('no');
      },
    };
    expect(text(value)).toBe('(cannot be shown)');
    expect(text({ value, c: 2 })).toBe('{"value":(cannot be shown),"c":2}');
  });

  test('100,000 deep', () => {
    expect(text(deep)).toBe(`${'['.repeat(20)}[…]${']'.repeat(20)}`);
    expect(show(deep)).toBe('[[[[[[[…]]]]]]]');
  });

  test('asymmetric matchers by their names', () => {
    const expected = {
      a: expect.any(String),
      b: expect.objectContaining({ token: 'secret' }),
      c: expect.stringMatching(/^"x/),
      d: [expect.anything()],
    };
    expect(show(expected)).toBe('{"a":Any<String>,"b":ObjectContaining {"token":"***"},"c":StringMatching /^"x/,"d":[Anything]}');
  });

  test('in a sentence, hidden characters of a Map and a Set are named as what they are', () => {
    expect(show(new Map([['a\u001b', new Set(['\u200b'])]]))).toBe("Map(1) { 'a\\u001b' => Set(1) { '\\u200b' } }");
  });

  test('cut and counted where it is long', () => {
    expect(text('abc'.repeat(100_000), { longest: 40 })).toBe(`"${'abc'.repeat(13)}a…(299,960 characters)"`);
    expect(text('a'.repeat(100), { longest: 40 })).toBe(`"${'a'.repeat(30)}…(60 characters)…${'a'.repeat(10)}"`);
    expect(
      text(
        Array.from({ length: 20_000 }, (_, index) => index),
        { items: 2 },
      ),
    ).toBe('[0,1,… 19,998 more items]');
    expect(text(Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`a${index}`, 1])), { items: 1 })).toBe(
      '{"a0":1,"…":… 8 more fields}',
    );
    expect(text(new Array(1000).fill('a'.repeat(1000))).length).toBeLessThan(25_000);
  });

  test('and an asymmetric matcher stays what it is, its sample made safe', () => {
    const { matcher } = displayable({ matcher: expect.objectContaining({ token: 'a', b: '\u001b' }) }) as { matcher: unknown };
    expect(String(matcher)).toBe('ObjectContaining');
    expect(matcher).toHaveProperty('sample', { token: '***', b: '\\u001b' });
  });

  test('and one that has no words is named', () => {
    const silent = { $$typeof: Symbol.for('jest.asymmetricMatcher'), asymmetricMatch: () => false };
    expect(text({ silent })).toBe('{"silent":(cannot be shown)}');
  });
});

describe('of two values, what differs shows', () => {
  test.each<[string, unknown, unknown, string[]]>([
    ['behind masks', { token: 'a' }, { token: 'b' }, ['{"token":"***"}', '{"token":"*** (another)"}']],
    ['or does not, when it does not', { token: 'a' }, { token: 'a' }, ['{"token":"***"}', '{"token":"***"}']],
    [
      'behind masks within a text',
      '{"token":"a"}',
      '{"token":"b"}',
      ['"{\\"token\\":\\"***\\"}"', '"{\\"token\\":\\"***\\"} (another)"'],
    ],
    ['where characters look the same', 'é', 'e\u0301', ['"\\\\u00e9"', '"e\\\\u0301"']],
    ['where a space is another', 'a b', 'a\u00a0b', ['"a b"', '"a\\\\u00a0b"']],
    ['where one has no width', 'ab', 'a\ufe0fb', ['"ab"', '"a\\\\ufe0fb"']],
  ])('%s', (_, expected, received, shown) => {
    expect(pair(expected, received)).toEqual(shown);
  });

  test('in the middle of long texts', () => {
    const long = (middle: string) => `${'a'.repeat(5000)}${middle}${'b'.repeat(5000)}`;
    const [expected, received] = pair(long('X'), long('Y'), { longest: 40 });
    expect(expected).toBe(`"(4,980 characters)…${'a'.repeat(20)}X${'b'.repeat(19)}…(4,981 characters)"`);
    expect(received).toContain('aYb');
  });

  test('behind what of a text is looked at', () => {
    const [expected, received] = pair(`${'a'.repeat(1e6)}X`, `${'a'.repeat(1e6)}Y`, { longest: 40 });
    expect(expected).not.toBe(received);
  });

  test('far down a list', () => {
    const list = (at: number) => Array.from({ length: 1000 }, (_, index) => (index === 500 ? at : index));
    expect(pair(list(-1), list(-2), { items: 4 })).toEqual([
      '[… 498 more items,498,499,-1,501,… 498 more items]',
      '[… 498 more items,498,499,-2,501,… 498 more items]',
    ]);
  });

  test('in the last of many fields', () => {
    const record = (last: number) =>
      Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`f${index}`, index === 199 ? last : 0]));
    const [expected, received] = pair(record(1), record(2), { items: 3 });
    expect([expected, received]).toEqual([
      '{"f199":1,"f0":0,"f1":0,"…":… 197 more fields}',
      '{"f199":2,"f0":0,"f1":0,"…":… 197 more fields}',
    ]);
  });

  test('and what an asymmetric matcher takes does not differ, though it is shown cut', () => {
    const long = 'x'.repeat(10_000);
    const [expected, received] = displayablePair({ a: expect.stringMatching(/^x{10000}$/) }, { a: long });
    expect((received as { a: unknown }).a).toBe((expected as { a: unknown }).a);
  });
});

test('whatever JSON comes, what is shown is small, and has nothing hidden in it', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary', maxDepth: 6 }), fc.jsonValue({ stringUnit: 'binary' }), (a, b) => {
      for (const shown of [text(a), show(b), ...pair(a, b)]) {
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/u);
        expect(shown.length).toBeLessThan(40_000);
      }
    }),
    { numRuns: runs(100) },
  );
});

test('10,000 clients are counted, not listed', () => {
  const clients = Array.from({ length: 10_000 }, (_, index) => ({ name: `client ${index}\u001b[2J` }));
  expect(namesOf(clients)).toMatch(/^client 0\\u001b\[2J, .* and 9,990 more$/);
});

test('bytes that are secret are told apart, and not shown', () => {
  const one = { token: Buffer.from('abc') };
  expect(pair(one, { token: Buffer.from('abc') })).toEqual(['{"token":"***"}', '{"token":"***"}']);
  expect(pair(one, { token: Buffer.from('abd') })).toEqual(['{"token":"***"}', '{"token":"*** (another)"}']);
});
