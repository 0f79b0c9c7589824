import fc from 'fast-check';
import { parse } from 'protobufjs';
import { type ProtobufOptions, protobuf } from '../../src/codecs/protobuf';
import { codecConnection } from '../support/codec-connection';
import { expectDecodedOrRefused } from '../support/decoded-or-refused';
import { runs } from '../support/runs';

const { root } = parse(`
  syntax = "proto3";
  package chat;
  enum Kind { UNKNOWN = 0; HELLO = 1; }
  message User { string name = 1; uint64 id = 2; map<string, int32> scores = 3; bytes avatar = 4; }
  message Envelope {
    Kind kind = 1;
    oneof body { string text = 2; User user = 3; }
    repeated User users = 4;
    sint64 at = 5;
    map<string, User> by_name = 6;
    optional int32 count = 7;
    repeated Kind kinds = 8;
    Envelope inner = 9;
    double weight = 10;
    bool seen = 11;
  }
`);
const Envelope = root.lookupType('chat.Envelope');

const opened = (options?: ProtobufOptions) => protobuf(Envelope, options).open(codecConnection());
const decoded = (bytes: Uint8Array, options?: ProtobufOptions) => [...opened(options).decode(Buffer.from(bytes))];
const sent = (message: unknown) => opened().encode(message) as Uint8Array;

test.each(['enums', 'longs', 'defaults', 'oneofs'])('%s that are undefined are not as they are by default', (name) => {
  const bytes = sent({ user: { id: 5 }, kind: 1 });
  expect(decoded(bytes, { [name]: undefined } as never)).toEqual(decoded(bytes));
});

describe('both ways', () => {
  test('an envelope is shown with what is in it, and what that is', () => {
    expect(decoded(sent({ user: { name: 'rob', id: 5, avatar: Buffer.from([1]) }, kind: 1, at: -3 }))).toEqual([
      {
        kind: 'HELLO',
        body: 'user',
        user: { name: 'rob', id: '5', scores: {}, avatar: Buffer.from([1]) },
        at: '-3',
        ...{ users: [], kinds: [], byName: {}, inner: null, weight: 0, seen: false },
      },
    ]);
  });

  test('what has come can be sent as it is', () => {
    const message = {
      ...{ kind: 'HELLO', text: 'hi', body: 'text', at: '9007199254740993', kinds: ['UNKNOWN', 'HELLO'], count: 0 },
      ...{ users: [{ name: 'ann', id: '18446744073709551615' }], byName: { ann: { id: 2n ** 60n } }, inner: { at: 5 } },
    };
    const [first] = decoded(sent(message));
    expect(first).toMatchObject({ ...message, byName: { ann: { id: `${2n ** 60n}` } }, inner: { at: '5' } });
    expect(decoded(sent(first))).toEqual([first]);
  });

  test('toObject() has the options', () => {
    const bytes = sent({ kind: 'HELLO', at: 7 });
    expect(decoded(bytes, { enums: Number, longs: BigInt, defaults: false })).toEqual([{ kind: 1, at: 7n }]);
  });

  test('of a root, a type by its name; of two types, one each way', () => {
    const byName = protobuf(root, 'chat.User', { defaults: false }).open(codecConnection());
    const bytes = Buffer.from(byName.encode({ name: 'rob' }) as Uint8Array);
    expect([...byName.decode(bytes)]).toEqual([{ name: 'rob' }]);
    const types = { incoming: root.lookupType('chat.User'), outgoing: Envelope };
    const both = protobuf(types, { defaults: false }).open(codecConnection());
    expect([...both.decode(bytes)]).toEqual([{ name: 'rob' }]);
    expect(both.encode({ text: 'hi' })).toEqual(sent({ text: 'hi' }));
  });

  test('of a static module, whose classes reflect nothing', () => {
    const bare = Object.fromEntries(
      (['decode', 'encode', 'fromObject', 'toObject', 'verify'] as const).map((name) => [name, Envelope[name].bind(Envelope)]),
    );
    const session = protobuf(Object.assign(class {}, bare) as never).open(codecConnection());
    expect(session.encode({ kind: 'HELLO' })).toEqual(sent({ kind: 1 }));
    expect(() => session.encode({ user: { nmae: 'rob' } })).toThrow('user has no field nmae. Did you mean name?');
  });
});

describe('a message that is sent is looked at, and the wrong field named', () => {
  test.each<[string, unknown, string]>([
    ['a misspelt name', { knid: 1 }, 'the message has no field knid. Did you mean kind?'],
    [
      'a name as in the file, where protobufjs has camel case',
      { by_name: {} },
      'the message has no field by_name. Did you mean byName?',
    ],
    ['a deep one', { users: [{}, { naem: 'rob' }] }, 'users[1] has no field naem. Did you mean name?'],
    ['one in a map, by an odd key', { byName: { 'ann b': { ag: 5 } } }, "byName['ann b'] has no field ag."],
    ['one in a map', { byName: { ann: { ag: 5 } } }, 'byName.ann has no field ag.'],
    ['one that objects have', { toString: 'x' }, 'the message has no field toString'],
    ['text for a number', { count: 'abc' }, 'count: integer expected'],
    ['a fraction', { count: 1.5 }, 'count: integer expected'],
    ['text that is no number', { at: '12x' }, 'at: integer|Long expected'],
    ['an unknown name of an enum', { kind: 'HELO' }, 'kind: enum value expected'],
    ['a deep one of those', { inner: { kinds: ['HELLO', 'HELO'] } }, 'inner.kinds: enum value[] expected'],
    ['a number for text', { user: { name: 5 } }, 'user.name: string expected'],
    ['text for a message', { user: 'rob' }, 'user.object expected'],
    ['two of a oneof', { text: 'hi', user: {} }, 'body: multiple values'],
    ['text', 'hello', 'a message of protobuf is an object of its fields'],
    ['nothing', null, 'a message of protobuf is an object of its fields'],
  ])('%s', (_, message, sentence) => {
    expect(() => sent(message)).toThrow(sentence);
  });
});

describe('what protobuf() is given is looked at', () => {
  test.each<[string, unknown[], string]>([
    ['nothing', [], 'protobuf() takes a type of protobufjs, such as root.lookupType('],
    ['a name alone', ['chat.Envelope'], 'protobuf() takes a type of protobufjs'],
    ['half of two', [{ incoming: Envelope }], 'protobuf() takes a type of protobufjs'],
    ['a root alone', [root], "protobuf() was given a root: name the type too, protobuf(root, 'chat.Envelope')."],
    ['an unknown name', [root, 'chat.Envelop'], 'no such type: chat.Envelop'],
    ['an unknown option', [Envelope, { default: true }], "protobuf() has no option 'default'. Did you mean 'defaults'?"],
    [
      'a wrong one',
      [Envelope, { longs: 'String' }],
      "The option 'longs' of protobuf() must be String or Number or BigInt, not 'String'.",
    ],
  ])('%s', (_, args, sentence) => {
    expect(() => (protobuf as (...all: unknown[]) => unknown)(...args)).toThrow(sentence);
  });
});

describe('fuzzed', () => {
  const fuzzed = { seed: 1, numRuns: runs(500) };
  const user = fc.record(
    { name: fc.string(), id: fc.nat().map(String), scores: fc.dictionary(fc.string(), fc.integer(), { noNullPrototype: true }) },
    { requiredKeys: [] },
  );
  const message = fc.record(
    {
      kind: fc.constantFrom('UNKNOWN', 'HELLO'),
      text: fc.string(),
      users: fc.array(user),
      at: fc.maxSafeInteger().map(String),
      byName: fc.dictionary(fc.oneof(fc.string(), fc.constant('__proto__')), user, { noNullPrototype: true }),
      weight: fc.double({ noNaN: true }),
    },
    { requiredKeys: [] },
  );

  test('what is sent comes', () => {
    fc.assert(
      fc.property(message, (given) => {
        const [came] = decoded(sent(given)) as [{ byName: object }];
        expect(came).toMatchObject(given);
        expect(Object.keys(came.byName).sort()).toEqual(Object.keys(given.byName ?? {}).sort());
      }),
      fuzzed,
    );
  });

  test('whatever comes is decoded or refused, and reaches no prototype', () => {
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 64 }),
      fc.tuple(message, fc.nat(), fc.nat(255), fc.boolean()).map(([given, at, byte, isCut]) => {
        const bytes = Buffer.from(sent(given));
        if (isCut) return bytes.subarray(0, at % (bytes.length + 1));
        if (bytes.length > 0) bytes[at % bytes.length] = byte;
        return bytes;
      }),
    );
    fc.assert(
      fc.property(noise, (bytes) => expectDecodedOrRefused(() => decoded(bytes))),
      { ...fuzzed, numRuns: runs(2000) },
    );
  });

  test('deep nesting, and lengths of gigabytes, are refused', () => {
    let deep = Buffer.alloc(0);
    for (let depth = 0; depth < 5000; depth++) deep = Buffer.concat([Buffer.from([0x4a]), varint(deep.length), deep]);
    expect(() => decoded(deep)).toThrow('max depth exceeded');
    for (const field of [0x12, 0x22, 0x42]) {
      expect(() => decoded(Buffer.from([field, 0xff, 0xff, 0xff, 0xff, 0x07]))).toThrow('index out of range');
    }
    expect(() => [...opened().decode('hello')]).toThrow('protobuf comes in binary frames, and this is text');
  });
});

function varint(value: number): Buffer {
  const bytes = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest & 127) | 128);
  }
}
