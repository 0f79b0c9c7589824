import type { JestProject, JestRunConfig } from './jest-results';

/** Whether Jest, in watch mode, would take a new file at this path, a `.json`, for a change, and run all tests again. */
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
  const isWithin = roots.some((root) => path.startsWith(root));
  const ignored = [...watchPathIgnorePatterns, ...modulePathIgnorePatterns];
  return isWithin && moduleFileExtensions.includes('json') && !ignored.some((pattern) => new RegExp(pattern).test(path));
}
