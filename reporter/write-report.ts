import { closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { oneLine } from '../src/text/show';
import { pageOf } from './page';
import type { Report } from './report';
import { jsonOf } from './report-json';
import { summaryOf } from './summary';

/** The file that people open. */
export const PAGE = 'index.html';
export const DATA = 'report.json';

export interface Written {
  /** Whether the page is there. */
  readonly hasPage: boolean;
  /** What could not be written, in sentences. */
  readonly problems: readonly string[];
}

/** Writes the files of a report into a folder. What cannot be written is not there, rather than half there, or old. */
export function writeReport(report: Report, folder: string, { withData = true } = {}): Written {
  const shown = oneLine(folder);
  if (isSomeoneElses(folder)) {
    return {
      hasPage: false,
      problems: [`${shown} has an ${PAGE} that is not of a report, which is left as it is: write to another folder.`],
    };
  }
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    return { hasPage: false, problems: [`The report could not be written: ${why(folder, error)}.`] };
  }
  const files: [name: string, pieces: () => Iterable<string>][] = [
    ...(withData ? [[DATA, () => jsonOf(report)] as [string, () => Iterable<string>]] : []),
    [PAGE, () => [pageOf(report)]],
    ['summary.md', () => [summaryOf(report)]],
  ];
  const failed = files.flatMap(([name, pieces]) => {
    const error = writeFile(join(folder, name), pieces);
    return error === undefined ? [] : [{ name, error }];
  });
  const names = failed.map(({ name }) => name);
  const problems =
    failed.length === 0 ? [] : [`${names.join(' and ')} could not be written to ${shown}: ${reason(failed[0]?.error)}.`];
  return { hasPage: !names.includes(PAGE), problems };
}

/** Somebody's page would be lost: that of a report has its data beside it. */
const isSomeoneElses = (folder: string): boolean =>
  existsSync(join(folder, PAGE)) && !existsSync(join(folder, DATA)) && !existsSync(join(folder, 'summary.md'));

/** Whoever opens it meanwhile sees the one before. */
function writeFile(path: string, pieces: () => Iterable<string>): unknown {
  const fresh = `${path}.tmp`;
  try {
    writePieces(fresh, pieces());
    renameSync(fresh, path);
    return undefined;
  } catch (error) {
    for (const file of [fresh, path]) removeFile(file);
    return error;
  }
}

function removeFile(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // a folder of this name, or a disk that takes nothing
  }
}

/** Few writes of some size, in characters. */
const AT_ONCE = 64 * 1024;

function writePieces(path: string, pieces: Iterable<string>): void {
  const file = openSync(path, 'w');
  try {
    let text = '';
    for (const piece of pieces) {
      text += piece;
      if (text.length < AT_ONCE) continue;
      writeAll(file, text);
      text = '';
    }
    writeAll(file, text);
  } finally {
    closeSync(file);
  }
}

/** A file may take a part of it only, when the disk is almost full. */
function writeAll(file: number, text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) rest = rest.subarray(writeSync(file, rest));
}

function why(folder: string, error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EEXIST' ? `${oneLine(folder)} is a file` : reason(error);
}

const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EDQUOT: 'the disk quota is used up',
  EISDIR: 'there is a folder of this name',
  ENOSPC: 'no space left on the disk',
  ENOTDIR: 'a part of its path is a file',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
};

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code !== undefined && WORDS[code]) || oneLine(String(message));
}
