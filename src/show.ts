import { inspect } from 'node:util';

const IN_SHORT = { depth: 1, breakLength: Number.POSITIVE_INFINITY };
const LONGEST_TEXT = 200;
const KEPT_END = 40;

/** Text on one line that no terminal obeys: control characters are escaped, what is too long is cut in the middle. */
export function oneLine(text: string, longest = LONGEST_TEXT): string {
  return escapeControls(cut(text, longest));
}

/** Jest prints the object by its `toString()`: bound, because Jest prints copies. */
export function printsItself(object: object): void {
  Object.defineProperty(object, 'toJSON', { value: () => String(object) });
}

/** A value as a user would write it, on one line. For sentences; matchers print values with Jest's own printer. */
export function show(value: unknown): string {
  if (typeof value === 'string') return oneLine(`'${value}'`);
  if (typeof value === 'function') return value.name ? `the function ${value.name}` : 'a function';
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'object' && value !== null) return oneLine(objectText(value));
  return String(value);
}

export function escapeControls(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, (character) => {
    const known: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
    return known[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** Jest takes a line that looks so for a stack frame, and all behind it, and prints it elsewhere. */
const FRAME = /^(\s*)(at\s.*:\d*:\d*)/gm;

/** A message in which no line is taken for a stack frame. */
export const withoutFrames = (message: string): string => message.replace(FRAME, '$1| $2');

function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const end = Math.min(KEPT_END, Math.floor(longest / 3));
  return `${text.slice(0, longest - end - 1)}…${text.slice(-end)}`;
}

function objectText(value: object): string {
  try {
    return JSON.stringify(value) ?? inspect(value, IN_SHORT);
  } catch {
    return inspect(value, IN_SHORT); // cyclic, or with a bigint
  }
}

/** What was thrown says, on its first line. It may be an error of any realm, or none. */
export function said(thrown: unknown): string {
  const message: unknown = (thrown as { message?: unknown } | null | undefined)?.message ?? thrown;
  const [firstLine = ''] = String(message).split('\n');
  return oneLine(firstLine);
}

/** `1 message`, `2 messages`. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`;
}
