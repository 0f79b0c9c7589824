import fc from 'fast-check';
import { conversation } from '../../src/explain/conversation';
import type { Moment } from '../../src/explain/moment';
import { folded } from '../../src/explain/timeline';
import type { NetworkChange, TranscriptEntry } from '../../src/log/transcript';
import { received } from '../support/messages';
import { runs } from '../support/runs';

const said = (at: number, number: number, value: unknown): TranscriptEntry => ({ ...received(number, value), at });
const opened = (at: number): TranscriptEntry => ({ kind: 'open', at });
const lines = (text = '') => text.split('\n').slice(2);

describe('a conversation', () => {
  test('is one timeline, a column a client', () => {
    const rob = [opened(10), { ...said(12, 1, { a: 1 }), status: 'matched' } as TranscriptEntry];
    const ann: TranscriptEntry[] = [
      opened(11),
      { kind: 'ping', direction: 'received', at: 13, payload: Buffer.from('beat') },
      { kind: 'close', direction: 'received', at: 14, code: 4000, reason: 'bye' },
      { kind: 'close', direction: 'none', at: 15, code: 1006, reason: '' },
      { kind: 'error', at: 16, code: undefined, message: 'broken\u001b[31m' },
    ];
    const speakers = [
      { name: 'rob', entries: rob, forgotten: 3 },
      { name: 'ann', entries: ann, forgotten: 0 },
      { name: 'silent', entries: [], forgotten: 0 },
    ];
    const mark: Moment = { at: 12.5, client: undefined, what: { kind: 'mark', text: '▸ waits' } };
    expect(lines(conversation(speakers, [mark], { since: 10 }))).toEqual([
      '3 earlier events of rob left the transcript (limits.transcript).',
      '       rob      ann',
      '    0  open',
      '    1           open',
      '    2  ← #1 ✓            {"a":1}',
      '    3  ▸ waits',
      '    3           ← ping   beat',
      "    4           ← close  4000 'bye'",
      '    5           ✗ close  cut without a close frame (1006)',
      '    6           ✗ error  broken\\u001b[31m',
    ]);
  });

  test('marks a message that breaks its contract, and says how; the legend has the mark only then', () => {
    const wrong = said(12, 2, { type: 'said', msg: 'hi' });
    const close: TranscriptEntry = { kind: 'close', direction: 'received', at: 14, code: 4002, reason: 'bye' };
    const entries = [said(11, 1, { type: 'joined' }), wrong, { ...said(13, 3, {}), status: 'matched' } as TranscriptEntry, close];
    const speakers = [{ name: 'rob', entries, forgotten: 0 }];
    const broken = new Map<unknown, string>([
      [wrong, 'breaks ChatSaid of /chat: /text is missing'],
      [close, 'is not documented for /chat: documented are 4001'],
    ]);
    const text = conversation(speakers, [], { since: 10, broken });
    expect(text?.split('\n')).toEqual([
      'The conversation, in ms (← received, → sent, ✓ matched, – skipped,',
      '✗ breaks its contract):',
      '',
      '       rob',
      '    1  ← #1     {"type":"joined"}',
      '    2  ← #2 ✗   {"type":"said","msg":"hi"}',
      '                breaks ChatSaid of /chat: /text is missing',
      '    3  ← #3 ✓   {}',
      "    4  ← close  ✗ 4002 'bye'",
      '                is not documented for /chat: documented are 4001',
    ]);
    const without = conversation(speakers, [], { since: 10 });
    expect(without?.split('\n')[0]).toBe('The conversation, in ms (← received, → sent, ✓ matched, – skipped):');
    expect(without).not.toContain('✗');
  });

  test('shows the sentence of a breach whole where the failure is about it, and else on one line', () => {
    const all = [1, 2].map((number) => said(number, number, { number }));
    const broken = new Map<unknown, string>(
      all.map((one) => [one, 'breaks ChatSaid of /chat: /text must be string, got number']),
    );
    const telling = new Set(all.slice(0, 1));
    const text = conversation([{ name: 'rob', entries: all, forgotten: 0 }], [], { since: 0, width: 46, broken, telling });
    expect(lines(text).slice(1)).toEqual([
      '       rob',
      '    1  ← #1 ✗   {"number":1}',
      '                breaks ChatSaid of /chat:',
      '                /text must be string,',
      '                got number',
      '    2  ← #2 ✗   {"number":2}',
      expect.stringMatching(/^ {16}breaks.*….*number$/),
    ]);
  });

  test('does not lose a message that breaks its contract among thousands that are alike', () => {
    const all = Array.from({ length: 5000 }, (_, index) => said(index, index + 1, { type: 'tick', at: index }));
    const wrong = all[2500] as TranscriptEntry;
    const text = conversation([{ name: 'rob', entries: all, forgotten: 0 }], [], {
      since: 0,
      broken: new Map([[wrong, 'breaks Tick of /: /at is missing']]),
    });
    expect(text).toContain('← #2501 ✗');
    expect(lines(text).length).toBeLessThan(32);
  });

  test('tells what the test did to the network, and which frames it made', () => {
    const network = (at: number, change: NetworkChange, value?: number): TranscriptEntry => ({
      kind: 'network',
      at,
      change,
      value,
    });
    const frame = {
      kind: 'frame',
      direction: 'sent',
      after: 0,
      opcode: 9,
      fin: true,
      rsv1: false,
      rsv2: false,
      rsv3: false,
    } as const;
    const entries: TranscriptEntry[] = [
      network(1, 'latency', 100),
      network(2, 'bytesPerSecond', 2048),
      network(3, 'bytesPerSecond', Number.POSITIVE_INFINITY),
      network(4, 'blackhole'),
      network(5, 'restore'),
      network(6, 'pause'),
      network(7, 'resume'),
      { ...frame, at: 8, mask: true, length: 2, payload: 'hi' },
      { ...frame, at: 9, opcode: 2, fin: false, rsv1: true, mask: false, length: 99, payload: Buffer.from([1, 2]) },
      network(10, 'cut'),
    ];
    expect(lines(conversation([{ name: 'rob', entries, forgotten: 0 }], [], { since: 0 }))).toEqual([
      '       rob',
      '    1  network  latency 100 ms',
      '    2  network  2,048 bytes per second',
      '    3  network  as fast as it can',
      '    4  network  black hole',
      '    5  network  restored',
      '    6  network  not read any more',
      '    7  network  read again',
      '    8  → frame  opcode 9 hi',
      '    9  → frame  opcode 2, not fin, rsv1, unmasked, length 99 2 bytes 0102',
      '   10  network  cut',
    ]);
  });

  test('has one column with names where the columns would be too many', () => {
    const speakers = Array.from({ length: 9 }, (_, n) => ({ name: `user ${n}`, entries: [opened(n)], forgotten: 0 }));
    expect(lines(conversation(speakers, [], { since: 0 }))[8]).toBe('    8  user 8  open');
  });

  test('begins with the test, and is nothing where nobody said anything', () => {
    const entries = [opened(1), said(5, 1, 'x')];
    expect(lines(conversation([{ name: 'rob', entries, forgotten: 0 }], [], { since: 4 }))).toHaveLength(2);
    expect(conversation([{ name: 'rob', entries, forgotten: 0 }], [], { since: 6 })).toBeUndefined();
  });

  test('fits in 76 columns and its lines, whatever is said', () => {
    const entry = fc.oneof(
      fc
        .record({ at: fc.nat({ max: 5000 }), value: fc.oneof(fc.string({ maxLength: 300 }), fc.object()) })
        .map(({ at, value }) => said(at, at, value)),
      fc.nat({ max: 5000 }).map(opened),
    );
    const speaker = fc.record({
      name: fc.string({ minLength: 1, maxLength: 30 }),
      entries: fc.array(entry, { maxLength: 60 }),
      forgotten: fc.constant(0),
    });
    fc.assert(
      fc.property(fc.array(speaker, { minLength: 1, maxLength: 12 }), (speakers) => {
        const text = conversation(
          speakers.map(({ entries, ...rest }) => ({ ...rest, entries: [...entries].sort((a, b) => a.at - b.at) })),
          [],
          { since: 0 },
        );
        if (text === undefined) return;
        expect(lines(text).length).toBeLessThanOrEqual(30);
        for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(76);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may reach a terminal
        expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
      }),
      { numRuns: runs(500) },
    );
  });
});

describe('folding', () => {
  const moment = (at: number, value: unknown): Moment => ({ at, client: 0, what: said(at, at, value) });
  const tick = (at: number) => moment(at, { type: 'tick', n: at });

  test('leaves what fits', () => {
    const moments = [1, 2, 3, 4, 5, 6].map(tick);
    expect(folded(moments, 6)).toEqual(moments);
  });

  test('folds a run of the same kind, and only that', () => {
    const moments = [moment(1, { type: 'hello' }), ...[2, 3, 4, 5, 6].map(tick), moment(7, { type: 'bye' })];
    expect(folded(moments, 5).map((row) => ('count' in row ? row.count : row.at))).toEqual([1, 2, 3, 6, 7]);
  });

  test('keeps marks, and loses no moment from its count', () => {
    const mark = (at: number): Moment => ({ at, client: undefined, what: { kind: 'mark', text: 'm' } });
    const any = fc.array(fc.oneof(fc.constant('tick'), fc.constantFrom('a', 'b', 'c'), fc.constant('mark')), { maxLength: 200 });
    fc.assert(
      fc.property(any, fc.integer({ min: 8, max: 40 }), (kinds, room) => {
        const moments = kinds.map((kind, at) =>
          kind === 'mark' ? mark(at) : kind === 'tick' ? tick(at) : moment(at, { [kind]: at }),
        );
        const rows = folded(moments, room);
        const sum = rows.reduce((all, row) => all + ('count' in row ? row.count : 1), 0);
        expect(sum).toBe(moments.length);
        const marks = (all: readonly object[]) =>
          all.filter((row) => 'what' in row && (row.what as Moment['what']).kind === 'mark').length;
        expect(marks(rows)).toBe(marks(moments));
      }),
      { numRuns: runs(1000) },
    );
  });
});
