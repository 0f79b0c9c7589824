import { errorFrom } from '../../reporter/failure-message';
import type { JestFileResult, JestTestResult } from '../../reporter/jest-results';
import { type BegunFile, reportOf } from '../../reporter/report-of-run';
import { excerpt } from '../../src/record/source-lines';
import type { TestRecord } from '../../src/record/test-record';
import { conversation, nothingSaid, received, record, run } from '../support/reports';

const PATH = '/project/chat.test.ts';

const result = (title: string, more: Partial<JestTestResult> = {}): JestTestResult => ({
  ancestorTitles: ['chat'],
  title,
  status: 'passed',
  duration: 7,
  invocations: 1,
  failureMessages: [],
  ...more,
});

const failed = (message: string): Partial<JestTestResult> => ({
  status: 'failed',
  failureMessages: [`Error: ${message}\n    at Object.<anonymous> (${PATH}:3:5)`],
});

const file = (results: readonly JestTestResult[], more: Partial<JestFileResult> = {}): BegunFile => ({
  path: PATH,
  projectId: 'p1',
  result: { testResults: results, perfStats: { start: 500, end: 600 }, ...more },
});

const join = (files: readonly BegunFile[], records: readonly TestRecord[] = []) =>
  reportOf(run(), files, records, {
    rootDir: '/project',
    linesAround: ({ line }) => ({ firstLine: line, lines: [`line ${line}`] }),
  }).files;

const testsOf = (results: readonly JestTestResult[], records: readonly TestRecord[] = []) =>
  join([file(results)], records)[0]?.tests ?? [];

describe('a test', () => {
  test('has its conversation by its titles', () => {
    const said = conversation([received('"hello"')]);
    const [greets, other] = testsOf([result('greets'), result('other')], [record({ conversation: said })]);
    expect(greets).toMatchObject({
      titles: ['chat', 'greets'],
      status: 'passed',
      duration: 7,
      attempts: [{ conversation: said }],
    });
    expect(other).toMatchObject({ status: 'passed', attempts: [] });
  });

  test('that opened no client and passed has no attempts, though it was recorded', () => {
    expect(testsOf([result('greets')], [record({ conversation: nothingSaid })])[0]?.attempts).toEqual([]);
  });

  test('that failed without a client has what it failed by, and where', () => {
    const [test] = testsOf([result('greets', { ...failed('no luck'), startAt: 510 })]);
    expect(test?.attempts).toEqual([
      {
        status: 'failed',
        startedAt: 510,
        duration: 7,
        errors: [
          {
            message: 'no luck',
            position: { file: 'chat.test.ts', line: 3, column: 5 },
            source: { firstLine: 3, lines: ['line 3'] },
          },
        ],
        conversation: nothingSaid,
      },
    ]);
  });

  test('with a secret in its name shows none, and has its conversation', () => {
    const title = 'connects to ws://u:hunter2@host/?token=abcdefgh12345678';
    const [one, other] = testsOf(
      [result(title), result(title.replace('12345678', '87654321'))],
      [record({ titles: ['chat', title] })],
    );
    expect(one).toMatchObject({
      titles: ['chat', 'connects to ws://***:***@host/?token=***'],
      attempts: [{ conversation: { events: [{ text: '{}' }] } }],
    });
    expect(other?.attempts).toEqual([]);
    expect(other?.id).not.toBe(one?.id);
  });

  test('with a secret in its name has an id that says nothing of it', () => {
    const ids = ['abcdefgh12345678', 'zyxwvuts87654321'].map(
      (token) => testsOf([result(`joins ws://host/?token=${token}`)])[0]?.id,
    );
    expect(ids[0]).toBe(ids[1]);
  });

  test('has the name that its worker has masked, though the reporter knows nothing of the secret', () => {
    const said = conversation([received('1')]);
    const named = {
      ...record({ titles: ['chat', 'joins ***'], conversation: said }),
      realTitles: ['chat', 'joins hunter2hunter2'],
    };
    const [test] = testsOf([result('joins hunter2hunter2')], [named]);
    expect(test).toMatchObject({ titles: ['chat', 'joins ***'], attempts: [{ conversation: said }] });
  });

  test('keeps the lines around its failure that the worker has masked', () => {
    const source = { firstLine: 2, lines: ['***'] };
    const error = { message: 'no', position: { file: 'chat.test.ts', line: 3, column: 1 }, source };
    const [test] = testsOf([result('greets', failed('no'))], [record({ status: 'failed', errors: [error] })]);
    expect(test?.attempts[0]?.errors).toEqual([error]);
  });

  test('that Jest alone knows to have failed has no lines of a file that may add names of secrets', () => {
    const [test] = testsOf([result('greets', failed('late')), result('other')], [record({ titles: ['chat', 'other'] })]);
    expect(test?.attempts[0]?.errors).toEqual([{ message: 'late', position: { file: 'chat.test.ts', line: 3, column: 5 } }]);
  });

  test('tells two clients of the same name apart, as failures do', () => {
    const kim = { name: 'kim', url: 'ws://localhost/' };
    const said = conversation([received('1')], { clients: [kim, { ...kim, name: 'ann' }, kim] });
    const [test] = testsOf([result('greets')], [record({ conversation: said })]);
    expect(test?.attempts[0]?.conversation.clients.map(({ name }) => name)).toEqual(['kim', 'ann', 'kim (2)']);
  });

  test.each(['pending', 'skipped', 'disabled'])('that is %s was skipped', (status) => {
    expect(testsOf([result('greets', { status })])).toMatchObject([{ status: 'skipped', attempts: [] }]);
  });

  test('keeps its id from run to run, and has another than one of the same name', () => {
    const ids = testsOf([result('same'), result('same'), result('other')]).map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
    expect(testsOf([result('same'), result('same')]).map(({ id }) => id)).toEqual(ids.slice(0, 2));
  });
});

describe('attempts', () => {
  const first = record({ status: 'failed', errors: [{ message: 'first' }] });
  const second = record({ attempt: 2, startedAt: 2000 });

  test('stand in their order, and the last one decides', () => {
    const [test] = testsOf([result('greets', { invocations: 2 })], [first, second]);
    expect(test).toMatchObject({
      status: 'passed',
      duration: 10,
      attempts: [{ status: 'failed', errors: [{ message: 'first' }] }, { status: 'passed' }],
    });
  });

  test('that opened no client are known from Jest', () => {
    const [test] = testsOf(
      [result('greets', { invocations: 3, retryReasons: ['Error: one', 'Error: two'] })],
      [record({ attempt: 2, status: 'failed' })],
    );
    expect(test?.attempts.map(({ status, errors }) => [status, errors.map(({ message }) => message)])).toEqual([
      ['failed', ['one']],
      ['failed', []],
      ['passed', []],
    ]);
  });

  test('of tests with the same name are told apart, whether they are made at once or at the end', () => {
    const same = (attempt: number, status: 'passed' | 'failed', at: number) =>
      record({ titles: ['chat', 'same'], attempt, status, startedAt: at });
    const results = [result('same', { invocations: 1 }), result('same', { invocations: 2 }), result('same', { invocations: 2 })];
    const starts = (records: readonly TestRecord[]) =>
      testsOf(results, records).map(({ attempts }) => attempts.map(({ startedAt }) => startedAt));
    const atOnce = [same(1, 'passed', 1), same(1, 'failed', 2), same(2, 'passed', 3), same(1, 'failed', 4), same(2, 'passed', 5)];
    expect(starts(atOnce)).toEqual([[1], [2, 3], [4, 5]]);
    const atTheEnd = [
      same(1, 'passed', 1),
      same(1, 'failed', 2),
      same(1, 'failed', 3),
      same(2, 'passed', 4),
      same(2, 'passed', 5),
    ];
    expect(starts(atTheEnd)).toEqual([[1], [2, 4], [3, 5]]);
  });

  test('of concurrent tests with the same name are in the order in which those began, whichever ended first', () => {
    const same = (order: number) => record({ titles: ['chat', 'same'], order, startedAt: order });
    const tests = testsOf([result('same'), result('same')], [same(2), same(1)]);
    expect(tests.map(({ attempts }) => attempts[0]?.startedAt)).toEqual([1, 2]);
  });

  test('of a describe block that is repeated as a whole are of one test, though the first one had passed', () => {
    const of = (attempt: number, status: 'passed' | 'failed') => record({ attempt, status, startedAt: attempt });
    const [test, ...more] = testsOf([result('greets', { invocations: 3 })], [of(1, 'passed'), of(2, 'failed'), of(3, 'passed')]);
    expect(test?.attempts.map(({ status, startedAt }) => [status, startedAt])).toEqual([
      ['passed', 1],
      ['failed', 2],
      ['passed', 3],
    ]);
    expect(more).toEqual([]);
  });

  test('of a describe block that is repeated as a whole did not fail if nothing was recorded of them', () => {
    const [test] = testsOf([result('greets', { invocations: 3 })], [record({ attempt: 2, status: 'failed' })]);
    expect(test?.attempts.map(({ status }) => status)).toEqual(['passed', 'failed', 'passed']);
  });

  test('before the last one have failed, where no environment of ours has recorded anything', () => {
    const [test] = testsOf([result('greets', { invocations: 2 })]);
    expect(test?.attempts.map(({ status }) => status)).toEqual(['failed', 'passed']);
  });

  test('go to the test with this outcome, if one with the same name was not recorded', () => {
    const records = [record({ titles: ['chat', 'same'], status: 'failed', errors: [{ message: 'here' }] })];
    const [passed, other] = testsOf([result('same'), result('same', failed('here'))], records);
    expect(passed?.attempts).toEqual([]);
    expect(other?.attempts).toMatchObject([{ status: 'failed', conversation: { events: [{ text: '{}' }] } }]);
  });

  test('that Jest has judged otherwise are what Jest says', () => {
    const [failing, late] = testsOf(
      [result('failing'), result('late', failed('too late'))],
      [
        record({ titles: ['chat', 'failing'], status: 'failed', errors: [{ message: 'as it should' }] }),
        record({ titles: ['chat', 'late'] }),
      ],
    );
    expect(failing?.attempts).toMatchObject([{ status: 'passed', errors: [{ message: 'as it should' }] }]);
    expect(late?.attempts).toMatchObject([{ status: 'failed', errors: [{ message: 'too late' }] }]);
  });
});

describe('a file', () => {
  test('whose worker was killed has the tests that were done', () => {
    const [killed] = join(
      [file([], { testExecError: { message: 'A jest worker process was terminated: SIGKILL' } })],
      [record()],
    );
    expect(killed).toMatchObject({
      problem: 'A jest worker process was terminated: SIGKILL',
      tests: [{ titles: ['chat', 'greets'], status: 'passed' }],
    });
  });

  test('that failed outside of its tests says why', () => {
    const [broken] = join([
      file([result('greets')], { testExecError: { message: '', stack: `Error: in afterAll\n    at ${PATH}:1:1` } }),
    ]);
    expect(broken?.problem).toBe('in afterAll (chat.test.ts:1)');
  });

  test.each([
    ['its own', `TypeError: boom\n    at ${PATH}:7:3`, 'boom (chat.test.ts:7)'],
    ['that of a module', 'Error: boom\n    at /project/help.js:2:3', 'boom (help.js:2)'],
    [
      'the one that is no JavaScript',
      `Details:\n\n${PATH}:5\nno code here (\n   ^\n\nSyntaxError: boom\n    at x (node:vm:1:2)`,
      'boom (chat.test.ts:5)',
    ],
    ['none', 'Error: boom\n    at node:internal/modules:1:2', 'boom'],
  ])('that could not run names the line: %s', (_, stack, problem) => {
    expect(join([file([], { testExecError: { message: 'boom', stack } })])[0]?.problem).toBe(problem);
  });

  test('that the run did not wait for has the tests that were done; one that had done nothing is left out', () => {
    const begun = { path: PATH, projectId: 'p1' };
    expect(join([begun], [record()])).toMatchObject([
      { problem: 'The run has ended before this file did.', tests: [{ status: 'passed' }] },
    ]);
    expect(join([begun])).toEqual([]);
  });

  test('of several projects is several, each with its own records, and numbered where they have no name', () => {
    const of = (projectId: string, project?: string): BegunFile => ({ ...file([result('greets')]), projectId, project });
    const records = [
      record({ project: 'p2', startedAt: 2 }),
      record({ project: 'p1', startedAt: 1 }),
      record({ project: 'p3', startedAt: 3 }),
    ];
    const files = join([of('p3', 'web'), of('p2'), of('p1')], records);
    expect(files.map(({ project, tests }) => [project, tests[0]?.attempts[0]?.startedAt])).toEqual([
      [undefined, 1],
      ['(2)', 2],
      ['web', 3],
    ]);
    expect(new Set(files.map(({ tests }) => tests[0]?.id)).size).toBe(3);
  });
});

describe('what Jest says of a failure', () => {
  test('is without colours, stack and conversation', () => {
    const text = [
      'Error: \u001b[2mexpect(\u001b[22mann\u001b[2m)\u001b[22m.toBeOpen()',
      '',
      'ann is closed.',
      '',
      'The conversation, in ms (← received, → sent, ✓ matched, – skipped):',
      '',
      '       ann',
      '    at Object.toBeOpen (/project/node_modules/x/index.js:1:1)',
      `    at async Object.<anonymous> (file://${PATH}:12:7)`,
    ].join('\n');
    expect(errorFrom(text, PATH)).toEqual({
      message: 'expect(ann).toBeOpen()\n\nann is closed.',
      position: { file: PATH, line: 12, column: 7 },
    });
  });

  test('keeps a cause, and masks secrets', () => {
    const text = `TypeError: {"token":"abcdefgh12345678"}\n    at ${PATH}:1:2\n\nCause:\nanother\n    at ${PATH}:2:2`;
    expect(errorFrom(text, PATH).message).toBe('TypeError: {"token":"***"}\n\nCause:\nanother');
  });

  test.each([
    ['empty lines', '\n'],
    ['spaces', ' '],
    ['tabs and returns', '\t\r'],
    ['lines that look like a stack', '    at (at (at '],
    ['lines that look like a conversation', '\rThe conversation, in ms ('],
  ])('is read quickly, though it has 500,000 %s', (_, text) => {
    expect(errorFrom(`Error: x${text.repeat(500_000)}\n    at ${PATH}:1:2`, PATH)).toEqual({
      message: expect.stringMatching(/^x/),
      position: { file: PATH, line: 1, column: 2 },
    });
  });

  test('has the place of a helper, if the test file is not in the stack', () => {
    const text = 'Error: x\n    at node:internal/timers:1:1\n    at help (/project/help.ts:4:2)';
    expect(errorFrom(text, PATH).position).toEqual({ file: '/project/help.ts', line: 4, column: 2 });
  });
});

describe('the lines around a failure', () => {
  const lines = Array.from({ length: 20 }, (_, index) => `line ${index + 1}`);

  test.each([
    [10, 5, 'line 5', 'line 13'],
    [1, 1, 'line 1', 'line 4'],
    [20, 15, 'line 15', 'line 20'],
  ])('of line %d begin at line %d', (line, firstLine, first, last) => {
    const found = excerpt(lines, line);
    expect([found?.firstLine, found?.lines[0], found?.lines.at(-1)]).toEqual([firstLine, first, last]);
  });

  test('that is not there are none', () => {
    expect(excerpt(lines, 21)).toBeUndefined();
    expect(excerpt([], 1)).toBeUndefined();
  });

  test('show no part of a secret that stands where a long line is cut', () => {
    const found = excerpt([`connect('${'x'.repeat(265)} ws://ann:hunter2hunter2@host/');`], 1);
    expect(found?.lines[0]).toMatch(/x ws:\/\/\*\*\*:\*\*\*@host/);
  });

  test('are cut, and masked', () => {
    const found = excerpt(['x'.repeat(1000), "connect({ headers: { authorization: 'Bearer abcdefgh12345' } });"], 1);
    expect(found?.lines[0]).toHaveLength(300);
    expect(found?.lines[1]).not.toContain('abcdefgh12345');
  });
});
