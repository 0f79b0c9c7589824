import fc from 'fast-check';
import type { Report, RunReport } from '../../reporter/report';
import type { ConversationRecord } from '../../src/record/test-record';
import { run } from './reports';

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
