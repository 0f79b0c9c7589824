import { createHash } from 'node:crypto';
import { isAbsolute } from 'node:path';
import type { FileReport, Report, RunReport } from './report';

/**
 * A report to be merged with those of other packages: its files and contracts get the name of its package, like that of a
 * project. A report of several packages was merged before, and has these names already.
 */
export function namedByPackage(report: Report): Report {
  const roots = new Set(report.runs.map(({ root }) => root));
  const [root] = roots;
  if (roots.size > 1 || root === undefined) return report;
  return {
    ...report,
    runs: report.runs.map((run) => runOf(root, run)),
    files: report.files.map((file) => fileOf(root, file)),
  };
}

/** Each package may have an `asyncapi.yaml` of its own. A document outside of the package may be shared, so it keeps its path. */
function runOf(root: string, run: RunReport): RunReport {
  const nameOf = (path: string): string => (path.startsWith('../') || isAbsolute(path) ? path : `${root}: ${path}`);
  return run.contracts ? { ...run, contracts: run.contracts.map((one) => ({ ...one, contract: nameOf(one.contract) })) } : run;
}

/** A file named by its package, with ids for its tests that depend on that name. */
function fileOf(root: string, file: FileReport): FileReport {
  const project = file.project === undefined ? root : `${root}: ${file.project}`;
  return { ...file, project, tests: file.tests.map((test) => ({ ...test, id: idWithin(root, test.id) })) };
}

const idWithin = (root: string, id: string): string => id + createHash('sha256').update(root).digest('hex').slice(0, 8);
