import { stripVTControlCharacters } from 'node:util';
import { positionIn } from '../src/record/error-position';
import type { ErrorRecord } from '../src/record/test-record';
import { maskedBeginning } from '../src/text/masked-beginning';
import { part } from '../src/text/part-of-text';

/** In characters. */
const LONGEST = 40_000;
/** The first line of the conversation that the environment adds to a failure. */
const CONVERSATION = /^The conversation, in ms \(.*\):$[\s\S]*/m;
const FRAME = /^[ \t]+at[ \t].*$/gm;

/** An error of a test, from the text of Jest's results: a message with a stack, perhaps in colours. */
export function errorFrom(text: string, testFile: string): ErrorRecord {
  const looked = part(text, 0, 4 * LONGEST); // colours take room
  const message = maskedBeginning(stripVTControlCharacters(looked), 2 * LONGEST, looked.length < text.length)
    .replace(CONVERSATION, '')
    .replace(FRAME, '')
    .replace(/^Error: /, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  const position = positionIn(stripVTControlCharacters(ends(text)), testFile);
  return { message: part(message, 0, LONGEST), ...(position && { position }) };
}

/** The beginning of a long text, which has the message, and its end, which has the stack. */
const ends = (text: string): string =>
  text.length <= 4 * LONGEST ? text : `${part(text, 0, 2 * LONGEST)}\n${part(text, text.length - 2 * LONGEST)}`;
