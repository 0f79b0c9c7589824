import { existsSync, realpathSync } from 'node:fs';
import { RECORDS_VARIABLE } from '../src/record/records-variable';

/**
 * The folder for the records of the tests; undefined where no report is made. A Jest that a test starts inherits the
 * variable, so the reporter must be one of this run's.
 * @param reporters As in Jest's global configuration.
 */
export function recordsFolder(reporters: readonly unknown[] = []): string | undefined {
  const folder = process.env[RECORDS_VARIABLE];
  if (!folder || !reporters.some(isOurs) || !existsSync(folder)) return undefined;
  return folder;
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
export interface RecordsPlace {
  /** The path of a folder. */
  readonly folder: string;
  /** The path of the test file. */
  readonly file: string;
  /** The root of the run, which paths are shown relative to. */
  readonly root: string;
  /** The id of its project. */
  readonly project: string;
}
