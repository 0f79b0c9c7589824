import { extname, sep } from 'node:path';
import type { JestProject, JestRunConfig } from './jest-results';

/** Whether Jest, in watch mode, would take a new file at this path for a change, and run all tests again. */
export function wouldRunAgain(
  path: string,
  { watch = false, watchAll = false, rootDir }: JestRunConfig,
  project: JestProject,
): boolean {
  if (!watch && !watchAll) return false;
  const {
    roots = [rootDir],
    moduleFileExtensions = ['json'],
    watchPathIgnorePatterns = [],
    modulePathIgnorePatterns = [],
  } = project;
  const isWithin = roots.some((root) => path.startsWith(root.endsWith(sep) ? root : root + sep));
  const ignored = [...watchPathIgnorePatterns, ...modulePathIgnorePatterns];
  return (
    isWithin &&
    moduleFileExtensions.includes(extname(path).slice(1)) &&
    !ignored.some((pattern) => new RegExp(pattern).test(path))
  );
}
