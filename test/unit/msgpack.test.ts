import fc from 'fast-check';
import { msgpack } from '../../src/codecs/msgpack';
import { refuseCutShort } from '../../src/codecs/msgpack-lengths';
import { codecConnection } from '../support/codec-connection';
import { expectDecodedOrRefused } from '../support/decoded-or-refused';
import { heldBytes } from '../support/held-bytes';
import { runs } from '../support/runs';

// its types need those of a browser
const { encode, ExtensionCodec } = require('@msgpack/msgpack');

const opened = (options?: Parameters<typeof msgpack>[0]) => msgpack(options).open(codecConnection());
const decoded = (bytes: Uint8Array, options?: Parameters<typeof msgpack>[0]) => [...opened(options).decode(Buffer.from(bytes))];
const sent = (message: unknown, options?: Parameters<typeof msgpack>[0]) => opened(options).encode(message) as Uint8Array;

describe('both ways', () => {
  test.each<[string, unknown]>([
    ['an object', { type: 'move', to: { x: 1, y: -2.5 }, tags: ['a', null, true] }],
    ['text', 'hello'],
    ['nothing', null],
    ['a date', new Date(1_700_000_000_123)],
    ['bytes', { data: Buffer.from([0, 255]) }],
    [
      'an instance of a class with fields',
      new (class Point {
        x = 1;
      })(),
    ], // prettier-ignore
  ])('%s', (_, message) => {
    expect(decoded(sent(message))).toEqual([message]);
  });

  test('bytes are Buffers', () => {
    expect(Buffer.isBuffer((decoded(sent({ data: new Uint8Array([1]) }))[0] as { data: unknown }).data)).toBe(true);
  });

  test('64-bit integers as the option says', () => {
    const options = { useBigInt64: true };
    expect(decoded(sent({ id: 2n ** 60n }, options), options)).toEqual([{ id: 2n ** 60n }]);
    expect(decoded(sent({ id: 5n }, options))).toEqual([{ id: 5 }]);
  });

  test('extension types', () => {
    const extensionCodec = new ExtensionCodec();
    extensionCodec.register({
      type: 1,
      encode: (value: unknown) => (value instanceof Set ? encode([...value]) : null),
      decode: (data: Uint8Array) => new Set(data),
    });
    const bytes = sent({ ids: new Set([1, 2]) }, { extensionCodec });
    expect(decoded(bytes, { extensionCodec })[0]).toHaveProperty('ids', expect.any(Set));
    expect(decoded(bytes)[0]).toHaveProperty('ids.type', 1);
  });
});

describe('what has no form is refused, and not made {} of', () => {
  test.each<[string, unknown, string]>([
    ['a Map', { users: new Map() }, 'a Map: MessagePack makes {} of it. Write the values that it holds'],
    ['an error', new Error('x'), 'an Error: MessagePack makes {} of it.'],
    ['an ArrayBuffer', new ArrayBuffer(2), 'an ArrayBuffer: MessagePack makes {} of it.'],
    ['a promise', [Promise.resolve()], 'a promise: await it first'],
    ['a function', { act: () => {} }, 'a function has no form in MessagePack'],
    ['a bigint', { id: 5n }, '5n: write msgpack({ useBigInt64: true }), or Number(n)'],
  ])('%s', (_, message, sentence) => {
    expect(() => sent(message)).toThrow(sentence);
  });
});

describe('what cannot be decoded', () => {
  test.each<[string, Buffer | string, string]>([
    ['text', 'hello', 'MessagePack comes in binary frames, and this is text'],
    ['nothing', Buffer.alloc(0), 'it declares more than its 0 bytes hold'],
    ['half a message', Buffer.from(encode({ type: 'hello', to: [1, 2, 3] })).subarray(0, -1), 'it declares more than its'],
    ['a message and more', Buffer.concat([encode(1), encode(2)]), 'Extra 1 of 2 byte(s)'],
    ['a byte that is not used', Buffer.from([0xc1]), 'Unrecognized type byte: 0xc1'],
    ['a key that is an object', Buffer.from([0x81, 0x80, 0x01]), 'The type of key must be string or number'],
    ['__proto__', Buffer.from([0x81, 0xa9, ...Buffer.from('__proto__'), 0x80]), 'The key __proto__ is not allowed'],
  ])('%s', (_, payload, sentence) => {
    expect(() => [...opened().decode(payload)]).toThrow(sentence);
  });

  test('a declared length of gigabytes allocates nothing, at any depth', () => {
    const array32 = [0xdd, 0x01, 0xff, 0xff, 0xff]; // of 33 million
    const before = heldBytes();
    for (const bytes of [
      array32,
      [0xdf, 0xff, 0xff, 0xff, 0xff],
      [0xc6, 0xff, 0xff, 0xff, 0xff],
      [0xdb, 0xff, 0xff, 0xff, 0xff],
    ]) {
      expect(() => decoded(Buffer.from(bytes))).toThrow('it declares more than its');
    }
    expect(() => decoded(Buffer.from(Array.from({ length: 1000 }, () => array32).flat()))).toThrow('it declares more than its');
    expect(heldBytes() - before).toBeLessThan(200e6);
  });
});

test('options are looked at when the codec is made', () => {
  expect(() => msgpack({ useBigint64: true } as never)).toThrow(
    "msgpack() has no option 'useBigint64'. Did you mean 'useBigInt64'?",
  );
  expect(() => msgpack({ extensionCodec: {} as never })).toThrow(
    "The option 'extensionCodec' of msgpack() must be an ExtensionCodec",
  );
});

describe('fuzzed', () => {
  const fuzzed = { seed: 1, numRuns: runs(500) };
  const value = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      fc.constant(null),
      fc.boolean(),
      fc.integer(),
      fc.double({ noNaN: true }),
      fc.string(),
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      fc.array(tie('tree'), { maxLength: 20 }),
      fc.dictionary(
        fc.string().filter((key) => key !== '__proto__'),
        tie('tree'),
        { noNullPrototype: true },
      ),
    ),
  })).tree;

  test('what is whole is decoded, and what is cut short anywhere is not', () => {
    fc.assert(
      fc.property(value, fc.nat(), (message, cut) => {
        const bytes = Buffer.from(encode(message));
        expect(decoded(bytes)).toEqual([message]);
        expect(() => decoded(bytes.subarray(0, cut % bytes.length))).toThrow('it declares more than its');
      }),
      fuzzed,
    );
  });

  test('whatever comes is decoded or refused, and reaches no prototype', () => {
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 64 }),
      fc.tuple(value, fc.nat(), fc.nat(255)).map(([message, at, byte]) => {
        const bytes = Buffer.from(encode(message));
        bytes[at % bytes.length] = byte;
        return bytes;
      }),
    );
    fc.assert(
      fc.property(noise, (bytes) => expectDecodedOrRefused(() => decoded(bytes))),
      { ...fuzzed, numRuns: runs(2000) },
    );
  });

  test('the lengths are those of the library', () => {
    for (const size of [0, 1, 15, 16, 31, 32, 255, 256, 65_535, 65_536]) {
      const all = [
        Array(size).fill(0),
        'x'.repeat(size),
        Buffer.alloc(size),
        Object.fromEntries([...Array(size).keys()].map((n) => [`${n}`, 0])),
      ];
      for (const message of all) {
        const bytes = Buffer.from(encode(message));
        refuseCutShort(bytes);
        expect(() => refuseCutShort(bytes.subarray(0, -1))).toThrow(RangeError);
      }
    }
  });
});
