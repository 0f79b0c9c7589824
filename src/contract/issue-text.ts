import { showNamed } from '../text/show';
import type { Issue } from './definition';

const LONGEST = 80;
/** How many things that are wrong with one message are told. */
const MOST = 3;

/** The type of a value, in the words of JSON Schema. */
export function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (ArrayBuffer.isView(value)) return 'binary data';
  return value === undefined ? 'nothing' : typeof value;
}

/** A value on one line; masked where its name says that it is secret. */
export function shownValue(pointer: string, value: unknown): string {
  const shown = showNamed(pointer.slice(pointer.lastIndexOf('/') + 1), typeof value === 'string' ? JSON.stringify(value) : value);
  const text = typeof value === 'string' && shown.startsWith("'") ? shown.slice(1, -1) : shown;
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

/** What is wrong with a message, on one line: the first few issues. */
export function issuesText(issues: readonly Issue[]): string {
  const told = issues.slice(0, MOST).map(({ pointer, text }) => `${pointer === '' ? 'it' : pointer} ${text}`);
  const left = issues.length - told.length;
  return `${told.join('; ')}${left > 0 ? `; and ${left} more` : ''}`;
}
