import type { ContractRecord } from '../src/record/contract-record';
import type { ConversationRecord, ErrorRecord } from '../src/record/test-record';

/** The version of the format: a reader of version 1 reads every report of version 1. */
export const VERSION = 1;

/** What `report.json` is. `docs/report.schema.json` says the same. */
export interface Report {
  readonly version: typeof VERSION;
  readonly runs: readonly RunReport[];
  /** By project and path. */
  readonly files: readonly FileReport[];
}

/** A run of Jest that is in the report: one, or several that were merged, such as shards. */
export interface RunReport {
  /** Told apart by it, so that a run that is merged twice counts once. */
  readonly id: string;
  /** In ms since 1970. */
  readonly startedAt: number;
  /** In ms. */
  readonly duration: number;
  readonly jest: string;
  readonly node: string;
  readonly platform: string;
  /**
   * What the paths are relative to: the name of the package, and the folder within it, if that is another: `@acme/chat`. Left
   * out if the package has no name.
   */
  readonly root?: string;
  /** `1/3`, of `--shard`. */
  readonly shard?: string;
  /** Whether it was ended early: `--bail`, Ctrl-C. */
  readonly interrupted?: boolean;
  /** Whether some of what happened could not be recorded: a full disk. */
  readonly unrecorded?: boolean;
  /** What its tests have seen of the contracts that they hold their clients to. */
  readonly contracts?: readonly ContractRecord[];
  /** What went wrong with the report itself, in sentences. */
  readonly problems?: readonly string[];
}

export interface FileReport {
  /** Relative to the root of the run, with `/`. */
  readonly path: string;
  /** The `displayName` of its project; where several packages were merged, with the name of the package: `@acme/chat: web`. */
  readonly project?: string;
  /** The run that it is of. */
  readonly run: string;
  /** All runs that have had it, if several were merged: `run` is the newest of them. */
  readonly runs?: readonly string[];
  /** Why it could not be run, or what failed outside of its tests. */
  readonly problem?: string;
  /** In the order in which they stand in the file. */
  readonly tests: readonly TestReport[];
}

export interface TestReport {
  /** Stays the same from run to run: a hash of project, path, titles, and which of those that have the same titles it is. */
  readonly id: string;
  readonly titles: readonly string[];
  readonly status: 'passed' | 'failed' | 'skipped' | 'todo';
  /** In ms, of all attempts. */
  readonly duration: number;
  /** None for a test that did not run, or opened no client and did not fail. The last one has decided. */
  readonly attempts: readonly AttemptReport[];
}

export interface AttemptReport {
  readonly status: 'passed' | 'failed';
  /** In ms since 1970. */
  readonly startedAt: number;
  /** In ms. */
  readonly duration: number;
  readonly errors: readonly ErrorRecord[];
  readonly conversation: ConversationRecord;
}
