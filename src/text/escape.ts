/**
 * Characters that a terminal obeys, a reader does not see, or a report cannot hold: control characters (C0, DEL, C1),
 * format characters (bidirectional marks, zero-width ones, BOM, tags), line separators, lone surrogates, private use, and
 * noncharacters. The zero-width joiner is among them even where it makes one emoji of several: it could hide a difference.
 */
const HIDDEN =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: each is meant by itself
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u3164\uffa0\ufff0-\ufff8\u{e0000}-\u{e0fff}]/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Text from outside, for one line: hidden characters are written as JavaScript would write them. */
export function escaped(text: string): string {
  return PRINTABLE.test(text) ? text : text.replace(HIDDEN, escapeOf); // most text is, which this test finds much faster
}

const PRINTABLE = /^[ -~]*$/;

const NOT_ASCII = /[^ -~]/gu;

/**
 * The same, with line breaks left as they are.
 * @param all Whether everything that is not ASCII is escaped: for two texts that look the same.
 */
export function escapedLines(text: string, all = false): string {
  return replaceHidden(text, escapeOf, all);
}

/** Replaces each hidden character, or everything that is not ASCII, except for line breaks. */
export function replaceHidden(text: string, replacementOf: (character: string) => string, all = false): string {
  return text.replace(all ? NOT_ASCII : HIDDEN, (found) => (found === '\n' ? found : replacementOf(found)));
}

/** A character as JavaScript would write it: by UTF-16 units, as in JSON, which has no `\u{e0001}`. */
export function escapeOf(found: string): string {
  const short = SHORT[found];
  if (short !== undefined) return short;
  let text = '';
  for (let index = 0; index < found.length; index++) text += `\\u${found.charCodeAt(index).toString(16).padStart(4, '0')}`;
  return text;
}

/** Bold, dim, inverse and colours, and their ends, as Jest's printers write them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: a colour begins with one
const COLOR = /(\u001b\[(?:[0-27]|2[27]|[39][0-79]|4[0-79]|10[0-7])m)/;

/** A whole failure, with the colours from Jest's printers: a safety net, since its parts have been escaped before. */
export function escapedFailure(text: string): string {
  const parts = text.split(COLOR); // the odd parts are colours
  return parts.map((part, index) => (index % 2 === 1 ? part : escapedLines(part))).join('');
}
