import { existsSync, realpathSync } from 'node:fs';
import { KEY_VARIABLE, RECORDS_VARIABLE } from '../src/record/records-variables';

/** Where the workers of a run write. */
interface RecordsOfRun {
  /** The path of a folder. */
  readonly folder: string;
  /** Seals what is secret. */
  readonly key: string;
}

/**
 * Where the records of the tests are written; undefined where no report is made. A Jest that a test starts inherits the
 * variables, so the reporter must be one of this run's.
 * @param reporters As in Jest's global configuration.
 */
export function recordsOfRun(reporters: readonly unknown[] = []): RecordsOfRun | undefined {
  const { [RECORDS_VARIABLE]: folder, [KEY_VARIABLE]: key } = process.env;
  if (!folder || !key || !reporters.some(isOurs) || !existsSync(folder)) return undefined;
  return { folder, key };
}

function isOurs(reporter: unknown): boolean {
  const [path] = Array.isArray(reporter) ? (reporter as unknown[]) : [reporter];
  try {
    return realpathSync(path as string) === realpathSync(require.resolve('jest-websocket/reporter'));
  } catch {
    return false; // `default`, say
  }
}

/** Where what a test file does is written down. */
export interface RecordsPlace extends RecordsOfRun {
  /** The path of the test file. */
  readonly file: string;
  /** The root of the run, which paths are shown relative to. */
  readonly root: string;
  /** The id of its project. */
  readonly project: string;
}
