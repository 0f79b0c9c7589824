/*
 * The part of Jest's results that the reporter uses, which is the same in Jest 29.7 and 30. It is written out, so that the
 * types of this package need no types of Jest that a user may not have.
 */

export interface JestRunConfig {
  readonly rootDir: string;
  readonly shard?: { readonly shardIndex: number; readonly shardCount: number } | undefined;
  readonly watch?: boolean;
  readonly watchAll?: boolean;
}

export interface JestProject {
  /** Tells projects apart: two may run the same file without having a name. */
  readonly id: string;
  readonly displayName?: { readonly name: string } | undefined;
  readonly roots?: readonly string[];
  readonly moduleFileExtensions?: readonly string[];
  readonly watchPathIgnorePatterns?: readonly string[];
  readonly modulePathIgnorePatterns?: readonly string[];
  /** The path of its module. */
  readonly testEnvironment?: string;
  readonly testEnvironmentOptions?: Readonly<Record<string, unknown>>;
}

export interface JestFile {
  readonly path: string;
  readonly context: { readonly config: JestProject };
}

export interface JestFileResult {
  readonly testResults: readonly JestTestResult[];
  readonly testExecError?: { readonly message?: string; readonly stack?: string | null } | undefined;
  readonly perfStats?: { readonly start: number; readonly end: number };
}

export interface JestTestResult {
  readonly ancestorTitles: readonly string[];
  readonly title: string;
  readonly status: string;
  readonly duration?: number | null;
  /** Of the last attempt, in ms since 1970. */
  readonly startAt?: number | null;
  /** How many attempts there were. */
  readonly invocations?: number;
  readonly failureMessages?: readonly string[];
  /** The failures of the attempts before the last one. */
  readonly retryReasons?: readonly string[];
}

export interface JestRunResults {
  readonly numTotalTestSuites: number;
  readonly wasInterrupted?: boolean;
}
