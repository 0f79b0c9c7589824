import { escapeOf, replaceHidden } from './escape';

/** Where stand-ins begin in the private use area: a marked text has no other characters of that area. */
const FIRST = 0xe000;
/** As many as that area has room for, except for the last, which `displayableJson` uses. */
const MOST = 6399;

/**
 * Single characters in place of hidden ones, for one use of Jest's printers, which quote, compare and colour what they print.
 * `restored` writes the escapes (`\u001b`) afterwards: if they were written before, a printer would make `\\u001b` of them,
 * as of a text that really has these six characters.
 */
export class StandIns {
  readonly #known = new Map<string, string>();
  readonly #meanings: string[] = [];

  /** A text with its hidden characters replaced, except for line breaks. */
  readonly mark = (text: string, all = false): string => replaceHidden(text, (found) => this.#standInFor(found), all);

  /** What was printed, with escapes instead of stand-ins. */
  restored(printed: string): string {
    return printed.replace(/[\ue000-\uf8fe]/g, (found) => this.#meanings[found.charCodeAt(0) - FIRST] ?? escapeOf(found));
  }

  #standInFor(hidden: string): string {
    const known = this.#known.get(hidden);
    if (known !== undefined) return known;
    const meaning = escapeOf(hidden);
    if (this.#meanings.length === MOST) return meaning;
    const made = String.fromCharCode(FIRST + this.#meanings.length);
    this.#meanings.push(meaning);
    this.#known.set(hidden, made);
    return made;
  }
}
