import fc from 'fast-check';
import { merge } from '../../reporter/merge';
import { anyReport, fileOf, report, run, testReport } from '../support/reports';

const first = run({ id: 'first', startedAt: 1000, shard: '1/2' });
const second = run({ id: 'second', startedAt: 2000, shard: '2/2' });
const ofFirst = fileOf([testReport({ status: 'failed' })], { path: 'a.test.ts', run: 'first' });
const ofSecond = fileOf([testReport()], { path: 'b.test.ts', run: 'second' });

test('shards come together, in the order of projects and paths', () => {
  const web = fileOf([], { path: 'a.test.ts', project: 'web', run: 'second' });
  const merged = merge([report([web, ofSecond], [second]), report([ofFirst], [first])]);
  expect(merged).toEqual({ version: 1, runs: [first, second], files: [ofFirst, ofSecond, web] });
});

test('of two runs that have the same file, the newer one is right', () => {
  const again = fileOf([testReport()], { path: 'a.test.ts', run: 'second' });
  const merged = merge([report([again], [second]), report([ofFirst], [first])]);
  expect(merged.files).toEqual([again]);
  expect(merged.runs).toEqual([first, second]);
});

test('the same file of two projects is two files', () => {
  const web = fileOf([], { path: 'a.test.ts', project: 'web', run: 'second' });
  expect(merge([report([ofFirst], [first]), report([web], [second])]).files).toHaveLength(2);
});

test('what is known of the problems of a run is kept', () => {
  const one = report([], [{ ...first, problems: ['b', 'a'] }]);
  const other = report([], [{ ...first, problems: ['c', 'a'] }]);
  expect(merge([one, other, report([], [first])]).runs).toEqual([{ ...first, problems: ['a', 'b', 'c'] }]);
});

test('no report is one of nothing', () => {
  expect(merge([])).toEqual({ version: 1, runs: [], files: [] });
});

describe('of any reports', () => {
  test('the order makes no difference', () => {
    fc.assert(fc.property(anyReport, anyReport, (one, other) => expect(merge([one, other])).toEqual(merge([other, one]))));
  });

  test('nor does it if one is there twice, or merged already', () => {
    fc.assert(
      fc.property(anyReport, anyReport, (one, other) => {
        const merged = merge([one, other]);
        expect(merge([one, other, one])).toEqual(merged);
        expect(merge([merged, other])).toEqual(merged);
        expect(merge([merged])).toEqual(merged);
      }),
    );
  });

  test('nor do steps between', () => {
    fc.assert(
      fc.property(anyReport, anyReport, anyReport, (a, b, c) => {
        expect(merge([merge([a, b]), c])).toEqual(merge([a, merge([b, c])]));
        expect(merge([merge([a, b]), c])).toEqual(merge([a, b, c]));
      }),
    );
  });
});
