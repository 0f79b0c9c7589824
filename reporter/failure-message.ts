import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import type { ErrorRecord, LineOfCode } from '../src/record/test-record';
import { maskText } from '../src/text/mask';
import { part } from '../src/text/part-of-text';

/** In characters. */
const LONGEST = 40_000;
const LONGEST_FRAME = 5000;
/** The first line of the conversation that the environment adds to a failure. */
const CONVERSATION = /^The conversation, in ms \(.*\):$[\s\S]*/m;
const FRAME = /^[ \t]+at[ \t].*$/gm;
const PLACE = /(?:\(|at (?:async )?)((?:file:\/\/)?[^()\n]+):(\d+):(\d+)\)?$/;

/** An error of a test, from the text of Jest's results: a message with a stack, perhaps in colours. */
export function errorFrom(text: string, testFile: string): ErrorRecord {
  const plain = stripVTControlCharacters(ends(text));
  const message = part(plain, 0, LONGEST * 2)
    .replace(CONVERSATION, '')
    .replace(FRAME, '')
    .replace(/^Error: /, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  const position = positionIn(plain, testFile);
  return { message: part(maskText(part(message, 0, LONGEST)), 0, LONGEST), ...(position && { position }) };
}

/** The message stands at the beginning, the stack at the end. */
const ends = (text: string): string =>
  text.length <= 4 * LONGEST ? text : `${part(text, 0, 2 * LONGEST)}\n${part(text, text.length - 2 * LONGEST)}`;

/** The line of the test file, or, if it is not in the stack, the first of the user's. */
function positionIn(text: string, testFile: string): LineOfCode | undefined {
  const places = (text.match(FRAME) ?? []).flatMap((frame) => {
    const [, file = '', line, column] = PLACE.exec(part(frame, 0, LONGEST_FRAME)) ?? [];
    const path = pathOf(file);
    return isAbsolute(path) && !/[\\/]node_modules[\\/]/.test(path)
      ? [{ file: path, line: Number(line), column: Number(column) }]
      : [];
  });
  return places.find(({ file }) => file === testFile) ?? places[0];
}

function pathOf(file: string): string {
  if (!file.startsWith('file:')) return file;
  try {
    return fileURLToPath(file);
  } catch {
    return file;
  }
}
