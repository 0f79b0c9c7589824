import type { ContractRecord } from '../src/record/contract-record';
import type { ConversationRecord, ErrorRecord } from '../src/record/test-record';

/** The version of the format: a reader of version 1 reads every report of version 1. */
export const VERSION = 1;

/** The format of `report.json`. `docs/report.schema.json` describes the same. */
export interface Report {
  readonly version: typeof VERSION;
  readonly runs: readonly RunReport[];
  /** In the order of projects and paths. */
  readonly files: readonly FileReport[];
}

/** A run of Jest in the report. There are several if reports were merged, such as those of shards. */
export interface RunReport {
  /** Identifies the run, so that a run that is merged twice counts once. */
  readonly id: string;
  /** In ms since 1970. */
  readonly startedAt: number;
  /** In ms. */
  readonly duration: number;
  readonly jest: string;
  readonly node: string;
  readonly platform: string;
  /**
   * The name of the root that paths are relative to: that of the package, with the folder within it if it is not the package's
   * own: `@acme/chat`. Left out if the package has no name.
   */
  readonly root?: string;
  /** `1/3`, of `--shard`. */
  readonly shard?: string;
  /** Whether it was ended early: `--bail`, Ctrl-C. */
  readonly interrupted?: boolean;
  /** Whether some of what happened could not be recorded, for example because the disk was full. */
  readonly unrecorded?: boolean;
  /** What its tests have seen of their contracts. */
  readonly contracts?: readonly ContractRecord[];
  /** What went wrong with the report itself, in sentences. */
  readonly problems?: readonly string[];
}

export interface FileReport {
  /** Relative to the root of the run, with `/`. */
  readonly path: string;
  /** The `displayName` of its project; where several packages were merged, with the name of the package: `@acme/chat: web`. */
  readonly project?: string;
  /** The id of its run. */
  readonly run: string;
  /** The ids of all runs that had this file, if several were merged: `run` is the newest of them. */
  readonly runs?: readonly string[];
  /** Why it could not be run, or what failed outside of its tests. */
  readonly problem?: string;
  /** In the order of the file. */
  readonly tests: readonly TestReport[];
}

export interface TestReport {
  /** The same from run to run: a hash of project, path, titles, and its number among tests with the same titles. */
  readonly id: string;
  readonly titles: readonly string[];
  readonly status: 'passed' | 'failed' | 'skipped' | 'todo';
  /** In ms, of all attempts. */
  readonly duration: number;
  /** Empty for a test that did not run, or opened no client and did not fail. The last one decides the status. */
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
