import { coverageTable } from '../../reporter/coverage-table';
import { belowThreshold, judgedCoverage } from '../../reporter/coverage-threshold';
import { joinedCoverage, sharesOf } from '../../reporter/page/contract-coverage';
import type { Report, TestReport } from '../../reporter/report';
import type { ContractRecord, CoverageItem } from '../../src/record/contract-record';
import { fileOf, report, run, testReport } from '../support/reports';

const item = (name: string, seen: number, kind: CoverageItem['kind'] = 'message'): CoverageItem => ({
  kind,
  channel: '/chat',
  name,
  where: 'asyncapi.yaml:3',
  seen,
});
const record = (...items: CoverageItem[]): ContractRecord => ({ contract: 'asyncapi.yaml', items });

describe('the coverage of a contract', () => {
  test('is that of all test files together, in any order', () => {
    const one = record(item('Said', 2), item('Joined', 0));
    const two = record(item('Said', 1), item('Joined', 3), item('Left', 0));
    const joined = joinedCoverage([one, two]);
    expect(joined).toEqual([record(item('Said', 3), item('Joined', 3), item('Left', 0))]);
    expect(joinedCoverage([two, one])).toEqual(joined);
  });

  test('does not mix what two contracts, channels or kinds call the same', () => {
    const other = { contract: 'billing.yaml', items: [item('Said', 1)] };
    const elsewhere = { ...item('Said', 5), channel: '/news' };
    const joined = joinedCoverage([record(item('Said', 0), item('Said', 4, 'reply'), elsewhere), other]);
    expect(joined).toEqual([record(item('Said', 0), item('Said', 4, 'reply'), elsewhere), other]);
  });

  test('does not mix what goes each way under one name', () => {
    const sent = { ...item('ping', 0), where: 'asyncapi.yaml:9' };
    const joined = joinedCoverage([record(item('ping', 1), sent), record(item('ping', 2), sent)]);
    expect(joined).toEqual([record(item('ping', 3), sent)]);
  });

  test('of two messages of three is enough for 66.5 %, and for nothing above 66.67 %', () => {
    const two = record(item('Said', 1), item('Left', 1), item('Never', 0));
    expect(belowThreshold([two], { messages: 66.5 }, '`coverage`')).toEqual([]);
    expect(belowThreshold([two], { messages: 66.67 }, '`coverage`')).toHaveLength(1);
  });

  test('names what no test has seen, the first five of each kind', () => {
    const never = Array.from({ length: 7 }, (_, index) => item(`Never${index}`, 0));
    expect(coverageTable(record(item('told', 1, 'operation'), item('Said', 1), ...never))).toBe(
      [
        'Contract asyncapi.yaml',
        '  operations  1 of 1  100 %',
        '  messages    1 of 8   12 %  never seen: Never0 (asyncapi.yaml:3)',
        '                                         Never1 (asyncapi.yaml:3)',
        '                                         Never2 (asyncapi.yaml:3)',
        '                                         Never3 (asyncapi.yaml:3)',
        '                                         Never4 (asyncapi.yaml:3)',
        '                                         and 2 more',
      ].join('\n'),
    );
  });

  test('is 100 % only where nothing is missing, and a kind that is not documented has none', () => {
    const almost = record(...Array.from({ length: 999 }, (_, index) => item(`M${index}`, 1)), item('Never', 0));
    expect(sharesOf(almost).map(({ name }) => name)).toEqual(['messages']);
    expect(belowThreshold([almost], { messages: 100, closeCodes: 100 }, '`coverage`')).toEqual([
      'The tests have seen 99 % of the messages of asyncapi.yaml, less than the 100 % that `coverage` asks for.',
    ]);
    expect(belowThreshold([almost], { messages: 99 }, '`coverage`')).toEqual([]);
  });

  test('with a threshold and no contract is not passed, except where no test has run', () => {
    const ranWith = (...statuses: TestReport['status'][]) => report([fileOf(statuses.map((status) => testReport({ status })))]);
    const passed = ranWith('passed', 'skipped');
    expect(judgedCoverage(passed, { messages: 60 }, '`coverage`').below).toEqual([
      'No test was held to a contract that has a document, so nothing of one was seen: switch it on, or remove `coverage`.',
    ]);
    expect(judgedCoverage(passed, { messages: 60 }, '--coverage').below).toEqual([
      'No test was held to a contract that has a document, so nothing of one was seen: switch it on, or leave out --coverage.',
    ]);
    const unseen = report([fileOf([testReport({ attempts: [] })])]);
    expect(judgedCoverage(unseen, { messages: 60 }, '`coverage`').below).toEqual([
      'No client of these tests was seen, so nothing of a contract was: give them the environment of jest-websocket, or remove `coverage`.',
    ]);
    expect(judgedCoverage(ranWith('failed'), { messages: 60 }, '`coverage`').below).toHaveLength(1);
    const held = { ...ranWith('skipped'), runs: [{ contracts: [record(item('Never', 0))] }] } as unknown as Report;
    for (const idle of [ranWith(), ranWith('skipped', 'todo'), held])
      expect(judgedCoverage(idle, { messages: 60 }, '`coverage`').below).toEqual([]);
    for (const threshold of [{}, { messages: 0 }]) expect(judgedCoverage(passed, threshold, '`coverage`').below).toEqual([]);
  });

  test('that may be missing is not what a threshold is judged by, unless what is there is enough', () => {
    const lacking = {
      ...report([fileOf([testReport()])]),
      runs: [run({ unrecorded: true, contracts: [record(item('Said', 0))] })],
    };
    expect(judgedCoverage(lacking, { messages: 60 }, '--coverage')).toEqual({
      below: [],
      notJudged: 'Some of what the tests have seen could not be recorded, so --coverage was not judged.',
    });
    const enough = { ...lacking, runs: [run({ unrecorded: true, contracts: [record(item('Said', 1))] })] };
    expect(judgedCoverage(enough, { messages: 60 }, '--coverage')).toEqual({ below: [] });
  });

  test('shows no control character of a document on the terminal', () => {
    const table = coverageTable({ contract: 'a\u001b[2J.yaml', items: [item('\u001b]0;x\u0007\u202e', 0)] });
    for (const hidden of ['\u001b', '\u0007', '\u202e']) expect(table).not.toContain(hidden);
  });
});
