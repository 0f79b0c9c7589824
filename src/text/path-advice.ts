import { EACH, type Path, pathText, type Segment } from './path-text';

/** The parts of JSONPath that are left out, by their beginning, and what to write instead after the path before them. */
const LEFT_OUT: readonly (readonly [form: RegExp, name: string, advice: (before: string) => string])[] = [
  [/^(\.\.)?\[\s*\?/, 'a filter', (before) => `${before}[*] and expect the value there, or use a function of the message`],
  [/^(\.\.)?\[[^\]'"]*:/, 'a slice', (before) => `${before}[*], or one index, such as ${before}[0]`],
  [/^(\.\.)?\[[^\]]*,/, 'a list of keys or indexes', () => 'a path for each of them'],
  [/^\(/, 'a function', () => 'a function of the message'],
];

/**
 * What is wrong with a text that is not a path, and what to write instead: `is not a path. Write body.message.`
 * @param root The root that the path began with.
 * @param at The index from which it cannot be read.
 */
export function pathAdvice(text: string, root: string, at: number): string {
  const rest = text.slice(at).trimStart();
  const read = text.slice(0, at).trim();
  const before = root === '$' ? read.replace(/^\.(?!\.)/, '') : root + read;
  for (const [form, name, advice] of LEFT_OUT) {
    if (form.test(rest)) return `has ${name} in it, which paths here do not have. Write ${advice(before)}.`;
  }
  const meant = guessed(text);
  if (!meant) return 'is not a path. Write one such as body.items[0].name.';
  const asOneKey = text.includes('/') && root === '' ? `, or ${pathText([segment(text)])} if that is one key` : '';
  return `is not a path. Write ${pathText(meant, root === '$' ? '' : root)}${asOneKey}.`;
}

const segment = (select: Segment['select'], anywhere = false): Segment => ({ select, anywhere });

/** Words between dots or slashes, or in brackets; `//` stands for any element, as in pywsitest. */
const WORD =
  /(?<dots>\.\.)?[./]?(?:\[\s*(?<inside>[^[\]'",?()]*?)\s*\]|\[(?<quote>['"])(?<quoted>[^'"\\]*)\k<quote>\]|(?<word>[^./[\]'",?()]+)|(?<=\/)(?=\/|$))/suy;

/** The path that was probably meant. */
function guessed(text: string): Path | undefined {
  const segments: Segment[] = [];
  WORD.lastIndex = 0;
  while (WORD.lastIndex < text.length) {
    const { dots, inside, quoted, word } = WORD.exec(text)?.groups ?? {};
    if (WORD.lastIndex === 0) return undefined;
    segments.push(segment(quoted ?? selector(inside ?? word ?? ''), dots !== undefined));
  }
  return segments;
}

function selector(word: string): Segment['select'] {
  if (word === '' || word === '*') return EACH;
  if (/^-?\d{1,15}$/.test(word)) return Number(word);
  return word.replaceAll('~1', '/').replaceAll('~0', '~'); // as a JSON Pointer escapes them (RFC 6901)
}
