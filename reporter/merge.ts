import { createHash } from 'node:crypto';
import { type FileReport, type Report, type RunReport, VERSION } from './report';
import { nameInRoot } from './root-name';

/**
 * One report of several: of shards, of reruns, of the packages of a repository. Where two runs of one package have the same
 * file, the newer run is right; files of two packages are two. The order of the reports makes no difference, nor that one is
 * there twice.
 */
export function merge(reports: readonly Report[]): Report {
  const all = reports.flatMap((report) => report.runs);
  const areSeveral = new Set(all.map(({ root }) => root)).size > 1;
  const runs = new Map<string, RunReport>();
  for (const one of all) {
    const run = areSeveral ? runOfRoot(one) : one;
    runs.set(run.id, asOne(run, runs.get(run.id) ?? run));
  }
  const found = new Map<string, Found>();
  const startOf = ({ run }: FileReport): number => runs.get(run)?.startedAt ?? Number.NEGATIVE_INFINITY;
  for (const given of reports.flatMap((report) => report.files)) {
    const { root } = runs.get(given.run) ?? {};
    const { runs: before = [], ...file } = areSeveral ? fileOfRoot(given, root) : given;
    const key = JSON.stringify([root ?? null, file.project ?? null, file.path]);
    const other = found.get(key);
    const isRight =
      !other || (firstDifference(startOf(file), startOf(other.file), file.run, other.file.run) || alike(file, other.file)) > 0;
    found.set(key, {
      file: isRight ? file : other.file,
      runs: new Set([...(other?.runs ?? []), ...before, file.run]),
    });
  }
  for (const one of found.values()) tellShards(one, runs);
  return {
    version: VERSION,
    runs: [...runs.values()].sort(compareRuns),
    files: [...found.values()].map(fileOf).sort(compareFiles),
  };
}

interface Found {
  /** That of the newest run. */
  readonly file: FileReport;
  /** All runs that have had it. */
  readonly runs: ReadonlySet<string>;
}

const fileOf = ({ file, runs }: Found): FileReport => (runs.size > 1 ? { ...file, runs: [...runs].sort() } : file);

/** Of several packages each has an `asyncapi.yaml`. */
function runOfRoot(run: RunReport): RunReport {
  const { contracts, root } = run;
  if (!contracts || root === undefined) return run;
  return { ...run, contracts: contracts.map((one) => ({ ...one, contract: nameInRoot(root, one.contract) })) };
}

/** Named by its package, as by a project; so are its tests, which have ids of their own then. */
function fileOfRoot(file: FileReport, root: string | undefined): FileReport {
  if (root === undefined) return file;
  const project = nameInRoot(root, file.project);
  if (project === file.project) return file; // it is merged already
  return { ...file, project, tests: file.tests.map((test) => ({ ...test, id: idWithin(root, test.id) })) };
}

const idWithin = (root: string, id: string): string => id + createHash('sha256').update(root).digest('hex').slice(0, 4);

/** The shards of one run have no file in common, except where two projects have it that have no names. */
function tellShards({ file, runs: ids }: Found, runs: Map<string, RunReport>): void {
  const hasName = file.project !== undefined && file.project !== runs.get(file.run)?.root;
  if (hasName) return;
  const sharded = [...ids].flatMap((id) => runs.get(id) ?? []).filter(({ shard }) => shard !== undefined);
  for (const run of sharded) {
    const isElsewhere = sharded.some(({ shard }) => shard !== run.shard && countOf(shard) === countOf(run.shard));
    if (!isElsewhere) continue;
    const problem = `${file.path} ran in shard ${run.shard} and in another one, and only the newest is here: give each project that has it a displayName.`;
    runs.set(run.id, asOne(run, { ...run, problems: [problem] }));
  }
}

/** Of how many shards one is: `3`, of `1/3`. */
const countOf = (shard = ''): string | undefined => shard.split('/')[1];

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
  firstDifference(
    ...[one.project ?? '', other.project ?? '', one.path, other.path],
    ...[json(one.project), json(other.project), one.run, other.run],
  );

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
