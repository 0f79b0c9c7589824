import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { documentOf } from '../../../commands/learn/document-of';
import { documentText } from '../../../commands/learn/document-text';
import { recordsIn, trafficOf } from '../../../commands/learn/traffic';
import { loadDocument } from '../../../src/asyncapi/load';
import { profileOf } from '../../../src/codecs/codec-profile';
import { json } from '../../../src/codecs/json';
import { jsonRpc } from '../../../src/codecs/json-rpc';
import type { Connection } from '../../../src/connection/connection';
import type { TrafficRecord } from '../../../src/record/traffic-record';
import { TrafficRecorder } from '../../../src/record/traffic-recorder';
import { realmOf } from '../../../src/runtime/realm';
import { addSecretNames, addSecretValues, resetSecrets } from '../../../src/text/secret-names';
import { temporaryFolder } from '../../support/temporary-folder';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder('traffic');
});

type Entry = Parameters<Parameters<Connection['log']['watch']>[0]>[0];

/** A connection on which things happen as the test says. */
function connection(url: string, codec: Connection['codec'] = json(realmOf(globalThis))) {
  let tell: (entry: Entry) => void = () => {};
  const log = {
    watch: (watcher: typeof tell) => {
      tell = watcher;
    },
  };
  const received = (value: unknown, problem?: string) =>
    tell({ kind: 'message', direction: 'received', value, problem } as unknown as Entry);
  const sent = (number: number, payload: string | Buffer, value: unknown = payload) =>
    tell({ kind: 'message', direction: 'sent', number, payload, value } as unknown as Entry);
  const closed = (direction: string, code: number, reason: string) => tell({ kind: 'close', direction, code, reason } as Entry);
  const sending = { isUnheld: false };
  return { connection: { url, codec, log, sending } as unknown as Connection, received, sent, closed, sending };
}

const written = (): TrafficRecord[] =>
  readdirSync(folder).flatMap((name) =>
    readFileSync(join(folder, name), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as TrafficRecord),
  );

const ofTest = () => ({ isOfTest: true, began: 17 });
const ofFile = () => ({ isOfTest: false, began: 1 });

test('what is received and sent is written, as the server sees it, with its secrets masked', () => {
  const { connection: one, received, sent, closed } = connection('ws://localhost:8080/rooms/17?token=***');
  new TrafficRecorder(folder).watch(one, ofTest);
  received({ type: 'welcome', token: 'secret-of-ann' });
  received('not decoded', 'is not JSON');
  received(Buffer.from('bytes'));
  received(new Map());
  sent(1, '{"at":"2024-05-01T12:00:00.000Z"}', { at: new Date() });
  closed('sent', 1000, '');
  closed('received', 4001, 'see you');
  const path = '/rooms/17';
  expect(written()).toEqual([
    { kind: 'connection', path },
    { kind: 'test', id: expect.stringMatching(/-17$/) },
    { kind: 'message', path, direction: 'received', value: { type: 'welcome', token: '***' } },
    { kind: 'message', path, direction: 'received', value: null, bytes: [''] },
    { kind: 'other', path, direction: 'received' },
    { kind: 'message', path, direction: 'sent', value: { at: '2024-05-01T12:00:00.000Z' } },
    { kind: 'close', path, code: 4001, reason: 'see you' },
  ]);
});

test('the messages of a batch that is sent are written one by one, as those that come are, and an empty one as it is', () => {
  const { connection: one, sent } = connection('ws://localhost/rpc');
  new TrafficRecorder(folder).watch(one, ofFile, profileOf(jsonRpc()));
  sent(1, '[{"method":"a"},{"method":"b"}]');
  sent(2, '{"method":"c"}');
  sent(3, '[]');
  const values = written().flatMap((record) => (record.kind === 'message' ? [record.value] : []));
  expect(values).toEqual([{ method: 'a' }, { method: 'b' }, { method: 'c' }, []]);
});

test('a secret that a client connects with is in no path, message or reason of a document', () => {
  try {
    addSecretValues(['TOPSECRET2', 'a+long/secret+of+ann', 'Bearer']);
    const { connection: one, received, closed } = connection('ws://localhost/ws/TOPSECRET2/a%2Blong%2Fsecret%2Bof%2Bann/7');
    new TrafficRecorder(folder).watch(one, ofFile);
    received({ type: 'k', TOPSECRET2: 'TOPSECRET2, or TOPSECRET22', scheme: 'Bearer' });
    closed('received', 4001, 'bad token TOPSECRET2');
    const [, message] = written();
    expect(message).toMatchObject({ value: { type: 'k', '***': '***, or TOPSECRET22', scheme: 'Bearer' } });
    const path = join(folder, 'asyncapi.yaml');
    const text = documentText(documentOf(trafficOf(recordsIn(folder)), 'chat'), path);
    expect(text).not.toMatch(/TOPSECRET2\b|secret.of/);
    expect(text).toContain('address: /ws/{wsId}/{id}/{id2}\n    parameters:\n      wsId: {}\n      id: {}\n      id2:');
    expect(text).toContain('4001: bad token ***');
    writeFileSync(path, text);
    expect(loadDocument(path, folder, 'server').channelsAt('/ws/TOPSECRET3/another/8')).toHaveLength(1);
  } finally {
    resetSecrets();
  }
});

test('a message that was sent in several payloads is written once', () => {
  const { connection: one, sent } = connection('ws+unix:/run/chat.sock:/chat', null as never);
  new TrafficRecorder(folder).watch(one, ofFile);
  sent(1, 'header', { event: 'said' });
  sent(1, 'bytes', { event: 'said' });
  expect(written()).toEqual([
    { kind: 'connection', path: '/chat' },
    { kind: 'message', path: '/chat', direction: 'sent', value: { event: 'said' } },
  ]);
});

test('what is sent with { contract: false } teaches nothing', () => {
  const { connection: one, sent, sending } = connection('ws://localhost/chat');
  new TrafficRecorder(folder).watch(one, ofFile);
  sending.isUnheld = true;
  sent(1, '}{');
  sending.isUnheld = false;
  sent(2, '{"type":"say"}');
  const path = '/chat';
  expect(written()).toEqual([
    { kind: 'connection', path },
    { kind: 'message', path, direction: 'sent', value: { type: 'say' } },
  ]);
});

test('a client of beforeAll teaches in each test that uses it', () => {
  const { connection: one, received } = connection('ws://localhost/chat');
  let running: ReturnType<typeof ofTest> | undefined;
  new TrafficRecorder(folder).watch(one, () => running ?? ofFile());
  received({ n: 1 });
  for (const began of [5, 5, 9]) {
    running = { isOfTest: true, began };
    received({ n: began });
  }
  const kinds = written().map((record) => (record.kind === 'test' ? record.id.replace(/^.*-/, 'test ') : record.kind));
  expect(kinds).toEqual(['connection', 'message', 'test 5', 'message', 'message', 'test 9', 'message']);
});

test('what a codec says of a message is written: its name and its channel, and of some nothing', () => {
  const { connection: one, received } = connection('ws://localhost/socket.io/', null as never);
  const documented = (message: unknown) =>
    Array.isArray(message) ? { name: String(message[0]), payload: message[1] as unknown, channel: '/admin' } : undefined;
  new TrafficRecorder(folder).watch(one, ofTest, { documented });
  received(['said', { token: 'secret-of-ann' }]);
  received(['bye']);
  received({ ack: 1 });
  const path = '/admin';
  expect(written()).toEqual([
    { kind: 'connection' },
    { kind: 'test', id: expect.any(String) },
    { kind: 'message', path, direction: 'received', name: 'said', value: { token: '***' } },
    { kind: 'message', path, direction: 'received', name: 'bye' },
  ]);
});

test('a message without a payload does not fill the file', () => {
  const { connection: one, received } = connection('ws://localhost/socket.io/', null as never);
  new TrafficRecorder(folder).watch(one, ofFile, { documented: () => ({ name: 'bye', payload: undefined }) });
  for (const value of many(() => 'bye')) received(value);
  expect(written().filter(({ kind }) => kind === 'message')).toHaveLength(40);
});

test('of many messages that are alike a few are written, and each that is not', () => {
  const { connection: one, received } = connection('ws://localhost/');
  new TrafficRecorder(folder).watch(one, ofTest);
  for (let n = 0; n < 5000; n++) received({ type: 'tick', n });
  for (const type of ['a', 'b', 'c']) received({ type, n: 1 });
  received({ type: 'long', text: 'x'.repeat(2 ** 18) });
  const counts = new Map<unknown, number>();
  for (const record of written()) {
    const key = record.kind === 'message' ? (record.value as { type: string }).type : record.kind;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  expect([...counts]).toEqual([
    ['connection', 1],
    ['test', 1],
    ['tick', 40],
    ['a', 1],
    ['b', 1],
    ['c', 1],
    ['other', 1],
  ]);
});

test('a folder that is gone fails no test', () => {
  rmSync(folder, { recursive: true });
  const { connection: one, received } = connection('ws://localhost/');
  new TrafficRecorder(folder).watch(one, ofTest);
  expect(() => received({ a: 1 })).not.toThrow();
});

/** What a run in which these messages are received teaches, and what of them does not fit. */
function learnt(values: readonly unknown[], limits?: ConstructorParameters<typeof TrafficRecorder>[1]) {
  rmSync(folder, { recursive: true });
  folder = temporaryFolder('traffic');
  const { connection: one, received } = connection('ws://localhost/chat');
  new TrafficRecorder(folder, limits).watch(one, ofTest);
  for (const value of values) received(value);
  const path = join(folder, 'asyncapi.yaml');
  const text = documentText(documentOf(trafficOf(recordsIn(folder)), 'chat'), path);
  writeFileSync(path, text);
  const contract = loadDocument(path, folder, 'server');
  const { received: judge } = contract.judgeOf(contract.channels);
  return { text, misfits: values.filter((payload) => judge.judge({ payload }).kind !== 'fits') };
}

const many = (value: (index: number) => unknown) => Array.from({ length: 45 }, (_, index) => value(index));
const nested = (value: unknown) => ({ type: 'tick', of: { some: { data: { of: { it: value } } } } });

test.each<[string, readonly unknown[]]>([
  ['whole numbers', [...many((n) => ({ type: 'tick', n })), { type: 'tick', n: 1.5 }]],
  ['dates', [...many(() => ({ type: 'tick', at: '2024-01-31' })), { type: 'tick', at: '31.01.2024' }]],
  ['texts far within', [...many(() => nested('x')), nested(5)]],
  ['words far within', [...many((n) => nested(n % 2 ? 'open' : 'shut')), nested('ajar')]],
  ['fields far within', [...many(() => nested({ a: 1 })), nested({})]],
  ['items', [...many(() => ({ type: 'tick', list: [1, 2, 3] })), { type: 'tick', list: [1, 2, 3, 'x'] }]],
  ['events of six items', [...many(() => ['chat', 1, 2, 3, 4, 5]), ['chat', 1, 2, 3, 4]]],
  ['long lists', [...many(() => ['chat', ...many((n) => n)]), ['chat', ...many((n) => n), 'x'], ['chat', 1]]],
  ['numbered lists', [...many(() => [2, 'id', 'Boot', {}]), [3, 'id', 'Boot', {}], [4, 'id', {}]]],
  ['kinds with long names', [...many(() => ({ type: 'a'.repeat(50) })), { type: `${'a'.repeat(50)}b` }]],
  ['empty fields', [...many(() => ({ type: 'file', data: null })), { type: 'file', data: Buffer.from('x') }]],
  ['many fields', [...many(() => ({ ...many(() => 1), ...fields(60, 1) })), fields(60, 'x')]],
])('what comes behind many %s that are alike is learnt, too', (_, values) => {
  expect(learnt(values).misfits).toEqual([]);
});

function fields(count: number, value: unknown): object {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`field${index}`, value]));
}

const leaf = fc.constantFrom<unknown>(
  1,
  2,
  2.5,
  'open',
  'shut',
  'a1',
  'two words',
  '2024-01-31',
  '31.01.2024',
  'a@b.org',
  null,
  true,
);
const { part } = fc.letrec<{ part: unknown }>((tie) => ({
  part: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 3, arbitrary: leaf },
    fc.array(tie('part'), { maxLength: 4 }),
    fc.record({ a: tie('part'), b: tie('part'), token: leaf, ssn: leaf, 17: leaf }, { requiredKeys: [] }),
  ),
}));
const message = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constantFrom('said', 'left', 'two words', 5), a: part, b: leaf }, { requiredKeys: ['type'] }),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constantFrom<unknown>('said', 'two words', 2, 3, null), fc.constantFrom('x', 'Boot'), part),
  },
  { weight: 1, arbitrary: fc.array(leaf, { minLength: 5, maxLength: 9 }) },
  { weight: 1, arbitrary: part },
);

test('whatever was said fits what is learnt from the few of it that are written', () => {
  try {
    addSecretNames(['ssn']);
    fc.assert(
      fc.property(
        fc.array(message, { minLength: 20, maxLength: 60, size: 'max' }),
        fc.constantFrom(1, 2, 10),
        (values, alike) => {
          const { misfits, text } = learnt(values, { alike, messages: 1000, total: 2 ** 20 });
          if (misfits.length > 0) throw new Error(`${JSON.stringify(misfits)}\n${text}`);
        },
      ),
      { numRuns: 150 },
    );
  } finally {
    resetSecrets();
  }
});

test('a message that nobody has room for is told at the top of the document', () => {
  const note = 'There was more than one worker writes down';
  const values = Array.from({ length: 20 }, (_, index) => ({ type: `kind${'x'.repeat(index)}` }));
  expect(learnt(values).text).not.toContain(note);
  const { text, misfits } = learnt(values, { alike: 40, messages: 12, total: 2 ** 20 });
  expect(text).toContain(note);
  expect(misfits).toHaveLength(8);
  expect(learnt(values, { alike: 40, messages: 100, total: 100 }).text).toContain(note);
});

test('messages that are more than JSON are counted, all of them', () => {
  expect(learnt(many(() => new Map())).text).toContain('45 messages received over /chat are more than JSON can say');
});
