import { missingShards, missingText } from '../../../reporter/page/missing-shards';
import { verdictOf } from '../../../reporter/page/run-verdict';
import { listsOf } from '../../../reporter/page-index';
import type { RunReport, TestReport } from '../../../reporter/report';
import { fileOf, report, run, testReport } from '../../support/reports';

const verdict = (statuses: readonly TestReport['status'][], runs: readonly Partial<RunReport>[] = [{}], problem?: string) => {
  const file = fileOf(
    statuses.map((status) => testReport({ status })),
    { ...(problem !== undefined && { problem }) },
  );
  const all = runs.map((one, index) => run({ id: `run-${index}`, ...one }));
  const { mark, words } = verdictOf(listsOf(report([file], all)).index);
  return `${mark}: ${words}`;
};

test('what failed is counted', () => {
  expect(verdict(['failed', 'passed'])).toBe('failed: 1 failed');
  expect(verdict(['passed'], [{}], 'no such module')).toBe('failed: 1 file failed');
  expect(verdict(['failed', 'failed'], [{ interrupted: true }], 'boom')).toBe('failed: 2 tests and 1 file failed');
});

test('all passed, beside what was skipped', () => {
  expect(verdict(['passed', 'skipped', 'todo'])).toBe('passed: All passed');
  expect(verdict(['passed'], [{ shard: '1/2' }, { shard: '2/2' }, {}])).toBe('passed: All passed');
});

test('nothing has passed where nothing ran', () => {
  expect(verdict([])).toBe('empty: No tests');
  expect(verdict(['skipped', 'todo'])).toBe('empty: Nothing ran');
});

test.each<[string, Partial<RunReport>[]]>([
  ['was ended early', [{}, { interrupted: true }]],
  ['has lost a part of its report', [{ problems: ['shard-2/report.json is damaged.'] }]],
  ['lacks a shard', [{ shard: '1/3' }, { shard: '3/3' }]],
  ['is one shard of several', [{ shard: '1/3' }]],
  [
    'lacks a shard that another package has',
    [
      { root: 'chat', shard: '1/2' },
      { root: 'chat', shard: '2/2' },
      { root: 'games', shard: '1/2' },
    ],
  ],
])('a run that %s has not passed as a whole', (_, runs) => {
  expect(verdict(['passed'], runs)).toBe('partial: All tests here passed');
});

test('which shards are not here', () => {
  const missing = (...shards: string[]) => missingShards(shards.map((shard) => run({ shard })));
  expect(missing('1/3', '3/3')).toEqual(['2/3']);
  expect(missing('2/2', '1/2', '1/2')).toEqual([]);
  expect(missing('odd', '/', '1/x', '1/-4')).toEqual([]);
  expect(missing('1/999999999').length).toBeLessThan(10_001);
  expect(missingShards([run()])).toEqual([]);
});

test('a shard that is missing is named with its package, where several are here', () => {
  const runs = [run({ root: 'chat', shard: '1/2' }), run({ root: 'games', shard: '1/2' }), run({ root: 'chat', shard: '2/2' })];
  expect(missingText(runs)).toBe('Not in this report: shard 2/2 of games.');
  expect(missingText(runs.slice(0, 1))).toBe('Not in this report: shard 2/2.');
  expect(missingText(runs.slice(0, 2))).toBe('Not in this report: shards 2/2 of chat, 2/2 of games.');
  expect(missingText([run()])).toBeUndefined();
});
