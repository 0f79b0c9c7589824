import { closeSync, mkdirSync, openSync, readSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { oneLine } from '../src/text/show';
import { PAGE_TITLE, pageOf } from './page';
import type { Report } from './report';
import { jsonOf } from './report-json';
import { summaryOf } from './summary';

/** The file that people open. */
export const PAGE = 'index.html';
const DATA = 'report.json';
const SUMMARY = 'summary.md';
/** All of them. */
export const FILES: readonly string[] = [DATA, PAGE, SUMMARY];

export interface Written {
  /** Whether the page is there. */
  readonly hasPage: boolean;
  /** What could not be written, in sentences. */
  readonly problems: readonly string[];
}

/**
 * Writes the files of a report into a folder. A file that cannot be written is removed, so that none is incomplete or old.
 * @param without The names of files that are left out.
 */
export function writeReport(report: Report, folder: string, without: readonly string[] = []): Written {
  const shown = oneLine(folder);
  const other = OWN.find(({ name, begins }) => isSomeoneElses(join(folder, name), begins));
  if (other) {
    const sentence = `${shown} has ${other.article} ${other.name} that is not of a report, which is left as it is: write to another folder.`;
    return { hasPage: false, problems: [sentence] };
  }
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    return { hasPage: false, problems: [`The report could not be written: ${why(folder, error)}.`] };
  }
  const files: [name: string, pieces: () => Iterable<string>][] = [
    [DATA, () => jsonOf(report)],
    [PAGE, () => [pageOf(report)]],
    [SUMMARY, () => [summaryOf(report)]],
  ];
  for (const name of without) removeFile(join(folder, name));
  const failed = files.flatMap(([name, pieces]) => {
    if (without.includes(name)) return [];
    const error = writeFile(join(folder, name), pieces);
    return error === undefined ? [] : [{ name, error }];
  });
  const names = failed.map(({ name }) => name);
  const problems =
    failed.length === 0 ? [] : [`${names.join(' and ')} could not be written to ${shown}: ${reason(failed[0]?.error)}.`];
  return { hasPage: !names.includes(PAGE) && !without.includes(PAGE), problems };
}

/** The files of a report, and how each of them begins: a file that begins otherwise belongs to another tool. */
const OWN: readonly { readonly name: string; readonly article: string; readonly begins: RegExp }[] = [
  { name: PAGE, article: 'an', begins: new RegExp(PAGE_TITLE) },
  { name: DATA, article: 'a', begins: /^\s*\{\s*(?:"version"\s*:\s*\d+\s*,\s*"runs"\s*:|\}\s*$)/ },
  { name: SUMMARY, article: 'a', begins: /^## Conversations\s/ },
];

/** Whether a file belongs to somebody else, so that it must not be overwritten. An empty file, or an empty object, may be. */
function isSomeoneElses(path: string, begins: RegExp): boolean {
  try {
    const beginning = beginningOf(path, 2048);
    return beginning !== '' && !begins.test(beginning);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES';
  }
}

function beginningOf(path: string, bytes: number): string {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(bytes);
    return buffer.toString('latin1', 0, readSync(file, buffer));
  } finally {
    closeSync(file);
  }
}

/** When this process has last written its files, by their paths, in ms since 1970. */
const written = new Map<string, number>();

/** Writes another file first, and renames it: a reader never sees half a file, and two processes may write at the same time. */
function writeFile(path: string, pieces: () => Iterable<string>): unknown {
  const fresh = `${path}.${process.pid}.tmp`;
  try {
    writePieces(fresh, pieces());
    renameSync(fresh, path);
    written.set(path, statSync(path).mtimeMs);
    return undefined;
  } catch (error) {
    removeFile(fresh);
    if (!isOfAnotherRun(path)) removeFile(path);
    return error;
  }
}

/** Whether another process has written a file since this one began, so that it is not an old one. */
function isOfAnotherRun(path: string): boolean {
  try {
    const { mtimeMs } = statSync(path);
    return mtimeMs > performance.timeOrigin && mtimeMs !== written.get(path);
  } catch {
    return false; // it is not there
  }
}

function removeFile(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // a folder of this name, or a disk that takes nothing
  }
}

/** How many characters are collected for each write. */
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

/** Writes all of a text: when the disk is almost full, a single write may take only a part of it. */
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
