import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isInstalled } from '../runtime/call-location';
import type { LineOfCode } from './test-record';

/** `at f (/a.ts:1:2)`, `at async f (file:///a.ts:1:2)`, `at async /a.ts:1:2`; a function's name has no slash. */
const FRAME = /^\s*at (?:async )?(?:[^\\/\n]* \()?(.+):(\d+):(\d+)\)?$/;

/** The longest line that is read as a frame, in characters. */
const LONGEST_FRAME = 5000;

/**
 * Where an error comes from: the innermost line of the test file, or, if there is none in the stack, of the user's code.
 * @param stack Its frames; other lines are skipped.
 */
export function positionIn(stack: string, testFile: string): LineOfCode | undefined {
  let first: LineOfCode | undefined;
  for (const text of stack.split('\n')) {
    if (text.length > LONGEST_FRAME) continue;
    const [, place, line, column] = FRAME.exec(text) ?? [];
    const file = place === undefined ? '' : pathOf(place);
    if (!isAbsolute(file) || file.endsWith('<anonymous>') || isInstalled(file)) continue;
    const position = { file, line: Number(line), column: Number(column) };
    if (file === testFile) return position;
    first ??= position;
  }
  return first;
}

function pathOf(place: string): string {
  if (!place.startsWith('file:')) return place;
  try {
    return fileURLToPath(place);
  } catch {
    return place;
  }
}
