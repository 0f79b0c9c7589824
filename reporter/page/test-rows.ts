import type { PageFile, PageTest } from './page-data';

/** A row of the list: a file, or a test of it. */
export type TestRow =
  | { readonly kind: 'file'; readonly file: PageFile; readonly counts: ReadonlyMap<PageTest['status'], number> }
  | { readonly kind: 'test'; readonly file: PageFile; readonly test: PageTest };

/** The worst first. */
export const STATUSES = ['failed', 'passed', 'skipped', 'todo'] as const;

export type TestOrder = 'file' | 'nearest' | 'slowest';

export interface TestFilter {
  readonly text: string;
  /** The statuses that are shown; all if it is empty. */
  readonly statuses: ReadonlySet<PageTest['status'] | 'retried'>;
  readonly order: TestOrder;
}

/** The rows of the list: files with their tests, failed ones first; or all tests, in another order. */
export function testRows(files: readonly PageFile[], { text, statuses, order }: TestFilter): TestRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const isNamed = ({ project = '', path }: PageFile, titles: readonly string[] = []): boolean => {
    const name = `${project} ${path} ${titles.join(' ')}`.toLowerCase();
    return words.every((word) => name.includes(word));
  };
  const isWanted = (file: PageFile, test: PageTest): boolean => {
    if (statuses.size > 0 && !statuses.has(test.status) && !(statuses.has('retried') && test.attempts.length > 1)) return false;
    return isNamed(file, test.titles);
  };
  const isBroken = (file: PageFile): boolean =>
    file.problem !== undefined && (statuses.size === 0 || statuses.has('failed')) && isNamed(file);
  const groups = files
    .map((file) => ({ file, tests: file.tests.filter((test) => isWanted(file, test)) }))
    .filter(({ file, tests }) => tests.length > 0 || isBroken(file));
  if (order !== 'file') {
    const tests = groups.flatMap(({ file, tests: of }) =>
      of.map((test): TestRow & { kind: 'test' } => ({ kind: 'test', file, test })),
    );
    const rank =
      order === 'slowest' ? ({ test }: { test: PageTest }) => test.duration : ({ test }: { test: PageTest }) => nearness(test);
    return tests.sort((a, b) => rank(b) - rank(a));
  }
  const failed = groups.filter(({ file }) => hasFailed(file));
  const others = groups.filter(({ file }) => !hasFailed(file));
  return [...failed, ...others].flatMap(({ file, tests }) => [
    { kind: 'file', file, counts: countsOf(file.tests) } as const,
    ...tests.map((test): TestRow => ({ kind: 'test', file, test })),
  ]);
}

const nearness = ({ nearest }: PageTest): number => (nearest === undefined ? -1 : nearest.took / nearest.timeout);

const hasFailed = ({ problem, tests }: PageFile): boolean =>
  problem !== undefined || tests.some(({ status }) => status === 'failed');

export function countsOf(tests: readonly PageTest[]): Map<PageTest['status'], number> {
  const counts = new Map<PageTest['status'], number>();
  for (const { status } of tests) counts.set(status, (counts.get(status) ?? 0) + 1);
  return counts;
}
