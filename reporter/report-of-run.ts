import { relativeTo } from '../src/record/relative-paths';
import type { LinesAround } from '../src/record/source-lines';
import { fileReport, type TestFileOfRun } from './file-report';
import { compareFiles } from './merge';
import type { ReadTest } from './records-reader';
import { type Report, type RunReport, VERSION } from './report';

/** A file that Jest has begun. */
export type BegunFile = Omit<TestFileOfRun, 'records'> & {
  /** The id of its project. */
  readonly projectId: string;
};

/** The report of a run, made of all that is known about it. */
export function reportOf(
  run: RunReport,
  files: readonly BegunFile[],
  records: readonly ReadTest[],
  { rootDir, linesAround }: { readonly rootDir: string; readonly linesAround: LinesAround },
): Report {
  const surrounding = { run: run.id, shorten: relativeTo(rootDir), linesAround };
  const recordsOf = new Map<string, ReadTest[]>(files.map(({ path }) => [path, []]));
  for (const record of records) recordsOf.get(record.file)?.push(record);
  const reports = toldApart(files).flatMap(({ projectId, ...file }) => {
    const own = recordsOf.get(file.path)?.filter(({ project = projectId }) => project === projectId) ?? [];
    // a file without a result and without records has just begun when the run was interrupted: it is left out
    return file.result || own.length > 0 ? [fileReport({ ...file, records: own }, surrounding)] : [];
  });
  return { version: VERSION, runs: [run], files: reports.sort(compareFiles) };
}

/** Projects that have the same file, and the same name or none, get numbers. */
function toldApart(files: readonly BegunFile[]): BegunFile[] {
  const seen = new Map<string, number>();
  const inOrder = [...files].sort((one, other) => (one.projectId < other.projectId ? -1 : 1));
  return inOrder.map((file) => {
    const key = JSON.stringify([file.project ?? null, file.path]);
    const number = (seen.get(key) ?? 0) + 1;
    seen.set(key, number);
    return number === 1 ? file : { ...file, project: `${file.project ?? ''} (${number})`.trim() };
  });
}
