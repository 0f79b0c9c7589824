import { escapedFailure } from './escape';
import { grouped } from './grouped';
import { maskKnown } from './mask';
import { part } from './part-of-text';
import { withoutFrames } from './show';

/** The most characters of a failure. */
const LONGEST = 40_000;
const KEPT_END = 8000;

/**
 * The text of a failure, safe to show as a whole. Its parts have been made safe one by one; this is the safety net, and
 * limits the length, however many parts there are.
 */
export function failureText(text: string): string {
  return cut(withoutFrames(escapedFailure(cut(maskKnown(text)))));
}

/** Cuts a long text in the middle: the end has the hints. */
function cut(text: string): string {
  if (text.length <= LONGEST) return text;
  const note = `\n… ${grouped(text.length - LONGEST)} characters of this failure are left out …\n`;
  return part(text, 0, LONGEST - KEPT_END) + note + part(text, text.length - KEPT_END);
}
