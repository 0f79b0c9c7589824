import fs, { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Recorder } from '../../environment/recorder';
import type { JestFile, JestFileResult } from '../../reporter/jest-results';
import { RecordedRun } from '../../reporter/recorded-run';
import { WebSocketReporter } from '../../reporter/reporter';
import type { CoverageItem } from '../../src/record/contract-record';
import { ALL_WRITTEN, KEY_VARIABLE, RECORDS_VARIABLE } from '../../src/record/records-variables';
import { realmOf } from '../../src/runtime/realm';
import { addSecretNames, addSecretValues, resetSecrets } from '../../src/text/secret-names';

jest.mock('../../reporter/write-report', () => ({
  FILES: [],
  writeReport: () => {
    throw new Error('no space left on device');
  },
}));

const item = (name: string, seen: number): CoverageItem => ({
  kind: 'message',
  channel: '/',
  name,
  where: 'asyncapi.yaml:7',
  seen,
});

/** Writes down what test files have seen of contracts, as their workers do. */
function record(...contracts: readonly { contract: string; items: readonly CoverageItem[] }[]): void {
  const lines = contracts.map((contract) => `${JSON.stringify(contract)}\n`);
  writeFileSync(join(process.env[RECORDS_VARIABLE] as string, '1-0.jsonl'), lines.join(''));
}

test('the documents of two projects are two contracts, though both are called asyncapi.yaml', () => {
  const run = new RecordedRun({ rootDir: '/chat' });
  try {
    record(
      { contract: '/chat/a/asyncapi.yaml', items: [item('Hello', 1), item('OnlyA', 0)] },
      { contract: '/chat/b/asyncapi.yaml', items: [item('Hello', 1), item('OnlyB', 1)] },
      { contract: '/chat/b/asyncapi.yaml', items: [item('Hello', 2), item('OnlyB', 0)] },
      { contract: '/shared/asyncapi.yaml', items: [item('Hello', 0)] },
    );
    expect(run.report(false).runs[0]?.contracts).toEqual([
      { contract: '../shared/asyncapi.yaml', items: [item('Hello', 0)] },
      { contract: 'a/asyncapi.yaml', items: [item('Hello', 1), item('OnlyA', 0)] },
      { contract: 'b/asyncapi.yaml', items: [item('Hello', 3), item('OnlyB', 1)] },
    ]);
  } finally {
    run.end();
  }
});

test('what only Jest tells of a file is masked by what its worker knew, and that of another file is not', () => {
  const run = new RecordedRun({ rootDir: '/chat' });
  try {
    const fileOf = (path: string): JestFile => ({ path, context: { config: { id: 'p' } } });
    const said = 'opaquekey1234567890 and {"ssn":"123-45-6789"}';
    const result: JestFileResult = {
      testResults: [
        { ancestorTitles: [said], title: said, status: 'passed' },
        { ancestorTitles: [], title: 'fails', status: 'failed', failureMessages: [`Error: ${said}`] },
      ],
      testExecError: { message: said },
    };
    const { [RECORDS_VARIABLE]: folder = '', [KEY_VARIABLE]: key = '' } = process.env;
    const worker = new Recorder({ folder, key, file: '/chat/a.test.js', root: '/chat', project: 'p' }, realmOf(globalThis));
    addSecretNames(['ssn']);
    addSecretValues(['opaquekey1234567890']);
    worker.recordFile([]);
    worker.close();
    resetSecrets();
    for (const name of ['a', 'b']) {
      run.begun(fileOf(`/chat/${name}.test.js`));
      run.finished(fileOf(`/chat/${name}.test.js`), result);
    }
    const [known, other] = run.report(false).files;
    const masked = '*** and {"ssn":"***"}';
    expect(known).toMatchObject({
      problem: masked,
      tests: [{ titles: [masked, masked] }, { attempts: [{ errors: [{ message: masked }] }] }],
    });
    expect(other).toMatchObject({ problem: said, tests: [{ titles: [said, said] }, {}] });
  } finally {
    run.end();
  }
});

describe('a run whose records could not be written, or not all of them', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const full = () => {
    throw new Error('ENOSPC: no space left on device');
  };

  test.each<[string, (atStart: boolean) => void]>([
    ['by a worker', (atStart) => !atStart && rmSync(join(process.env[RECORDS_VARIABLE] as string, ALL_WRITTEN))],
    ['since the folder was not made', (atStart) => atStart && jest.spyOn(fs, 'mkdtempSync').mockImplementationOnce(full)],
    ['since the folder was full at once', (atStart) => atStart && jest.spyOn(fs, 'writeFileSync').mockImplementationOnce(full)],
    ['since the folder is gone', (atStart) => !atStart && rmSync(process.env[RECORDS_VARIABLE] as string, { recursive: true })],
  ])('%s, is not failed by the coverage that it lacks, and says so', (_, breaks) => {
    const shown: string[] = [];
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
      shown.push(String(text));
      return true;
    });
    const reporter = new WebSocketReporter({ rootDir: '/chat' }, { coverage: { messages: 60 } });
    const file: JestFile = { path: '/chat/a.test.js', context: { config: { id: '1' } } };
    const result: JestFileResult = { testResults: [{ ancestorTitles: [], title: 'a', status: 'passed' }] };
    breaks(true);
    reporter.onRunStart();
    reporter.onTestFileStart(file);
    breaks(false);
    reporter.onTestFileResult(file, result);
    reporter.onRunComplete(undefined, { numTotalTestSuites: 1, testResults: [result] });
    expect(reporter.getLastError()).toBeUndefined();
    expect(shown.join('')).toContain(
      'jest-websocket: Some of what the tests have seen could not be recorded, so `coverage` was not judged.\n',
    );
  });
});

test('a run in which too little was seen fails though its report cannot be written', () => {
  const shown: string[] = [];
  const stderr = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    shown.push(String(text));
    return true;
  });
  try {
    const reporter = new WebSocketReporter({ rootDir: '/chat' }, { coverage: { messages: 60 } });
    const file: JestFile = { path: '/chat/a.test.js', context: { config: { id: '1' } } };
    const result: JestFileResult = { testResults: [{ ancestorTitles: [], title: 'a', status: 'passed' }] };
    reporter.onRunStart();
    reporter.onTestFileStart(file);
    record({ contract: '/chat/asyncapi.yaml', items: [item('Hello', 1), item('Never', 0)] });
    reporter.onTestFileResult(file, result);
    reporter.onRunComplete(undefined, { numTotalTestSuites: 1, testResults: [result] });
    expect(reporter.getLastError()?.message).toBe(
      'The tests have seen 50 % of the messages of asyncapi.yaml, less than the 60 % that `coverage` asks for.',
    );
    expect(shown.join('')).toContain('The report could not be written: no space left on device.');
    reporter.onRunStart(); // in watch mode
    expect(reporter.getLastError()).toBeUndefined();
    reporter.onRunComplete(undefined, { numTotalTestSuites: 0, testResults: [] });
  } finally {
    stderr.mockRestore();
  }
});
