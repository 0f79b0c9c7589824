import { isAsymmetric, isRegExp } from '../runtime/tag';
import { count } from './count';
import { escapedLines } from './escape';

/** A character that no displayable text has. */
const UNQUOTED = '\uf8ff';
const NOTED = /"\uf8ff((?:[^"\\]|\\.)*)\uf8ff"/g;

/** The displayable copy of a value as JSON, with notes in place of what JSON cannot express. */
export function displayableJson(value: unknown): string {
  const text: string | undefined = JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === 'function') return new Note(`[Function${part.name && ` ${escapedLines(part.name)}`}]`).toJSON();
    if (typeof part === 'bigint') return new Note(`${part}n`).toJSON();
    return isAsymmetric(part) ? new Note(asymmetricText(part)).toJSON() : part;
  });
  if (text === undefined) return 'undefined'; // its toJSON() says so
  return text.replace(NOTED, (_, note: string) => JSON.parse(`"${note}"`) as string);
}

/** `Any<String>`, `ObjectContaining {"id":1}`, `StringMatching /^a/`. */
function asymmetricText(matcher: object): string {
  const { toAsymmetricMatcher, sample } = matcher as { toAsymmetricMatcher?: () => string; sample?: unknown };
  if (typeof toAsymmetricMatcher === 'function') return String(toAsymmetricMatcher.call(matcher));
  const text = isRegExp(sample) ? String(sample) : displayableJson(sample);
  return `${String(matcher)} ${text}`;
}

/** Stands for something that is not shown: its text is printed without quotes. */
export class Note {
  readonly $$typeof = Symbol.for('jest.asymmetricMatcher');

  /** Not a private field, since Jest prints copies. */
  constructor(readonly text: string) {}

  asymmetricMatch(other: unknown): boolean {
    return other instanceof Note && other.text === this.text;
  }

  toString(): string {
    return this.text;
  }

  toAsymmetricMatcher(): string {
    return this.text;
  }

  /** `displayableJson` removes the quotes around it. */
  toJSON(): string {
    return `${UNQUOTED}${this.text}${UNQUOTED}`;
  }
}

/** A note that tells how many parts are left out. */
export const left = (number: number, noun: string): Note => new Note(`… ${count(number, `more ${noun}`)}`);
