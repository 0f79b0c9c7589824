import { compilePattern } from './pattern';

const CLASSES: Readonly<Record<string, string>> = { d: '0', w: 'a', s: ' ', D: 'a', W: '-', S: 'a', n: '\n', r: '\r', t: '\t' };
/** The characters that are tried for a negated class (`[^…]`). */
const OTHERS = ['a', 'A', '0', '-', ' ', '_', '/'];

/**
 * A text that a simple regular expression matches: literals, classes, groups, alternatives, quantifiers.
 * @param shortest The least length that it must have.
 * @returns undefined if the expression is not that simple.
 */
export function textOfPattern(pattern: string, shortest = 0): string | undefined {
  const matches = compilePattern(pattern);
  for (const repeat of [1, shortest, Math.ceil(shortest / 2), shortest + 1, 2]) {
    const text = new PatternReader(pattern, Math.min(repeat, 1000)).read();
    if (text === undefined) return undefined;
    const texts = ['x', ' ', '0'].map((end) => text.padEnd(shortest, end)); // it may go on behind what is matched
    const found = texts.find((one) => matches.test(one));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Reads an expression from left to right, and writes the first text that comes to mind. */
class PatternReader {
  readonly #pattern: string;
  /** How often to repeat a part whose repetition has no upper limit. */
  readonly #repeat: number;
  #at = 0;

  constructor(pattern: string, repeat: number) {
    this.#pattern = pattern;
    this.#repeat = repeat;
  }

  read(): string | undefined {
    const text = this.#alternatives();
    return this.#at === this.#pattern.length ? text : undefined;
  }

  /** Reads alternatives up to the end of the group, and returns the text of the first. */
  #alternatives(): string | undefined {
    const first = this.#sequence();
    while (this.#take('|')) if (this.#sequence() === undefined) return undefined;
    return first;
  }

  #sequence(): string | undefined {
    let text = '';
    while (this.#at < this.#pattern.length && !/[|)]/.test(this.#next)) {
      const atom = this.#atom();
      if (atom === undefined) return undefined;
      text += atom.repeat(this.#times());
    }
    return text;
  }

  #atom(): string | undefined {
    if (this.#take('^') || this.#take('$')) return '';
    if (this.#take('(')) return this.#group();
    if (this.#take('[')) return this.#class();
    if (this.#take('\\')) return this.#escape();
    return this.#take('.') ? 'a' : this.#character();
  }

  #group(): string | undefined {
    if (this.#take('?') && !this.#take(':') && !this.#takeMatch(/<[A-Za-z]\w*>/y)) return undefined; // looks around
    const text = this.#alternatives();
    return this.#take(')') ? text : undefined;
  }

  #class(): string | undefined {
    const source = this.#takeMatch(/\^?(?:\\.|[^\]\\])*\]/sy);
    if (source === undefined) return undefined;
    if (!source.startsWith('^')) {
      const first = /^\\(.)|^(.)/s.exec(source) as RegExpExecArray;
      return first[1] === undefined ? first[2] : (CLASSES[first[1]] ?? (/\w/.test(first[1]) ? undefined : first[1]));
    }
    const isIn = compilePattern(`^[${source}$`);
    return OTHERS.find((other) => isIn.test(other));
  }

  #escape(): string | undefined {
    const letter = this.#character();
    if (letter === 'b') return '';
    const known = CLASSES[letter];
    return known ?? (/\w/.test(letter) ? undefined : letter);
  }

  #times(): number {
    const quantifier = this.#takeMatch(/[*+?]\??|\{\d+(?:,\d*)?\}\??/y);
    if (quantifier === undefined) return 1;
    if (quantifier.startsWith('?')) return 0;
    if (quantifier.startsWith('*')) return this.#repeat === 1 ? 0 : this.#repeat;
    if (quantifier.startsWith('+')) return this.#repeat;
    const [, least, hasMore, most] = /^\{(\d+)(,)?(\d*)/.exec(quantifier) as RegExpExecArray;
    const times = Math.min(Number(least), 1000);
    if (!hasMore) return times;
    return Math.max(times, Math.min(this.#repeat, most === '' ? this.#repeat : Number(most)));
  }

  get #next(): string {
    return this.#pattern[this.#at] as string;
  }

  #character(): string {
    return this.#pattern[this.#at++] ?? '';
  }

  #take(text: string): boolean {
    const isThere = this.#pattern.startsWith(text, this.#at);
    if (isThere) this.#at += text.length;
    return isThere;
  }

  #takeMatch(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const [found] = pattern.exec(this.#pattern) ?? [];
    this.#at += found?.length ?? 0;
    return found;
  }
}
