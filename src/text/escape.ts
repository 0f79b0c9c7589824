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
  return text.replace(HIDDEN, (found) => SHORT[found] ?? escapes(found));
}

const NOT_ASCII = /[^ -~]/gu;

/**
 * The same, with line breaks left as they are.
 * @param all Whether everything that is not ASCII is escaped: for two texts that look the same.
 */
export function escapedLines(text: string, all = false): string {
  return text.replace(all ? NOT_ASCII : HIDDEN, (found) => (found === '\n' ? found : (SHORT[found] ?? escapes(found))));
}

/** By UTF-16 units, as in JSON, which has no `\u{e0001}`. */
function escapes(found: string): string {
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

/** Where stand-ins begin in the private use area: a marked text has no other characters of that area. */
const STAND_INS = 0xe000;

const stood = new Map<string, string>();
const meant: string[] = [];

/** Forgets all stand-ins, when a test file begins. */
export function resetStandIns(): void {
  stood.clear();
  meant.length = 0;
}

/**
 * Puts a single character in the place of each hidden one, except for line breaks, in a text that Jest's printers will
 * quote, compare and colour. Afterwards `unmarked` writes the escapes: `\u001b`. Had they been written before, the printer
 * would have made `\\u001b` of it, as of a text that has these six characters.
 */
export function marked(text: string, all = false): string {
  return text.replace(all ? NOT_ASCII : HIDDEN, (found) => (found === '\n' ? found : standIn(found)));
}

export function unmarked(text: string): string {
  return text.replace(/[\ue000-\uf8fe]/g, (found) => meant[found.charCodeAt(0) - STAND_INS] ?? escapes(found));
}

function standIn(found: string): string {
  const known = stood.get(found);
  if (known !== undefined) return known;
  if (meant.length === 6399) return escapes(found); // as many as the private use area has room for, but one (see displayableJson)
  const made = String.fromCharCode(STAND_INS + meant.length);
  meant.push(SHORT[found] ?? escapes(found));
  stood.set(found, made);
  return made;
}
