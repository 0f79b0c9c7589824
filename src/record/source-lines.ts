import { readFileSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, relative, sep } from 'node:path';
import { maskText } from '../text/mask';
import { part } from '../text/part-of-text';
import { withoutKeys } from '../text/private-keys';
import type { LineOfCode, SourceLines } from './test-record';

/** How many lines stand before the failing one, and behind it. */
const BEFORE = 5;
const BEHIND = 3;
/** In characters. */
const LONGEST_LINE = 300;
/** A larger file is not read, in bytes: nobody has written it by hand. */
const LARGEST = 1024 * 1024;

const SOURCE = /\.[cm]?[jt]sx?$/;

/** The lines around one of a file that is still there, for a failure of a test file. */
export type LinesAround = (position: LineOfCode, testFile: string) => SourceLines | undefined;

/**
 * Reads each file once: the test file, and source files below a folder. An error may be made of what a server has sent, its
 * stack too, so that the server has named the file.
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

/** Whether a file is code that stands below a folder, wherever links lead; neither it nor a folder on the way is hidden. */
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
 * @param lines Those of the whole file, without its private keys.
 */
export function excerpt(lines: readonly string[], line: number): SourceLines | undefined {
  if (!(line >= 1 && line <= lines.length)) return undefined;
  const firstLine = Math.max(1, line - BEFORE);
  const some = lines.slice(firstLine - 1, line + BEHIND);
  const shown = maskText(some.join('\n')).split('\n');
  // a secret of several lines is masked by one
  if (shown.length !== some.length) return undefined;
  return { firstLine, lines: shown.map((text) => part(text, 0, LONGEST_LINE)) };
}
