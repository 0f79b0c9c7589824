import { createHash } from 'node:crypto';
import { isAbsolute } from 'node:path';
import type { FileReport, Report, RunReport } from './report';

/**
 * A report as it stands beside those of other packages: its files and contracts named by its package, as by a project. One of
 * several packages is merged already, and has these names.
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

/** Each package may have an `asyncapi.yaml`. What lies outside of the package, several may share: that keeps its path. */
function runOf(root: string, run: RunReport): RunReport {
  const nameOf = (path: string): string => (path.startsWith('../') || isAbsolute(path) ? path : `${root}: ${path}`);
  return run.contracts ? { ...run, contracts: run.contracts.map((one) => ({ ...one, contract: nameOf(one.contract) })) } : run;
}

/** Its tests have ids of their own then. */
function fileOf(root: string, file: FileReport): FileReport {
  const project = file.project === undefined ? root : `${root}: ${file.project}`;
  return { ...file, project, tests: file.tests.map((test) => ({ ...test, id: idWithin(root, test.id) })) };
}

const idWithin = (root: string, id: string): string => id + createHash('sha256').update(root).digest('hex').slice(0, 8);
