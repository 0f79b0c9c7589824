import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { merge } from '../../reporter/merge';
import { rootName } from '../../reporter/root-name';
import { anyReport } from '../support/any-report';
import { fileOf, report, run, testReport } from '../support/reports';
import { runs } from '../support/runs';
import { temporaryFolder } from '../support/temporary-folder';

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
  const rerun = { ...second, shard: '1/2' };
  const merged = merge([report([again], [rerun]), report([ofFirst], [first])]);
  expect(merged.files).toEqual([{ ...again, runs: ['first', 'second'] }]);
  expect(merged.runs).toEqual([first, rerun]);
});

test('a file that two shards have is that of the newer, and both say so: its projects have no names', () => {
  const again = fileOf([testReport()], { path: 'a.test.ts', run: 'second' });
  const third = run({ id: 'third', startedAt: 3000 });
  const last = fileOf([], { path: 'a.test.ts', run: 'third' });
  const merged = merge([report([again], [second]), report([ofFirst, ofSecond], [first])]);
  const sentence = (shard: string) =>
    `a.test.ts ran in shard ${shard} and in another one, and only the newest is here: give each project that has it a displayName.`;
  const told = [
    { ...first, problems: [sentence('1/2')] },
    { ...second, problems: [sentence('2/2')] },
  ];
  expect(merged.runs).toEqual(told);
  const all = merge([report([last], [third]), merged]);
  expect(all.runs).toEqual([...told, third]);
  expect(all.files[0]).toEqual({ ...last, runs: ['first', 'second', 'third'] });
});

test('a file of a project with a name is that of the newer shard, and nobody has lost one: the shards were cut anew', () => {
  const of = (id: string) => fileOf([], { path: 'a.test.ts', project: 'web', run: id });
  const merged = merge([report([of('first')], [first]), report([of('second')], [second])]);
  expect(merged.runs).toEqual([first, second]);
  expect(merged.files).toMatchObject([{ project: 'web', run: 'second' }]);
});

describe('of two packages of a repository', () => {
  const [chat, games] = [
    { ...run({ id: 'c', startedAt: 1 }), root: '@acme/chat' },
    { ...run({ id: 'g', startedAt: 2 }), root: '@acme/games' },
  ];
  const ofChat = fileOf([testReport({ status: 'failed' })], { run: 'c' });
  const ofGames = fileOf([testReport()], { run: 'g', project: 'web' });

  test('the same path is two files, each with the name of its package, and their tests have ids of their own', () => {
    const { files } = merge([report([ofChat], [chat]), report([ofGames], [games])]);
    expect(files.map(({ project, path, tests }) => [project, path, tests[0]?.status])).toEqual([
      ['@acme/chat', 'chat.test.ts', 'failed'],
      ['@acme/games: web', 'chat.test.ts', 'passed'],
    ]);
    const ids = files.map(({ tests }) => tests[0]?.id);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^ab12[\da-f]{8}$/);
  });

  test('a file that was merged already is replaced by that of a newer run', () => {
    const merged = merge([report([ofChat], [chat]), report([ofGames], [games])]);
    const rerun = { ...run({ id: 'r', startedAt: 3 }), root: '@acme/chat' };
    const again = merge([report([fileOf([], { run: 'r' })], [rerun]), merged]);
    expect(again.files.map(({ project, run, runs }) => [project, run, runs])).toEqual([
      ['@acme/chat', 'r', ['c', 'r']],
      ['@acme/games: web', 'g', undefined],
    ]);
  });

  test('the contracts are two, though both are called asyncapi.yaml', () => {
    const contracts = [{ contract: 'asyncapi.yaml', items: [] }];
    const merged = merge([report([], [{ ...chat, contracts }]), report([], [{ ...games, contracts }])]);
    const named = merged.runs.map((one) => one.contracts?.[0]?.contract);
    expect(named).toEqual(['@acme/chat: asyncapi.yaml', '@acme/games: asyncapi.yaml']);
    expect(merge([merged, merged])).toEqual(merged);
  });

  test('a contract outside of both is one, of which both have seen some', () => {
    const contracts = [{ contract: '../../asyncapi.yaml', items: [] }];
    const merged = merge([report([], [{ ...chat, contracts }]), report([], [{ ...games, contracts }])]);
    expect(merged.runs.map((one) => one.contracts)).toEqual([contracts, contracts]);
  });

  test('a project that has the name of its package keeps its files beside those of none', () => {
    const ofProject = fileOf([], { run: 'c', project: '@acme/chat' });
    const merged = merge([report([ofChat, ofProject], [chat]), report([ofGames], [games])]);
    expect(merged.files.map(({ project }) => project)).toEqual(['@acme/chat', '@acme/chat: @acme/chat', '@acme/games: web']);
    expect(merge([merged, report([ofGames], [games])])).toEqual(merged);
  });
});

describe('the root of a run', () => {
  const folder = temporaryFolder('root');
  const at = (path: string, text?: string): string => {
    mkdirSync(join(folder, path), { recursive: true });
    if (text !== undefined) writeFileSync(join(folder, path, 'package.json'), text);
    return join(folder, path);
  };

  test('is called by the nearest package, and by the folder within it', () => {
    const root = at('named', '{"name":"@acme/all"}');
    expect([rootName(root), rootName(at('named/apps/chat'))]).toEqual(['@acme/all', '@acme/all/apps/chat']);
  });

  test.each(['{ "private": true }', '{"name":""}', '{"name":1}', '[]', 'null', 'no JSON'])(
    'is called by the package around it where its own has no name: %s',
    (text) => {
      at('around', '{"name":"around"}');
      expect(rootName(at('around/within', text))).toBe('around/within');
    },
  );

  test('is not called by a package around its repository', () => {
    at('home', '{"name":"home"}');
    at('home/chat/.git');
    expect(rootName(at('home/chat/server', '{ "private": true }'))).toBeUndefined();
  });
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
    fc.assert(
      fc.property(anyReport, anyReport, (one, other) => expect(merge([one, other])).toEqual(merge([other, one]))),
      { numRuns: runs(100) },
    );
  });

  test('nor does it if one is there twice, or merged already', () => {
    fc.assert(
      fc.property(anyReport, anyReport, (one, other) => {
        const merged = merge([one, other]);
        expect(merge([one, other, one])).toEqual(merged);
        expect(merge([merged, other])).toEqual(merged);
        expect(merge([merged])).toEqual(merged);
      }),
      { numRuns: runs(100) },
    );
  });

  test('nor do steps between', () => {
    fc.assert(
      fc.property(anyReport, anyReport, anyReport, (a, b, c) => {
        expect(merge([merge([a, b]), c])).toEqual(merge([a, merge([b, c])]));
        expect(merge([merge([a, b]), c])).toEqual(merge([a, b, c]));
      }),
      { numRuns: runs(100) },
    );
  });
});
