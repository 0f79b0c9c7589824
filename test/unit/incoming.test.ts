import { type CheckedCodec, openSession } from '../../src/codecs/checked-codec';
import type { Codec, CodecConnection, Payload } from '../../src/codecs/codec';
import { msgpack } from '../../src/codecs/msgpack';
import { protobuf } from '../../src/codecs/protobuf';
import { madeWeight } from '../../src/codecs/value-weight';
import { codecConnection } from '../../src/connection/codec-connection';
import type { LineOfCodec } from '../../src/connection/line-of-codec';
import type { Recipient } from '../../src/log/incoming';
import { Log } from '../../src/log/log';
import type { ReceivedMessage } from '../../src/log/transcript';
import { OVERHEAD } from '../../src/log/weights';

const nobody: Recipient = { take: () => false, arrived: () => {} };
const ignoring: Recipient = {
  arrived: () => {},
  take: (message) => {
    message.status = 'ignored';
    return true;
  },
};

type Decode = (payload: Payload, connection: CodecConnection) => Iterable<unknown>;

/** A codec at work on a log. */
function opened(log: Log, decode: Decode): CheckedCodec {
  const connect = () => codecConnection('', { log } as LineOfCodec, () => ({ done: () => {}, fail: () => {} }));
  return openSession({ open: (connection) => ({ decode: (payload) => decode(payload, connection), encode: String }) }, connect);
}

const made = (codec: Codec, log: Log) =>
  openSession(codec, () => codecConnection('', { log } as LineOfCodec, undefined as never));

/** An array of empty maps in MessagePack. */
function emptyMaps(number: number): Buffer {
  const frame = Buffer.alloc(number + 5, 0x80);
  frame[0] = 0xdd;
  frame.writeUInt32BE(number, 1);
  return frame;
}

const { root } = (require('protobufjs') as typeof import('protobufjs')).parse(
  'syntax = "proto3"; message Item { string a = 1; string b = 2; int32 c = 3; } message List { repeated Item items = 1; }',
);
const emptyItems = Buffer.from('0a00'.repeat(10_000), 'hex');

describe('a small frame of which a codec makes much is weighed by what it makes', () => {
  test.each<[string, (log: Log) => CheckedCodec, Payload, number]>([
    ['msgpack', (log) => made(msgpack(), log), emptyMaps(10_000), 10_000 * 64],
    ['protobuf', (log) => made(protobuf(root as never, 'List'), log), emptyItems, 10_000 * 80],
    [
      'text that is not JSON',
      (log) =>
        opened(log, (payload) => [
          String(payload)
            .split(';')
            .map(() => []),
        ]),
      ';'.repeat(9999),
      40e4,
    ],
    ['several messages', (log) => opened(log, (payload) => [...payload].map(() => [[], [], [], [], []])), 'x'.repeat(1000), 14e4],
  ])('%s', (_, open, frame, bytes) => {
    const log = new Log({ transcript: 1e9, unread: 1e9 });
    log.receive(frame, open(log), nobody);
    expect(log.weights.pending).toBeGreaterThan(bytes * 0.75);
    expect(log.weights.pending).toBeLessThan(bytes * 2);
    const { pending } = log.weights;
    log.drain({ name: 'm', position: undefined } as never);
    expect(log.weights).toMatchObject({ pending: 0, over: pending });
  });

  test('unread, past limits.unread: the client fails', () => {
    const log = new Log({ transcript: 1e6, unread: 1e6 });
    const session = made(msgpack(), log);
    expect(log.receive(emptyMaps(10_000), session, nobody)).toBeUndefined();
    expect(log.receive(emptyMaps(10_000), session, nobody)).toBe(
      'more than 1000000 bytes of messages were left unread (limits.unread)',
    );
  });

  test('over, past limits.transcript: it leaves', () => {
    const log = new Log({ transcript: 1e6, unread: 1e9 });
    const session = made(msgpack(), log);
    for (let n = 0; n < 20; n++) log.receive(emptyMaps(10_000), session, ignoring);
    expect(log.entries.length).toBeLessThan(3);
    expect(log.weights.over).toBeLessThan(2e6);
  });

  test("the protocol's own, and what is sent", () => {
    const log = new Log({ transcript: 1e9, unread: 1e9 });
    const many = Array.from({ length: 1000 }, () => ({}));
    log.receive(
      'x',
      opened(log, (_, { traffic }) => {
        traffic(many);
        return [];
      }),
      nobody,
    );
    expect(log.weights.over).toBeGreaterThan(60_000);
    log.sendTraffic(Buffer.from('x'), many);
    expect(log.weights.over).toBeGreaterThan(120_000);
    log.send(made(msgpack(), log).encode(many));
    expect(log.weights.over).toBeGreaterThan(180_000);
  });
});

describe('the weight of a value', () => {
  const bytes = Buffer.from([1]);

  test('of a small message is nothing beside that of its entry', () => {
    expect(madeWeight(bytes, { x: 1 })).toBe(0);
    expect(madeWeight('[1]', [1])).toBe(0);
  });

  test('comes to an end where a value is cyclic, and where it passes the limit', () => {
    const nodes: object[] = Array.from({ length: 5000 }, () => ({}));
    for (const node of nodes) Object.assign(node, { nodes });
    expect(madeWeight(bytes, nodes)).toBeLessThan(1e8);
    expect(madeWeight(bytes, emptyArrays(), 1000)).toBeLessThan(1e6);
  });

  test('counts maps, sets, bytes, text and numbers with fractions', () => {
    const sixteen = Array.from({ length: 16 }, (_, n) => n);
    expect(madeWeight(bytes, new Map(sixteen.map((n) => [n, new Set(sixteen)])))).toBeGreaterThan(16 * 256);
    expect(madeWeight(bytes, { file: Buffer.alloc(5000) })).toBeGreaterThan(4900);
    expect(madeWeight(bytes, ['x'.repeat(5000)])).toBeGreaterThan(4900);
    expect(
      madeWeight(
        bytes,
        sixteen.map((n) => n + 0.5),
      ),
    ).toBeGreaterThan(200);
  });

  test('is no error where a value throws', () => {
    const broken = {
      get x() {
        throw new Error('x');
      },
    };
    expect(madeWeight(bytes, [broken])).toBe(0);
  });

  const emptyArrays = () => Array.from({ length: 1e5 }, (): unknown[] => []);
});

/** A codec of lines, which may come in parts. */
function lines(): Decode {
  let rest = '';
  return (payload) => {
    const parts = (rest + String(payload)).split('\n');
    rest = parts.pop() ?? '';
    return parts;
  };
}

describe('payloads that complete no message', () => {
  test('fail the client past limits.unread: a line that never ends', () => {
    const log = new Log({ transcript: 1e9, unread: 10_000 });
    const session = opened(log, lines());
    const receive = () => log.receive('x'.repeat(2000), session, nobody);
    for (let n = 0; n < 4; n++) expect(receive()).toBeUndefined();
    expect(receive()).toBe('5 payloads with more than 10000 bytes came that complete no message (limits.unread: 10000)');
  });

  test('count together with what is unread', () => {
    const log = new Log({ transcript: 1e9, unread: 10_000 });
    const session = opened(log, lines());
    log.receive(`${'x'.repeat(8000)}\n`, session, nobody);
    expect(log.receive('x'.repeat(2000), session, nobody)).toMatch(/^1 payload with more than \d+ bytes came that complete no/);
  });

  test('are kept with the message that they become, and weighed with it', () => {
    const log = new Log({ transcript: 1e9, unread: 1e9 });
    const session = opened(log, lines());
    for (const part of ['a'.repeat(500), 'b'.repeat(500), 'c\nd\n', 'e\n']) log.receive(part, session, nobody);
    expect(log.received.map(({ payload, payloads }) => [payload, payloads?.length])).toEqual([
      ['c\nd\n', 3],
      ['c\nd\n', undefined],
      ['e\n', undefined],
    ]);
    expect(log.received[0]?.payloads?.join('')).toBe(`${'a'.repeat(500)}${'b'.repeat(500)}c\nd\n`);
    expect(log.incomplete).toEqual([]);
    expect(log.weights.pending).toBeGreaterThan(1000 + 3 * OVERHEAD);
  });

  test('are kept with the traffic that they become', () => {
    const log = new Log({ transcript: 1e9, unread: 1e9 });
    const decode: Decode = (payload, { traffic }) => {
      if (payload === '!') traffic();
      return [];
    };
    const session = opened(log, decode);
    for (const part of ['a', 'b', '!']) log.receive(part, session, nobody);
    expect(log.entries).toMatchObject([{ kind: 'protocol', payload: '!', payloads: ['a', 'b', '!'] }]);
  });

  test('are a message that cannot be decoded, where the codec says that they are incomplete', () => {
    const log = new Log({ transcript: 1e9, unread: 1e9 });
    const decode: Decode = (payload, { incomplete }) =>
      payload === 'next' ? [incomplete('2 parts missing'), payload] : payload === 'other' ? [payload] : [];
    const session = opened(log, decode);
    for (const part of ['a', 'b', 'next', 'c', 'next', 'other']) log.receive(part, session, nobody);
    expect(log.received.map(({ payload, payloads, problem }) => [payload, payloads, problem])).toEqual([
      ['b', ['a', 'b'], '2 parts missing'],
      ['next', undefined, undefined],
      ['c', undefined, '2 parts missing'],
      ['next', undefined, undefined],
      ['other', undefined, undefined],
    ]);
  });

  test('are kept with the problem, where the codec throws instead', () => {
    const log = new Log({ transcript: 1e9, unread: 1e9 });
    const decode: Decode = (payload) => {
      if (payload === 'x') throw new Error('not x');
      return [];
    };
    const session = opened(log, decode);
    for (const part of ['a', 'x']) log.receive(part, session, nobody);
    expect(log.received).toMatchObject([{ problem: 'not x', payloads: ['a', 'x'] }]);
  });
});

test('an answer that has come is not among the messages, and not among those that have left', () => {
  const log = new Log({ transcript: 2000, unread: 1e9 });
  const session = opened(log, (payload, { answer }) => [payload === 'ack' ? answer(1) : payload]);
  for (let n = 0; n < 50; n++) {
    log.receive('ack', session, ignoring);
    log.receive('x', session, ignoring);
  }
  expect(new Set(log.received.map(({ value }: ReceivedMessage) => value))).toEqual(new Set(['x']));
  expect(log.received.length + log.forgottenMessages('received')).toBe(50);
});
