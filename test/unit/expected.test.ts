import fc from 'fast-check';
import { Alternatives } from '../../src/expectations/any-of';
import { understand } from '../../src/expectations/expected';
import { undecodable } from '../../src/expectations/undecodable';
import { literal } from '../../src/runtime/literal';
import { jestEquality } from '../support/equality';
import { received } from '../support/messages';
import { runs } from '../support/runs';

const matches = (expected: unknown, value: unknown, exact = false) =>
  understand(expected, jestEquality, exact).matches({ ...received(1, 'its payload'), value });

class Empty {}
class Secret {
  #value = 1;
  get value() {
    return this.#value;
  }
}
class Point {
  constructor(readonly x: number) {}
}

describe('what has no fields of its own to be compared is refused, and does not match everything', () => {
  test.each<[string, unknown, string]>([
    ['a URL', new URL('ws://127.0.0.1'), "a URL, which has no fields of its own to compare. Write 'ws://127.0.0.1/' there."],
    [
      'a URLSearchParams',
      new URLSearchParams('z=1'),
      "a URLSearchParams, which has no fields of its own to compare. Write 'z=1'",
    ],
    ['a WeakMap', new WeakMap(), 'a WeakMap, which has no fields of its own'],
    ['a WeakSet', new WeakSet(), 'a WeakSet, which has no fields of its own'],
    ['a promise', Promise.resolve({ a: 1 }), 'a promise. Await it first.'],
    ['a thenable', Object.fromEntries([['then', () => {}]]), 'a promise. Await it first.'],
    ['a boxed number', Object(5), 'a Number object. Write 5 there.'],
    ['a boxed string', Object('five'), "a String object. Write 'five' there."],
    ['a boxed boolean', Object(true), 'a Boolean object. Write true there.'],
    ['a boxed bigint', Object(1n), 'a BigInt object. Write 1n there.'],
    ['an error', new TypeError('gone'), "an error, which no message is. Write { message: 'gone' } there."],
    ['an instance without fields', new Empty(), 'an Empty, which has no fields of its own'],
    ['an instance with private fields', new Secret(), 'a Secret, which has no fields of its own'],
    ['an object that inherits all', Object.create({ a: 1 }), 'an object, which has no fields of its own'],
    ['a proxy of such', new Proxy(new Empty(), {}), 'an Empty, which has no fields of its own'],
    ['a Blob', new Blob(['a']), 'a Blob, which has no fields of its own'],
    ['a generator', (function* () {})(), 'an object, which has no fields of its own'],
    ['a symbol', Symbol('a'), 'a symbol, which no message holds.'],
  ])('%s', (_, value, sentence) => {
    for (const exact of [false, true]) {
      expect(() => understand(value, jestEquality, exact)).toThrow(`The expected message is ${sentence}`);
      const within = sentence.replace(/^(.*?)([,.]) /, '$1 at list[0].deep$2 ');
      expect(() => understand({ list: [{ deep: value }] }, jestEquality, exact)).toThrow(`The expected message has ${within}`);
    }
  });

  test('undecodable() within a message', () => {
    expect(() => understand({ a: undecodable(undefined) }, jestEquality)).toThrow('undecodable() at a, which stands for a whole');
  });

  test.each<[string, unknown, unknown, unknown]>([
    ['an empty object stands for any object', {}, { a: 1 }, 'text'],
    ['also within a message', { a: {} }, { a: { b: 1 } }, { a: 5 }],
    ['and is not null', { a: {} }, { a: [] }, { a: null }],
    ['a Date of a codec', { at: new Date(0) }, { at: new Date(0), b: 1 }, { at: new Date(1) }],
    ['a Map of a codec', new Map([[1, 2]]), new Map([[1, 2]]), { a: 1 }],
    ['an empty Set of a codec', { set: new Set() }, { set: new Set() }, { set: {} }],
    ['an instance with fields', new Point(1), { x: 1, y: 2 }, { x: 2 }],
    [
      'bytes within a message',
      { data: Buffer.from([1, 2]) },
      { data: new Uint8Array([1, 2]) },
      { data: new Uint8Array([1, 2, 3]) },
    ],
    ['an ArrayBuffer', { data: new Uint8Array([1]).buffer }, { data: Buffer.from([1]) }, { data: new Uint8Array([2]).buffer }],
    ['a cyclic value', cyclic(1), cyclic(1), cyclic(2)],
  ])('%s', (_, expected, good, bad) => {
    expect(matches(expected, good)).toBe(true);
    expect(matches(expected, bad)).toBe(false);
    expect(matches(expected, 5)).toBe(false);
  });

  test("the user's own equality testers may know better", () => {
    const extended = { ...jestEquality, extended: true };
    expect(() => understand(new Secret(), extended)).not.toThrow();
    expect(() => understand(Promise.resolve(), extended)).toThrow('a promise');
  });
});

describe('what every array or object inherits is nothing that a message says', () => {
  class Message {
    readonly id = 1;
    get kind() {
      return 'said';
    }
  }
  test.each<[string, unknown, unknown, boolean]>([
    ['toString of an array', { toString: expect.any(Function) }, [1], false],
    ['toString of an object', { toString: expect.any(Function) }, { a: 1 }, false],
    ['constructor', { constructor: expect.any(Function) }, [1], false],
    ['constructor of an instance', { constructor: expect.any(Function) }, new Message(), false],
    ['map', { map: expect.anything() }, [1], false],
    ['length of an array, which is its own', { length: 1 }, [5], true],
    ['length of bytes', { length: 1 }, Buffer.from('a'), false],
    ['size', { size: 0 }, new Map(), false],
    ['what it inherits from an object', { a: 1 }, Object.create({ a: 1 }), false],
    ['__proto__', { ['__proto__']: expect.anything() }, { a: 1 }, false],
    ['__proto__ in JSON', JSON.parse('{"__proto__":1}'), JSON.parse('{"__proto__":1}'), true],
    ['a field of that name', { toString: 'a' }, { toString: 'a' }, true],
    ['a getter of its class', { kind: 'said' }, new Message(), true],
    ['a default of its class', { id: 1, kind: expect.any(String) }, new Message(), true],
  ])('%s', (_, expected, value, verdict) => {
    expect(matches(expected, value)).toBe(verdict);
    expect(matches({ a: expected }, { a: value })).toBe(verdict);
  });

  const leaf = fc.constantFrom<unknown>(1, 'a', null, true, 0);
  const key = fc.constantFrom('a', 'length', 'toString', 'constructor', 'size', 'valueOf', 'map', '0', '__proto__', 'kind');
  const tree = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.dictionary(key, tie('value'), { maxKeys: 3 }),
      fc.array(tie('value'), { maxLength: 2 }),
      fc.constantFrom<unknown>(Buffer.from('a'), new Map(), new Message(), Object.create({ a: 1 })),
    ),
  })).value;

  test("the quick path and Jest's equality give the same verdict", () => {
    let decided = 0;
    fc.assert(
      fc.property(tree, fc.dictionary(key, tree, { minKeys: 1, maxKeys: 3 }), (value, expected) => {
        const quick = literal(expected);
        if (!quick) return;
        decided++;
        expect(quick(value)).toBe(jestEquality.contain(value, expected));
        expect(quick(expected)).toBe(jestEquality.contain(expected, expected));
      }),
      { numRuns: runs(10_000) },
    );
    expect(decided).toBeGreaterThan(runs(300));
  });
});

test.each([null, undefined, 0])('what a schema within anyOf() makes of a message is handed out, even if that is %s', (output) => {
  const schema = { '~standard': { validate: () => ({ value: output }) } };
  const either = understand(new Alternatives([5, schema], () => false), jestEquality);
  expect(either.valueOf(received(1, { a: 1 }))).toBe(output);
});

function cyclic(a: number): object {
  const value: Record<string, unknown> = { a };
  value.self = value;
  return value;
}
