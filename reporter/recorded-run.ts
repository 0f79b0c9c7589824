import { randomUUID } from 'node:crypto';
import { relativeTo } from '../src/record/relative-paths';
import type { KnownSecrets } from '../src/record/secrets-record';
import { sourceReader } from '../src/record/source-lines';
import { addSecretNames, resetSecrets } from '../src/text/secret-names';
import { oneLine } from '../src/text/show';
import type { JestFile, JestFileResult, JestProject, JestRunConfig } from './jest-results';
import { otherCopy } from './package-copies';
import { joinedCoverage } from './page/contract-coverage';
import { RecordsFolder } from './records-folder';
import type { Records } from './records-reader';
import type { Report } from './report';
import { type BegunFile, reportOf } from './report-of-run';
import { rootName } from './root-name';
import { versionOfJest } from './versions';

/** A run of Jest while it lasts: what its workers record, and what Jest says of its files. */
export class RecordedRun {
  readonly #startedAt = Date.now();
  readonly #files = new Map<string, BegunFile>();
  readonly #running = new Set<string>();
  readonly #problems: string[] = [];
  readonly #environments = new Set<string>();
  /** The names of secrets that are added in the configuration. */
  readonly #masked = new Set<string>();
  #folder: RecordsFolder | undefined;

  constructor(private readonly config: JestRunConfig) {
    try {
      this.#folder = new RecordsFolder();
    } catch (error) {
      this.#problems.push(`Nothing could be recorded: ${(error as Error).message}.`);
    }
  }

  begun({ path, context: { config } }: JestFile): void {
    const key = keyOf(path, config);
    this.#running.add(key);
    this.#files.set(key, { path, projectId: config.id, project: config.displayName?.name });
    for (const name of maskedBy(config)) this.#masked.add(name);
    if (config.testEnvironment !== undefined) this.#environments.add(config.testEnvironment);
  }

  finished({ path, context: { config } }: JestFile, result: JestFileResult): void {
    const key = keyOf(path, config);
    this.#running.delete(key);
    this.#files.set(key, { path, projectId: config.id, project: config.displayName?.name, result });
  }

  /** Whether the tests run in workers: only then does a file begin before another one has ended. */
  get hasWorkers(): boolean {
    return this.#running.size > 1;
  }

  /** Everything that is known by now. */
  report(interrupted: boolean): Report {
    const { rootDir, shard } = this.config;
    const root = rootName(rootDir);
    resetSecrets(); // if tests run in this process, the secrets of the last file are still known
    addSecretNames([...this.#masked]);
    const records = this.#read();
    const unmasked = records.areIncomplete ? [UNMASKED] : [];
    const problems = [...this.#problems, ...this.#ofOtherCopies(), ...records.problems, ...unmasked];
    const shorten = relativeTo(rootDir);
    const contracts = joinedCoverage(records.contracts.map((one) => ({ ...one, contract: shorten(one.contract) })));
    const run = {
      id: randomUUID(),
      startedAt: this.#startedAt,
      duration: Date.now() - this.#startedAt,
      jest: versionOfJest(rootDir),
      node: process.versions.node,
      platform: `${process.platform} ${process.arch}`,
      ...(root !== undefined && { root }),
      ...(shard && { shard: `${shard.shardIndex}/${shard.shardCount}` }),
      ...(interrupted && { interrupted }),
      ...(records.areIncomplete && { unrecorded: true }),
      ...(contracts.length > 0 && { contracts }),
      ...(problems.length > 0 && { problems }),
    };
    const secrets = new Map<string, KnownSecrets[]>([...this.#files.keys()].map((key) => [key, []]));
    for (const one of records.secrets) secrets.get(keyOf(one.of, { id: one.project }))?.push(one);
    const files = [...this.#files].map(([key, file]) => ({ ...file, secrets: secrets.get(key) }));
    return reportOf(run, files, records.tests, { rootDir, linesAround: sourceReader(rootDir) });
  }

  /** Problems with other copies of the package, since without them nobody would know why a page has no conversations. */
  #ofOtherCopies(): string[] {
    const shorten = relativeTo(this.config.rootDir);
    const copies = new Set([...this.#environments].flatMap((environment) => otherCopy(environment) ?? []));
    return [...copies].map(
      (copy) =>
        `Nothing was recorded of tests whose environment is in ${shorten(copy)}: the reporter is in another copy of jest-websocket. Install one for both.`,
    );
  }

  #read(): Records {
    try {
      return this.#folder?.read() ?? NONE;
    } catch (error) {
      return { ...NONE, problems: [`The records could not be read: ${oneLine((error as Error).message)}.`] };
    }
  }

  /** Leaves nothing behind. */
  end(): void {
    try {
      this.#folder?.remove();
    } catch {
      // the next run removes it
    }
    this.#folder = undefined;
  }
}

/** The secrets of test files are told by records. */
const UNMASKED =
  'Names of tests, and failures that were not recorded, may show what test files have added to the list of secrets: some of that is not known.';

const NONE: Records = { tests: [], contracts: [], secrets: [], areIncomplete: true, problems: [] };

const keyOf = (path: string, { id }: JestProject): string => JSON.stringify([id, path]);

/** The names of secrets that are added in the configuration of a project. */
function maskedBy({ testEnvironmentOptions }: JestProject): string[] {
  const { mask } = (testEnvironmentOptions?.websocket ?? {}) as { mask?: unknown };
  return Array.isArray(mask) ? mask.filter((name) => typeof name === 'string') : [];
}
