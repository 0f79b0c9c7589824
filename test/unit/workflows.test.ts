import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const root = join(__dirname, '../..');
const folder = join(root, '.github/workflows');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

interface Workflow {
  readonly permissions: object;
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly uses?: string; readonly run?: string }[] }>>;
}

describe.each(readdirSync(folder))('the workflow %s', (name) => {
  const workflow = parse(read(`.github/workflows/${name}`)) as Workflow;
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

  test('may do nothing but read, unless a job says more', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
  });

  test('uses actions by their major versions', () => {
    for (const { uses } of steps) expect(uses ?? 'actions/checkout@v1').toMatch(/^actions\/[\w-]+@v\d+$/);
  });

  test('runs files that are there', () => {
    const paths = steps.flatMap(({ run = '' }) => run.match(/\.ci\/[\w-]+/g) ?? []);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

test('what is told to be run is a script of the package', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: object };
  const files = ['CONTRIBUTING.md', '.ci/run', ...readdirSync(folder).map((name) => `.github/workflows/${name}`)];
  const named = files.flatMap((path) => [...read(path).matchAll(/npm run (?:--\S+ )?([\w:-]+)/g)].map(([, name]) => name));
  expect(named.filter((name) => !Object.hasOwn(scripts, name as string))).toEqual([]);
});
