import { grouped } from '../../src/text/grouped';
import { missingShards } from './missing-shards';
import type { PageIndex } from './page-data';
import { countsOf } from './test-rows';
import { counted } from './words';

interface RunVerdict {
  /** `partial`: nothing has failed, but something is missing. */
  readonly mark: 'failed' | 'partial' | 'passed' | 'empty';
  readonly words: string;
}

/** How the run as a whole went, as far as it is known. */
export function verdictOf({ runs, files }: Pick<PageIndex, 'runs' | 'files'>): RunVerdict {
  const counts = countsOf(files.flatMap(({ tests }) => tests));
  const failed = counts.get('failed') ?? 0;
  const broken = files.filter(({ problem }) => problem !== undefined).length;
  if (failed + broken > 0) return { mark: 'failed', words: `${failuresOf(failed, broken)} failed` };
  if (counts.size === 0) return { mark: 'empty', words: 'No tests' };
  if (!counts.has('passed')) return { mark: 'empty', words: 'Nothing ran' };
  const isWhole = runs.every(({ interrupted, problems = [] }) => !interrupted && problems.length === 0);
  if (isWhole && missingShards(runs).length === 0) return { mark: 'passed', words: 'All passed' };
  return { mark: 'partial', words: 'All tests here passed' };
}

function failuresOf(failed: number, broken: number): string {
  if (broken === 0) return grouped(failed);
  return failed === 0 ? counted(broken, 'file') : `${counted(failed, 'test')} and ${counted(broken, 'file')}`;
}
