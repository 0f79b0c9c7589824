import fc from 'fast-check';
import type { AttemptReport, FileReport, Report, RunReport, TestReport } from '../../reporter/report';
import type { ConversationRecord, EventRecord, TestRecord, WaitRecord } from '../../src/record/test-record';

/** Data of reports, made by hand: what a test does not say is something ordinary. */

export const nothingSaid: ConversationRecord = { clients: [], events: [], waits: [], requests: [], output: [] };

export const conversation = (
  events: readonly Partial<EventRecord>[],
  more: Partial<ConversationRecord> = {},
): ConversationRecord => ({
  ...nothingSaid,
  clients: [{ name: 'ann', url: 'ws://localhost/' }],
  events: events.map((event, index): EventRecord => ({ at: index, client: 0, kind: 'message', ...event })),
  ...more,
});

export const received = (text: string, more: Partial<EventRecord> = {}): Partial<EventRecord> => ({
  direction: 'received',
  number: 1,
  status: 'matched',
  text,
  size: Buffer.byteLength(text),
  ...more,
});

export const wait = (more: Partial<WaitRecord> = {}): WaitRecord => ({
  name: 'toReceiveMessage',
  clients: [0],
  began: 0,
  ended: 10,
  timeout: 1000,
  expected: '{"a":1}',
  outcome: 'satisfied',
  position: { file: 'chat.test.ts', line: 12, column: 3 },
  ...more,
});

export const attempt = (more: Partial<AttemptReport> = {}): AttemptReport => ({
  status: 'passed',
  startedAt: 1000,
  duration: 5,
  errors: [],
  conversation: conversation([received('{}')]),
  ...more,
});

export const record = (more: Partial<TestRecord> = {}): TestRecord => ({
  ...attempt(),
  file: '/project/chat.test.ts',
  titles: ['chat', 'greets'],
  attempt: 1,
  ...more,
});

export const testReport = (more: Partial<TestReport> = {}): TestReport => ({
  id: 'ab12',
  titles: ['chat', 'greets'],
  status: 'passed',
  duration: 5,
  attempts: [attempt()],
  ...more,
});

export const fileOf = (tests: readonly TestReport[], more: Partial<FileReport> = {}): FileReport => ({
  path: 'chat.test.ts',
  run: 'run-1',
  tests,
  ...more,
});

export const run = (more: Partial<RunReport> = {}): RunReport => ({
  id: 'run-1',
  startedAt: 1000,
  duration: 50,
  jest: '30.0.0',
  node: '20.0.0',
  platform: 'linux x64',
  ...more,
});

export const report = (files: readonly FileReport[], runs: readonly RunReport[] = [run()]): Report => ({
  version: 1,
  runs,
  files,
});

/** What a hostile server or a careless user may write. */
export const hostileText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom(
    '<script>alert(1)</script>',
    '</script><img src=x onerror=alert(1)>',
    '```\n</details>',
    '| a | b |',
    '\u202eevil\u2066',
    '\u001b[31m',
    '\ud800',
    '%%{init: {}}%%',
    'end\n    server->>client1: forged',
    '#35; #lt; ﬂ°°60¶ß',
    '[x](javascript:alert(1))',
    '__proto__',
  ),
);

const small = fc.nat({ max: 5000 });
const position = fc.record({ file: hostileText, line: small, column: small });
const optional = { requiredKeys: [] };

const event = fc.record(
  {
    at: fc.integer({ min: -100, max: 5000 }),
    client: fc.nat({ max: 3 }),
    kind: fc.constantFrom('message', 'open', 'ping', 'pong', 'protocol', 'close', 'error', 'frame', 'network'),
    direction: fc.constantFrom('sent', 'received', 'none'),
    number: small,
    status: fc.constantFrom('unread', 'matched', 'skipped', 'ignored', 'answered'),
    reader: fc.record({ name: hostileText, position, wait: small }, { requiredKeys: ['name', 'position'] }),
    text: hostileText,
    bytes: fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes).toString('base64')),
    size: small,
    value: hostileText,
    problem: hostileText,
    breach: hostileText,
    isBreachMeant: fc.boolean(),
    code: small,
    reason: hostileText,
  },
  { requiredKeys: ['at', 'client', 'kind'] },
);

const anyWait = fc.record(
  {
    name: hostileText,
    clients: fc.array(fc.nat({ max: 3 }), { maxLength: 3 }),
    began: small,
    ended: small,
    timeout: small,
    negated: fc.boolean(),
    expected: hostileText,
    outcome: fc.constantFrom('satisfied', 'timed-out', 'broken', 'ended', 'undecided', 'error', 'forbidden', 'abandoned'),
    breach: hostileText,
    position,
  },
  { requiredKeys: ['name', 'clients', 'began', 'ended', 'expected', 'outcome', 'position'] },
);

const request = fc.record(
  {
    at: small,
    client: fc.nat({ max: 3 }),
    method: hostileText,
    url: hostileText,
    status: small,
    ended: small,
    sent: hostileText,
    received: hostileText,
  },
  { requiredKeys: ['at', 'method', 'url'] },
);

export const anyConversation = fc.record(
  {
    clients: fc.array(fc.record({ name: hostileText, url: hostileText, forgotten: small }, { requiredKeys: ['name', 'url'] }), {
      maxLength: 3,
    }),
    events: fc.array(event, { maxLength: 6 }),
    waits: fc.array(anyWait, { maxLength: 3 }),
    requests: fc.array(request, { maxLength: 2 }),
    output: fc.array(fc.record({ at: small, server: hostileText, text: hostileText }), { maxLength: 2 }),
    omitted: fc.record({ events: small, behind: fc.nat({ max: 6 }) }),
    omittedWaits: small,
  },
  { requiredKeys: ['clients', 'events', 'waits', 'requests', 'output'] },
) as fc.Arbitrary<ConversationRecord>;

const source = fc.record({ firstLine: fc.integer({ min: 1, max: 99 }), lines: fc.array(hostileText, { maxLength: 3 }) });

const anyAttempt = fc.record({
  status: fc.constantFrom('passed', 'failed'),
  startedAt: small,
  duration: small,
  errors: fc.array(fc.record({ message: hostileText, position, wait: small, source }, { requiredKeys: ['message'] }), {
    maxLength: 2,
  }),
  conversation: anyConversation,
});

const anyTest = fc.record({
  id: fc.stringMatching(/^[\da-f]{4}$/),
  titles: fc.array(hostileText, { minLength: 1, maxLength: 3 }),
  status: fc.constantFrom('passed', 'failed', 'skipped', 'todo'),
  duration: small,
  attempts: fc.array(anyAttempt, { maxLength: 2 }),
});

/** A few runs, of which any report may be: the same id is always of the same run. */
const RUNS: readonly RunReport[] = ['1/3', '2/3', '1/3', undefined, undefined].map((shard, index) =>
  run({
    id: `run-${index}`,
    startedAt: 1000 + Math.min(index, 3),
    ...(index > 0 && { root: index % 2 === 0 ? 'chat' : 'games' }),
    ...(shard !== undefined && { shard }),
  }),
);

const anyRun = fc
  .record({
    one: fc.constantFrom(...RUNS),
    extra: fc.record(
      { interrupted: fc.boolean(), unrecorded: fc.boolean(), problems: fc.array(hostileText, { maxLength: 2 }) },
      optional,
    ),
  })
  .map(({ one, extra }) => ({ ...one, ...extra }));

/** Any report that is one. */
export const anyReport = fc.uniqueArray(anyRun, { selector: ({ id }) => id, minLength: 1, maxLength: 3 }).chain((runs) =>
  fc.record({
    version: fc.constant(1 as const),
    runs: fc.constant(runs),
    files: fc.array(
      fc.record(
        {
          path: fc.constantFrom('a.test.ts', 'b.test.ts', '../c.test.ts'),
          project: fc.constantFrom('', 'web', '<b>', 'chat', 'chat: web'),
          run: fc.constantFrom(...runs.map(({ id }) => id)),
          runs: fc.subarray(RUNS.map(({ id }) => id)),
          problem: hostileText,
          tests: fc.array(anyTest, { maxLength: 2 }),
        },
        { requiredKeys: ['path', 'run', 'tests'] },
      ),
      { maxLength: 4 },
    ),
  }),
) as fc.Arbitrary<Report>;
