import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JestFile, JestFileResult } from '../../reporter/jest-results';
import { RecordedRun } from '../../reporter/recorded-run';
import { WebSocketReporter } from '../../reporter/reporter';
import type { CoverageItem } from '../../src/record/contract-record';
import { RECORDS_VARIABLE } from '../../src/record/records-variable';

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
