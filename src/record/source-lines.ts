import { readFileSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, relative, sep } from 'node:path';
import { maskText } from '../text/mask';
import { part } from '../text/part-of-text';
import { withoutKeys } from '../text/private-keys';
import type { LineOfCode, SourceLines } from './test-record';

/** How many lines are shown before the failing one, and after it. */
const BEFORE = 5;
const BEHIND = 3;
/** In characters. */
const LONGEST_LINE = 300;
/** The largest file that is read, in bytes: nobody writes a larger one by hand. */
const LARGEST = 1024 * 1024;

const SOURCE = /\.[cm]?[jt]sx?$/;

/** Gives the lines around a position, for a failure of a test file; undefined if the file cannot be shown. */
export type LinesAround = (position: LineOfCode, testFile: string) => SourceLines | undefined;

/**
 * Reads lines of the test file, and of source files below a folder, each file once. It reads no others: the stack of an error
 * may be made of what a server has sent, so that the server chooses the file.
 * @param root The root of the run.
 */
export function sourceReader(root: string): LinesAround {
  const files = new Map<string, readonly string[]>();
  return ({ file, line }, testFile) => {
    if (file !== testFile && !isSource(file, root)) return undefined;
    const lines = files.get(file) ?? linesIn(file);
    files.set(file, lines);
    return excerpt(lines, line);
  };
}

/** Whether a file is code below a folder, after symbolic links are followed, and neither it nor a folder between is hidden. */
function isSource(file: string, root: string): boolean {
  try {
    const path = relative(realpathSync(root), realpathSync(file));
    const isHidden = (name: string) => name.startsWith('.') || name === 'node_modules';
    return SOURCE.test(path) && !isAbsolute(path) && !path.split(sep).some(isHidden);
  } catch {
    return false;
  }
}

function linesIn(file: string): readonly string[] {
  try {
    const stats = statSync(file);
    return stats.isFile() && stats.size <= LARGEST ? withoutKeys(readFileSync(file, 'utf8').split(/\r?\n/)) : [];
  } catch {
    return [];
  }
}

/**
 * The lines around one of them, safe to show.
 * @param lines The lines of the whole file, with private keys masked.
 */
export function excerpt(lines: readonly string[], line: number): SourceLines | undefined {
  if (!(line >= 1 && line <= lines.length)) return undefined;
  const firstLine = Math.max(1, line - BEFORE);
  const some = lines.slice(firstLine - 1, line + BEHIND);
  const shown = maskText(some.join('\n')).split('\n');
  // if a secret of several lines was masked, there are fewer lines, and their numbers would be wrong
  if (shown.length !== some.length) return undefined;
  return { firstLine, lines: shown.map((text) => part(text, 0, LONGEST_LINE)) };
}
