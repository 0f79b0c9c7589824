import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const root = join(__dirname, '../..');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(root, 'node_modules', '.core-')); // here, so that it finds `ws`
});
afterAll(() => rmSync(folder, { recursive: true }));

test('the core runs in plain Node, by another runner and another equality, and loads nothing of Jest', () => {
  const file = join(folder, 'core.test.js');
  const { metafile } = buildSync({
    absWorkingDir: root,
    entryPoints: ['test/node/core.test.ts'],
    outfile: file,
    bundle: true,
    platform: 'node',
    packages: 'external',
    metafile: true,
  });
  expect(Object.keys(metafile.inputs).filter((input) => !/^(src|test\/node)\//.test(input))).toEqual([]);
  const packages = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
  expect([...new Set(packages)].filter((path) => !isBuiltin(path)).sort()).toEqual(['ajv-formats', 'ws', 'yaml']);

  const { NODE_OPTIONS: _, NODE_TEST_CONTEXT: __, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--test', '--test-reporter=tap', file], {
    env,
    encoding: 'utf8',
  });
  expect({ status, failures: stdout.match(/^.*not ok .*$/gm) ?? [], stderr }).toEqual({ status: 0, failures: [], stderr: '' });
  expect(stdout).toMatch(/^# pass [1-9]/m);
});
