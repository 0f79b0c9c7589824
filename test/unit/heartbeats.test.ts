import { conversation } from '../../src/explain/conversation';
import type { Moment } from '../../src/explain/moment';
import { folded } from '../../src/explain/timeline';
import type { TranscriptEntry } from '../../src/log/transcript';
import { received } from '../support/messages';

type Direction = 'sent' | 'received';
const ping = (at: number, direction: Direction, data = ''): TranscriptEntry => ({
  kind: 'ping',
  direction,
  at,
  payload: Buffer.from(data),
});
const pong = (at: number, direction: Direction, data = ''): TranscriptEntry =>
  ({ ...ping(at, direction, data), kind: 'pong' }) as TranscriptEntry;
const said = (at: number, value: unknown = { n: at }): TranscriptEntry => ({ ...received(at, value), at });
const mark = (at: number, text: string): Moment => ({ at, client: undefined, what: { kind: 'mark', text } });

const told = (entries: readonly TranscriptEntry[], marks: readonly Moment[] = [], options = {}) =>
  (conversation([{ name: 'rob', entries, forgotten: 0 }], marks, { since: 0, ...options }) ?? '')
    .split('\n')
    .slice(3)
    .map((line) => line.trim().replace(/\s+/g, ' '));

describe('heartbeats', () => {
  test('are one line, however many they are', () => {
    const beats = Array.from({ length: 6 }, (_, n) => [ping(n, 'received', 'x'), pong(n, 'sent', 'x')]).flat();
    expect(told(beats)).toEqual(['0 ↔ 6 pings']);
  });

  test('of a client that asks are the same, and one is no number', () => {
    expect(told([ping(1, 'sent', '1'), pong(2, 'received', '1')])).toEqual(['1 ↔ ping']);
  });

  test('that nobody answers are told apart: they are evidence', () => {
    expect(told([ping(1, 'sent', '1'), ping(2, 'sent', '2')])).toEqual(['1 → 2 pings, no pong']);
    expect(told([ping(1, 'received', 'a')])).toEqual(['1 ← ping a']);
    expect(told([ping(1, 'sent', '1'), pong(2, 'received', 'other')])).toEqual(['1 → ping 1', '2 ← pong other']);
  });

  test('are answered by the pong of a later one', () => {
    const entries = [ping(1, 'received', 'a'), ping(2, 'received', 'b'), ping(3, 'received', 'c'), pong(4, 'sent', 'b')];
    expect(told(entries)).toEqual(['1 ↔ 2 pings', '3 ← ping c']);
  });

  test('whose pong comes behind a message are answered still', () => {
    expect(told([ping(1, 'sent', '1'), said(2), pong(3, 'received', '1')])).toEqual(['1 ↔ ping', '2 ← #2 {"n":2}']);
  });

  test('do not stand behind the end of the last wait', () => {
    const entries = [said(1), ping(5, 'received'), pong(5, 'sent'), ping(20, 'received'), pong(20, 'sent'), said(21)];
    expect(told(entries, [mark(10, '▪ timed out for rob')])).toEqual([
      '1 ← #1 {"n":1}',
      '5 ↔ ping',
      '10 ▪ timed out for rob',
      '21 ← #21 {"n":21}',
    ]);
  });

  test('never push out a message', () => {
    const entries = Array.from({ length: 12 }, (_, n) => [
      said(n * 10 + 1, { [`field${n}`]: n }),
      ping(n * 10 + 2, 'received'),
      pong(n * 10 + 3, 'sent'),
    ]);
    const lines = told(entries.flat(), [], { lines: 20 });
    expect(lines.filter((line) => line.includes('← #'))).toHaveLength(12);
    expect(lines.filter((line) => line.includes('↔'))).toEqual(['2 ↔ 12 pings']);
  });
});

describe('what a protocol says by itself', () => {
  const traffic = (at: number, direction: Direction, value: unknown): TranscriptEntry =>
    ({ kind: 'protocol', direction, at, payload: JSON.stringify(value), value }) as TranscriptEntry;

  test('is one line, with as much of it as there is room for', () => {
    const handshake = [traffic(1, 'sent', { hello: 1 }), traffic(2, 'received', { welcome: 1 })];
    expect(told(handshake)).toEqual(['1 ↔ protocol, 2 payloads: {"hello":1} · {"welcome":1}']);
    expect(told([traffic(1, 'sent', { hello: 1 })])).toEqual(['1 → protocol {"hello":1}']);
    const beats = Array.from({ length: 12 }, (_, n) => traffic(n, n % 2 ? 'sent' : 'received', n));
    expect(told(beats)).toEqual(['0 ↔ protocol, 12 payloads: 0 · 1 · 2 · 3 …']);
    expect(told([traffic(1, 'sent', 'x'.repeat(200))])[0]).toMatch(/^1 → protocol "?x+…x+"?$/);
  });

  test('is told apart by what comes between, and never pushes out a message', () => {
    expect(told([traffic(1, 'received', 'a'), said(2), traffic(3, 'sent', 'b')])).toEqual([
      '1 ← protocol "a"',
      '2 ← #2 {"n":2}',
      '3 → protocol "b"',
    ]);
    const entries = Array.from({ length: 12 }, (_, n) => [
      said(n * 10 + 1, { [`field${n}`]: n }),
      traffic(n * 10 + 2, 'sent', n),
    ]);
    const lines = told(entries.flat(), [], { lines: 20 });
    expect(lines.filter((line) => line.includes('← #'))).toHaveLength(12);
    expect(lines.filter((line) => line.includes('protocol'))).toEqual(['2 → protocol, 12 payloads: 0 · 1 · 2 · 3 …']);
  });
});

describe('what a failure is about', () => {
  const moments = Array.from({ length: 100 }, (_, at): Moment => ({ at, client: 0, what: said(at, { [`field${at}`]: at }) }));
  const shown = (rows: ReturnType<typeof folded>) => rows.flatMap((row) => ('what' in row ? [row.at] : []));

  test('stays, wherever it is', () => {
    const telling = new Set([moments[50]?.what]);
    expect(shown(folded(moments, 10, telling))).toContain(50);
    expect(folded(moments, 10, telling).length).toBeLessThanOrEqual(10);
  });

  test('stays out of a run of its kind', () => {
    const ticks = Array.from({ length: 100 }, (_, at): Moment => ({ at, client: 0, what: said(at, { type: 'tick', at }) }));
    expect(shown(folded(ticks, 10, new Set([ticks[50]?.what])))).toContain(50);
  });

  test('is what came just before a wait gave up, rather than what came long after', () => {
    const rows = folded([...moments.slice(0, 40), mark(39.5, '▪'), ...moments.slice(40)], 12);
    expect(shown(rows)).toEqual(expect.arrayContaining([38, 39, 39.5]));
  });

  test('are closes and errors, too', () => {
    const close: Moment = {
      at: 40.5,
      client: 0,
      what: { kind: 'close', direction: 'received', at: 40.5, code: 1001, reason: '' },
    };
    const error: Moment = { at: 60.5, client: 0, what: { kind: 'error', at: 60.5, code: undefined, message: 'broken' } };
    const all = [...moments, close, error].sort((a, b) => a.at - b.at);
    expect(shown(folded(all, 10))).toEqual(expect.arrayContaining([40.5, 60.5]));
  });

  test('is shown whole, in as many lines as it needs', () => {
    const reply = said(1, { type: 'reply', filler: 'x'.repeat(100), error: 'no such room', more: 'y'.repeat(100) });
    const lines = told([reply, said(2, { z: 'z'.repeat(300) })], [], { telling: new Set([reply]) });
    expect(lines.slice(0, -1).join('')).toContain('"error":"no such room"');
    expect(lines.at(-1)).toMatch(/^2 ← #2 .*…z+"\}$/);
  });
});

test('a conversation is as wide as it may be, and coloured where it may be', () => {
  const paint = {
    good: (s: string) => `<g>${s}</>`,
    bad: (s: string) => `<b>${s}</>`,
    dim: (s: string) => s,
    strong: (s: string) => s,
  };
  const entries = [
    { ...said(1, 'x'.repeat(300)), status: 'matched' } as TranscriptEntry,
    { kind: 'close', direction: 'none', at: 2, code: 1006, reason: '' } as TranscriptEntry,
  ];
  const [message = '', close] = told(entries, [], { width: 200, paint });
  expect(message).toMatch(/^1 <g>← #1 ✓<\/> x+…x+$/);
  expect(message.replace(/<.*?>/g, '').length).toBeGreaterThan(180);
  expect(close).toBe('2 <b>✗ close</> cut without a close frame (1006)');
});
