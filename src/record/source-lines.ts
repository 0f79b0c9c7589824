import { readFileSync, statSync } from 'node:fs';
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

/** The lines around one of a file that is still there. */
export type LinesAround = (position: LineOfCode) => SourceLines | undefined;

/** Reads each file once. */
export function sourceReader(): LinesAround {
  const files = new Map<string, readonly string[]>();
  return ({ file, line }) => {
    const lines = files.get(file) ?? linesIn(file);
    files.set(file, lines);
    return excerpt(lines, line);
  };
}

function linesIn(file: string): readonly string[] {
  try {
    const { size } = statSync(file);
    return size <= LARGEST && statSync(file).isFile() ? withoutKeys(readFileSync(file, 'utf8').split(/\r?\n/)) : [];
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
  const some = lines.slice(firstLine - 1, line + BEHIND).map((text) => part(text, 0, LONGEST_LINE));
  const shown = maskText(some.join('\n')).split('\n');
  // a secret of several lines is masked by one
  return shown.length === some.length ? { firstLine, lines: shown } : undefined;
}
