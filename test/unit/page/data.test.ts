import { gunzipSync } from 'node:zlib';
import { messageCount } from '../../../reporter/page/message-count';
import { nearestMessage } from '../../../reporter/page/nearest-message';
import { byNearness, nearnessOf } from '../../../reporter/page/nearness';
import { hasFailed } from '../../../reporter/page/outcomes';
import { packed, unpacked } from '../../../reporter/page/packed';
import { type TestFilter, testRows } from '../../../reporter/page/test-rows';
import { PageBlocks } from '../../../reporter/page-blocks';
import { listsOf } from '../../../reporter/page-index';
import type { ErrorRecord } from '../../../src/record/test-record';
import { chatAttempt, chatReport, hostileReport, longTest, ReportedConversation } from '../../support/report-fixtures';
import { attempt, conversation, fileOf, received, report, testReport } from '../../support/reports';

describe('attempts in the page', () => {
  const read = (value: unknown) => JSON.parse(JSON.stringify(value));

  test('come out as they went in, times as fine as a hundredth of a ms', () => {
    const rounded = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value), (key, part) =>
        ['at', 'began', 'ended'].includes(key) ? Math.round(part * 100) / 100 : part,
      );
    for (const report of [chatReport(), longTest(300, 4), hostileReport(100)]) {
      for (const { attempts } of report.files.flatMap(({ tests }) => tests)) {
        const { requests: _, output: __, ...conversation } = attempts[0]?.conversation ?? { requests: 0, output: 0 };
        expect(unpacked(read(packed(attempts)))[0]?.conversation ?? {}).toMatchObject(rounded(conversation) as object);
      }
    }
  });

  test('even without an event, or of names that objects have by themselves', () => {
    const empty = new ReportedConversation().attempt();
    expect(unpacked(read(packed([empty])))).toEqual([empty]);
    const talk = new ReportedConversation();
    talk.client('__proto__', 'constructor');
    expect(unpacked(read(packed([talk.attempt()])))).toEqual([talk.attempt()]);
  });
});

test('the nearest message of a failure is the one that its text points at', () => {
  const { errors, conversation } = chatAttempt(true);
  const [error] = errors as [ErrorRecord];
  const event = nearestMessage(error, conversation);
  expect(conversation.events[event ?? -1]).toMatchObject({ client: 1, number: 8, text: '{"message":"Rob has left"}' });
  expect(nearestMessage({ message: 'boom' }, conversation)).toBeUndefined();
  expect(nearestMessage({ ...error, message: '> #99 no such message' }, conversation)).toBeUndefined();
});

test('nearness is of a wait with a timeout that waits for something to come', () => {
  const wait = (more: object) =>
    ({
      name: '',
      clients: [0],
      began: 10,
      ended: 60,
      expected: '',
      outcome: 'satisfied',
      position: { file: '', line: 1, column: 1 },
      ...more,
    }) as const;
  const waits = [
    wait({}),
    wait({ timeout: 100 }),
    wait({ timeout: 60 }),
    wait({ timeout: 40 }),
    wait({ timeout: 100, negated: true }),
  ] as any[];
  expect(waits.map(nearnessOf)).toEqual([undefined, 0.5, 50 / 60, 1, undefined]);
  expect(byNearness(waits)).toEqual([3, 2, 1]);
});

test('the index knows of each test what the list shows, and the nearest waits of the run', () => {
  const { index, waits, blocks } = listsOf(chatReport());
  expect(index.files.map(({ tests }) => tests.map(({ place }) => place?.at))).toEqual([
    [0, 0, undefined],
    [1, 2, 3, undefined, undefined],
    [],
  ]);
  expect(blocks).toHaveLength(2);
  expect(index.files[0]?.tests[0]).toMatchObject({
    attempts: ['failed', 'failed'],
    clients: 5,
    cause: 'expect(Ann).toReceiveMessage(expected): Ann got nothing that matches within 500 ms',
  });
  expect(index.files[1]?.tests[0]?.nearest).toEqual({ name: 'toReceiveMessage', took: 4120, timeout: 4500 });
  expect(waits.slice(0, 4).map(({ outcome }) => outcome)).toEqual(['timed-out', 'timed-out', 'timed-out', 'satisfied']);
});

describe('small tests share a block', () => {
  const attemptsIn = (block: string): unknown[][] => JSON.parse(gunzipSync(Buffer.from(block, 'base64')).toString());

  test('up to 32 kB, so that a test is opened quickly; a long one has its own', () => {
    const blocks = new PageBlocks();
    const small = [chatAttempt(true)];
    const long = longTest(3000, 4).files[0]?.tests[0]?.attempts ?? [];
    const tests = [...Array.from({ length: 20 }, () => small), long, small];
    const places = tests.map((attempts) => blocks.add(attempts));
    const all = blocks.all();
    expect(places[0]).toEqual({ block: 0, at: 0 });
    expect(places.at(-2)).toEqual({ block: all.length - 2, at: 0 });
    for (const [index, { block, at }] of places.entries())
      expect(attemptsIn(all[block] as string)[at]).toEqual(JSON.parse(JSON.stringify(packed(tests[index] ?? []))));
    const sizes = all.map((block) => JSON.stringify(attemptsIn(block)).length);
    expect(Math.max(...sizes.filter((_, block) => block !== all.length - 2))).toBeLessThan(33_000);
    expect(all.length).toBeLessThan(tests.length);
  });

  test('none of nothing', () => {
    expect(new PageBlocks().all()).toEqual([]);
  });
});

test('pings that are left out are not counted as messages', () => {
  const talk = conversation(
    [received('a'), { kind: 'ping', direction: 'received' }, received('b', { number: 9 }), { direction: 'sent', number: 1 }],
    { omitted: { events: 5000, behind: 2 } },
  );
  const { index } = listsOf(report([fileOf([testReport({ attempts: [attempt({ conversation: talk })] })])]));
  expect(index.files[0]?.tests[0]?.messages).toBe(10);
  expect(messageCount(talk)).toBe(10);
});

test.each([
  ['ended', true],
  ['undecided', true],
  ['timed-out', true],
  ['satisfied', false],
  ['abandoned', false],
] as const)('a wait that is %s is marked as failed: %s', (outcome, failed) => {
  expect(hasFailed({ outcome })).toBe(failed);
});

describe('the list of tests', () => {
  const { files } = listsOf(chatReport()).index;
  const titles = (filter: Partial<TestFilter>) =>
    testRows(files, { text: '', statuses: new Set(), order: 'file', ...filter }).map((row) =>
      row.kind === 'file' ? row.file.path : row.test.titles.at(-1),
    );

  test('begins with files that failed', () => {
    expect(titles({}).filter((title) => title?.endsWith('.ts'))).toEqual([
      'test/chat.test.ts',
      'test/deploy.test.ts',
      'test/rooms.test.ts',
    ]);
  });

  test('is filtered by words and statuses', () => {
    expect(titles({ text: 'ROOMS afar' })).toEqual(['test/rooms.test.ts', 'greets one from afar']);
    expect(titles({ statuses: new Set(['skipped']) })).toEqual(['test/rooms.test.ts', 'on staging only']);
    expect(titles({ statuses: new Set(['retried']) })).toHaveLength(3);
    expect(titles({ text: 'no such test' })).toEqual([]);
  });

  test('keeps a file that could not run where one filters for what failed, or for its name', () => {
    expect(titles({ statuses: new Set(['failed']) })).toContain('test/deploy.test.ts');
    expect(titles({ text: 'staging DEPLOY' })).toEqual(['test/deploy.test.ts']);
    expect(titles({ statuses: new Set(['passed', 'skipped']) })).not.toContain('test/deploy.test.ts');
    expect(titles({ text: 'rooms' })).not.toContain('test/deploy.test.ts');
  });

  test('is ordered by the nearest wait, and by time', () => {
    expect(titles({ order: 'nearest', statuses: new Set(['passed']) })[1]).toBe('greets one who comes late');
    expect(titles({ order: 'slowest' })[0]).toBe('greets one who comes late');
  });
});
