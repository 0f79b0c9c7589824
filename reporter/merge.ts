import { namedByPackage } from './named-by-package';
import { type FileReport, type Report, type RunReport, VERSION } from './report';

/**
 * Merges reports of shards, of reruns, or of the packages of a repository into one. If two runs of one package have the same
 * file, that of the newer run counts; files of two packages are different files. The order of the reports does not matter, nor
 * does a report that is given twice.
 */
export function merge(given: readonly Report[]): Report {
  const areSeveral = new Set(given.flatMap(({ runs }) => runs.map(({ root }) => root))).size > 1;
  const reports = areSeveral ? given.map(namedByPackage) : given;
  const runs = new Map<string, RunReport>();
  for (const run of reports.flatMap((report) => report.runs)) {
    runs.set(run.id, asOne(run, runs.get(run.id) ?? run));
  }
  const found = new Map<string, Found>();
  const startOf = ({ run }: FileReport): number => runs.get(run)?.startedAt ?? Number.NEGATIVE_INFINITY;
  for (const { runs: before = [], ...file } of reports.flatMap((report) => report.files)) {
    const { root } = runs.get(file.run) ?? {};
    const key = JSON.stringify([root ?? null, file.project ?? null, file.path]);
    const other = found.get(key);
    const isRight =
      !other || (firstDifference(startOf(file), startOf(other.file), file.run, other.file.run) || alike(file, other.file)) > 0;
    found.set(key, {
      file: isRight ? file : other.file,
      runs: new Set([...(other?.runs ?? []), ...before, file.run]),
    });
  }
  for (const one of found.values()) tellShards(one, runs, areSeveral);
  return {
    version: VERSION,
    runs: [...runs.values()].sort(compareRuns),
    files: [...found.values()].map(fileOf).sort(compareFiles),
  };
}

interface Found {
  /** The file of the newest run. */
  readonly file: FileReport;
  /** All runs that have had it. */
  readonly runs: ReadonlySet<string>;
}

const fileOf = ({ file, runs }: Found): FileReport => (runs.size > 1 ? { ...file, runs: [...runs].sort() } : file);

/** Shards of one run have no file in common, unless two projects without names have the same file. */
function tellShards({ file, runs: ids }: Found, runs: Map<string, RunReport>, areSeveral: boolean): void {
  const ofNameless = areSeveral ? runs.get(file.run)?.root : undefined;
  if (file.project !== ofNameless) return;
  const sharded = [...ids].flatMap((id) => runs.get(id) ?? []).filter(({ shard }) => shard !== undefined);
  for (const run of sharded) {
    const isElsewhere = sharded.some(({ shard }) => shard !== run.shard && countOf(shard) === countOf(run.shard));
    if (!isElsewhere) continue;
    const problem = `${file.path} ran in shard ${run.shard} and in another one, and only the newest is here: give each project that has it a displayName.`;
    runs.set(run.id, asOne(run, { ...run, problems: [problem] }));
  }
}

/** The number of shards: `3`, for `1/3`. */
const countOf = (shard = ''): string | undefined => shard.split('/')[1];

/** Compares what two reports of one run know about a file, test by test, since the whole may be too long for one string. */
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
  firstDifference(
    ...[one.project ?? '', other.project ?? '', one.path, other.path],
    ...[json(one.project), json(other.project), one.run, other.run],
  );

const compareRuns = (one: RunReport, other: RunReport): number =>
  firstDifference(one.startedAt, other.startedAt, one.id, other.id);

/** One run from two reports of it, with the problems of both. */
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
