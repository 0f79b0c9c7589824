import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from '../../../src/codecs/json';
import type { Connection } from '../../../src/connection/connection';
import type { TrafficRecord } from '../../../src/record/traffic-record';
import { TrafficRecorder } from '../../../src/record/traffic-recorder';
import { realmOf } from '../../../src/runtime/realm';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'traffic-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

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
