import { type FileReport, type Report, type RunReport, VERSION } from './report';

/**
 * One report of several: of shards, of reruns. Where two runs have the same file, the newer run is right. The order of the
 * reports makes no difference, nor that one is there twice.
 */
export function merge(reports: readonly Report[]): Report {
  const runs = new Map<string, RunReport>();
  for (const run of reports.flatMap((report) => report.runs)) runs.set(run.id, asOne(run, runs.get(run.id) ?? run));
  const files = new Map<string, FileReport>();
  const startOf = ({ run }: FileReport): number => runs.get(run)?.startedAt ?? Number.NEGATIVE_INFINITY;
  for (const file of reports.flatMap((report) => report.files)) {
    const key = JSON.stringify([file.project ?? null, file.path]);
    const other = files.get(key);
    const difference = other && (firstDifference(startOf(file), startOf(other), file.run, other.run) || alike(file, other));
    if (difference === undefined || difference > 0) files.set(key, file);
  }
  return { version: VERSION, runs: [...runs.values()].sort(compareRuns), files: [...files.values()].sort(compareFiles) };
}

/** Two reports of the same run may know more or less of a file. It is compared test by test: all of it may be too long to be a string. */
function alike({ tests: ofOne, ...one }: FileReport, { tests: ofOther, ...other }: FileReport): number {
  const difference = firstDifference(ofOne.length, ofOther.length, json(one), json(other));
  if (difference !== 0) return difference;
  for (const [index, test] of ofOne.entries()) {
    const inTest = firstDifference(json(test), json(ofOther[index]));
    if (inTest !== 0) return inTest;
  }
  return 0;
}

/** By project and path. */
export const compareFiles = (one: FileReport, other: FileReport): number =>
  firstDifference(one.project ?? '', other.project ?? '', one.path, other.path, json(one.project), json(other.project));

const compareRuns = (one: RunReport, other: RunReport): number =>
  firstDifference(one.startedAt, other.startedAt, one.id, other.id);

/** What is known of one run from two reports: the problems of both. */
function asOne(one: RunReport, other: RunReport): RunReport {
  const { problems: ofOne = [], ...run } = one;
  const { problems: ofOther = [], ...otherRun } = other;
  const problems = [...new Set([...ofOne, ...ofOther])].sort();
  return { ...(json(run) > json(otherRun) ? run : otherRun), ...(problems.length > 0 && { problems }) };
}

const json = (value: unknown): string => JSON.stringify(value) ?? '';

/** Compares pairs of values, until two differ: below 0 if the first of them is less. */
function firstDifference(...pairs: readonly (string | number)[]): number {
  for (let index = 0; index < pairs.length; index += 2) {
    const [one, other] = [pairs[index] as string, pairs[index + 1] as string];
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}
