import fc from 'fast-check';
import { type CheckedCodec, openSession } from '../../src/codecs/checked-codec';
import type { CodecConnection } from '../../src/codecs/codec';
import { jsonWeight } from '../../src/codecs/json-weight';
import type { Recipient } from '../../src/log/incoming';
import { Log } from '../../src/log/log';
import { PendingMessages } from '../../src/log/pending-messages';
import type { ReceivedMessage } from '../../src/log/transcript';
import { OVERHEAD } from '../../src/log/weights';
import { collected } from '../support/collected';
import { jsonSession } from '../support/messages';
import { runs } from '../support/runs';

/** A codec of the user's: one frame carries as many messages as it has lines. */
const lines: CheckedCodec = { ...jsonSession, again: undefined, decode: (payload) => payload.toString().split('\n') };

/** A codec that finds so much of its protocol in a payload, and a message. */
const trafficIn = (log: Log, parts: number): CheckedCodec => ({
  ...jsonSession,
  again: undefined,
  *decode() {
    for (let part = 0; part < parts; part++) log.receiveTraffic({ part });
    yield 'message';
  },
});

const reader = { name: 'm', position: undefined } as never;
const nobody: Recipient = { take: () => false, arrived: () => {} };
const rule = (status: 'ignored' | 'answered'): Recipient => ({
  arrived: () => {},
  take: (message) => {
    message.status = status;
    return true;
  },
});

/** As a reply is. */
function readOne(log: Log, message: ReceivedMessage): void {
  message.status = 'matched';
  log.readOne(message);
}

const ping = () => ({ kind: 'ping', direction: 'received', at: 0, payload: Buffer.from('beat') }) as const;
const numbers = (messages: readonly ReceivedMessage[]) => messages.map(({ number }) => number);

describe('the log is bounded, whatever comes behind one unread message', () => {
  const LIMIT = 10_000;
  /** A log in which one message stays unread. */
  function begun(): Log {
    const log = new Log({ transcript: LIMIT, unread: LIMIT });
    log.receive('"unread"', jsonSession, nobody);
    return log;
  }

  test.each<[string, (log: Log) => void]>([
    ['ignored messages', (log) => log.receive('{"type":"tick"}', jsonSession, rule('ignored'))],
    [
      'answered messages, and their answers',
      (log) => {
        log.receive('{"type":"tick"}', jsonSession, rule('answered'));
        log.send([{ payload: '"tock"', valueOf: () => 'tock' }]);
      },
    ],
    [
      'pings and pongs',
      (log) => {
        log.note(ping());
        log.note({ ...ping(), kind: 'pong', direction: 'sent' });
      },
    ],
    ['batches', (log) => log.receive('a\nb\nc', lines, rule('ignored'))],
    [
      'messages read out of order',
      (log) => {
        log.receive('"reply"', jsonSession, nobody);
        readOne(log, log.received.at(-1) as ReceivedMessage);
      },
    ],
  ])('%s', (_, happen) => {
    const log = begun();
    let events = log.entries.length;
    for (let n = 0; n < 5000; n++) {
      const before = log.entries.length + log.forgotten;
      happen(log);
      events += log.entries.length + log.forgotten - before;
      expect(log.weights.over).toBeLessThanOrEqual(LIMIT);
    }
    expect(log.unread.map(({ value }) => value)).toEqual(['unread']);
    expect(log.entries.length).toBeLessThan(LIMIT / OVERHEAD + 2);
    expect(log.entries.length + log.forgotten).toBe(events);
  });

  test('messages that are ignored later leave too', () => {
    const log = new Log({ transcript: LIMIT, unread: 1e9 });
    for (let n = 0; n < 5000; n++) log.receive(`${n}`, jsonSession, nobody);
    for (const message of log.unread) if (message.number > 1) message.status = 'ignored';
    log.endTaken();
    expect(numbers(log.unread)).toEqual([1]);
    expect(log.weights).toMatchObject({ pending: OVERHEAD + 1 });
    expect(log.weights.over).toBeLessThanOrEqual(LIMIT);
  });
});

test('pings and pongs leave before any message does', () => {
  const log = new Log({ transcript: 10_000, unread: 1e6 });
  for (let n = 0; n < 10; n++) log.receive(`${n}`, jsonSession, rule('ignored'));
  for (let n = 0; n < 5000; n++) log.note(ping());
  expect(log.received).toHaveLength(10);
  expect(log.forgottenMessages('received')).toBe(0);
  expect(log.forgotten).toBe(log.forgottenHeartbeats);
  expect(log.forgotten + log.entries.length).toBe(5010);
});

test('what is over leaves at the same cost, however many unread messages stand before it', () => {
  const log = new Log({ transcript: 0, unread: 1e9 });
  let entries = 0;
  for (let n = 0; n < 20_000; n++) {
    log.receive(`${n}`, jsonSession, nobody);
    log.receive('"tick"', jsonSession, rule('ignored'));
    entries = log.entries.length;
  }
  expect(entries).toBeLessThanOrEqual(20_001);
  const looked = jest.spyOn(PendingMessages.prototype, 'at');
  for (let n = 0; n < 100; n++) log.receive('"tick"', jsonSession, rule('ignored'));
  expect(looked.mock.calls.length).toBeLessThan(1000);
  looked.mockRestore();
  log.drain(reader);
  expect(log.entries).toHaveLength(1);
  expect(log.forgotten).toBe(40_099);
});

test('what expectations have taken tentatively does not leave', () => {
  const log = new Log({ transcript: 1000, unread: 1e6 });
  log.receive('"held"', jsonSession, nobody);
  const held = log.next() as ReceivedMessage;
  held.status = 'matched';
  for (let n = 0; n < 100; n++) log.receive(`${n}`, jsonSession, rule('ignored'));
  held.status = 'unread';
  expect(log.unread).toEqual([held]);
  expect(log.entries[0]).toBe(held);
});

test('a watcher that ends another while it is told: nobody is told twice, and who has ended is not told', () => {
  const log = new Log({ transcript: 1e6, unread: 1e6 });
  const told: string[] = [];
  const ends = new Map<string, () => void>();
  const watch = (name: string, ended?: string) => {
    const end = log.watch(() => {
      told.push(name);
      if (ended) ends.get(ended)?.();
    });
    ends.set(name, end);
  };
  watch('first');
  watch('ends the first', 'first');
  watch('ends itself', 'ends itself');
  watch('ends the one behind it', 'behind it');
  watch('behind it');
  log.note(ping());
  expect(told).toEqual(['first', 'ends the first', 'ends itself', 'ends the one behind it']);
  log.note(ping());
  expect(told.slice(4)).toEqual(['ends the first', 'ends the one behind it']);
});

describe('a frame is weighed', () => {
  const frame = Array.from({ length: 1000 }, (_, n) => `line ${n}`).join('\n');

  test('once, however many messages it carries', () => {
    const log = new Log({ transcript: 1e6, unread: 1e6 });
    log.receive(frame, lines, nobody);
    expect(log.weights).toMatchObject({ over: 0, pending: frame.length + 1000 * OVERHEAD });
    log.readUpTo(400, reader);
    expect(log.weights).toMatchObject({ over: 400 * OVERHEAD, pending: frame.length + 600 * OVERHEAD });
    log.readUpTo(1000, reader);
    expect(log.weights).toMatchObject({ over: frame.length + 1000 * OVERHEAD, pending: 0 });
  });

  test.each([
    ['arrays', `[${'[],'.repeat(100_000)}[]]`, 40],
    ['objects', `[${'{"a":1},'.repeat(100_000)}{}]`, 56],
    ['arrays, in a message of the usual length', `[${'[],'.repeat(100)}[]]`, 40],
    ['an object of many keys', JSON.stringify(Object.fromEntries(Array.from({ length: 2000 }, (_, n) => [`k${n}`, 1]))), 58],
    ['an object of some keys', JSON.stringify(Object.fromEntries(Array.from({ length: 150 }, (_, n) => [`k${n}`, 1]))), 58],
    ['a Socket.IO event', `42/chat,7["a",${'[],'.repeat(5000)}[]]`, 40],
    ['numbers', JSON.stringify(Array.from({ length: 5000 }, (_, n) => n)), 8],
  ])('with what decoding makes of it: %s', (_, text, each) => {
    const made = text.split(',').length * each;
    expect(jsonWeight(text)).toBeGreaterThan(made * 0.75);
    expect(jsonWeight(text)).toBeLessThan((made + text.length) * 2);
  });

  test.each([
    ['of a few fields', JSON.stringify({ type: 'tick', n: 12, text: 'some words that a real message has' })],
    ['of long text', JSON.stringify({ text: 'some words, and some more. '.repeat(100) })],
    ['that is no JSON', '[,'.repeat(100).replace('[', 'x')],
  ])('as its text, where decoding makes little more: a message %s', (_, text) => {
    expect(jsonWeight(text)).toBe(text.length);
  });

  test('before it is decoded: one that cannot be held never is', () => {
    const log = new Log({ transcript: 1e6, unread: 1e6 });
    let decoded = 0;
    const session: CheckedCodec = { ...jsonSession, decode: () => [decoded++] };
    const problem = log.receive(`[${'[],'.repeat(30_000)}[]]`, session, nobody);
    expect(problem).toMatch(/^a message of 90004 characters would take about \d+ bytes, more than .*limits.unread: 1000000/);
    expect(decoded).toBe(0);
    expect(log.unread[0]?.problem).toBe(problem);
  });
});

describe('what is sent', () => {
  const empty = Array.from({ length: 10_000 }, () => []);

  test('keeps its payload alive, and not the object that the test has sent', () => {
    const encoded = jsonSession.encode(empty);
    // what is decoded is new each time: nothing but the payload is held
    const [first, second] = [encoded[0]?.valueOf(), encoded[0]?.valueOf()];
    expect(first).toEqual(empty);
    expect(first).not.toBe(second);
    const held = new WeakRef({ big: empty });
    const kept = jsonSession.encode(held.deref());
    return collected(held).then((isGone) => {
      expect(isGone).toBe(true);
      expect(kept[0]?.valueOf()).toEqual({ big: empty });
    });
  });

  test('by a codec of the user weighs what the copy of it takes', () => {
    const session = openSession(
      { open: () => ({ decode: (payload) => [payload], encode: (message) => JSON.stringify(message) }) },
      () => ({}) as CodecConnection,
    );
    const log = new Log({ transcript: 1e9, unread: 1e9 });
    log.send(session.encode(empty));
    expect(log.weights.over).toBeGreaterThan(10_000 * 40);
    const small = new Log({ transcript: 1e6, unread: 1e9 });
    for (let n = 0; n < 20; n++) small.send(session.encode(empty));
    expect(small.sent.length).toBeLessThan(3);
    expect(small.weights.over).toBeLessThanOrEqual(1e6);
  });
});

describe('whatever happens in whatever order', () => {
  const happening = fc.oneof(
    fc.record({ kind: fc.constantFrom('unread', 'ignored', 'answered', 'sent'), size: fc.nat({ max: 400 }) }),
    fc.record({ kind: fc.constantFrom('batch', 'ping', 'traffic'), size: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ kind: fc.constantFrom('read up to', 'read one', 'ignore some', 'drain'), size: fc.nat({ max: 20 }) }),
  );

  function happen(log: Log, { kind, size }: { kind: string; size: number }): number {
    const text = JSON.stringify('x'.repeat(size));
    const { unread } = log;
    const one = unread[size % Math.max(1, unread.length)];
    switch (kind) {
      case 'unread':
        log.receive(text, jsonSession, nobody);
        return 1;
      case 'ignored':
      case 'answered':
        log.receive(text, jsonSession, rule(kind));
        return 1;
      case 'batch':
        // every other one is taken by a rule
        log.receive('line\n'.repeat(size).trim(), lines, {
          arrived: () => {},
          take: (message) => message.number % 2 === 0 && rule('ignored').take(message, false),
        });
        return size;
      case 'sent':
        log.send([
          { payload: text, valueOf: () => text },
          { payload: text, valueOf: () => text },
        ]);
        return 2;
      case 'ping':
        for (let n = 0; n < size; n++) log.note(ping());
        return size;
      case 'traffic':
        // a payload that is the protocol's own, in parts, and carries a message as well
        log.receive('line', trafficIn(log, size), nobody);
        log.sendTraffic('ack', { ack: size });
        return size + 2;
      case 'read up to':
        if (one) log.readUpTo(one.number, reader);
        return 0;
      case 'read one':
        if (one) readOne(log, one);
        return 0;
      case 'ignore some':
        for (const message of unread) if (message.number % 3 === size % 3) message.status = 'ignored';
        log.endTaken();
        return 0;
      default:
        log.drain(reader);
        return 0;
    }
  }

  test('no unread message leaves, what has left is counted exactly, and the rest weighs no more than it may', () => {
    const LIMIT = 2000;
    const LARGEST = 402 + OVERHEAD;
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 120 }), (happenings) => {
        const log = new Log({ transcript: LIMIT, unread: 1e9 });
        const all = new Set<ReceivedMessage>();
        log.watch((entry) => {
          if (entry.kind === 'message' && entry.direction === 'received') all.add(entry);
        });
        let events = 0;
        for (const one of happenings) {
          events += happen(log, one);
          const unread = [...all].filter(({ status }) => status === 'unread');
          expect(log.unread).toEqual(unread);
          expect(log.received.filter(({ status }) => status === 'unread')).toEqual(unread);
          expect(log.entries.length + log.forgotten).toBe(events);
          expect(log.received.length + log.forgottenMessages('received')).toBe(log.receivedCount);
          expect(log.weights.over).toBeLessThanOrEqual(LIMIT + LARGEST);
          expect(numbers(log.received)).toEqual(numbers(log.received).sort((a, b) => a - b));
        }
        log.drain(reader);
        expect(log.weights.pending).toBe(0);
        const weights = log.entries.map((entry) => OVERHEAD + ('payload' in entry ? entry.payload.length : 0));
        // a frame of several messages is weighed once
        expect(log.weights.over).toBeLessThanOrEqual(weights.reduce((sum, weight) => sum + weight, 0));
      }),
      { numRuns: runs(300) },
    );
  });
});

test('a recipient that throws leaves no payload that traffic could be noted of', () => {
  const log = new Log({ transcript: 1e6, unread: 1e6 });
  const broken: Recipient = {
    arrived: () => {},
    take: () => {
      throw new Error('broken');
    },
  };
  expect(() => log.receive('"x"', { ...jsonSession, again: undefined }, broken)).toThrow('broken');
  expect(() => log.receiveTraffic()).toThrow('traffic() is to be called by decode()');
});
