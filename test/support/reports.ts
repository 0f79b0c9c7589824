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
