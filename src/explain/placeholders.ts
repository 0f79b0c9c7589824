import { escapedLines } from '../text/escape';
import { maskText } from '../text/mask';

/**
 * Placeholders for values that differ from run to run. In all that is shown with the same instance, equal values have equal
 * placeholders, and different values different ones, numbered in the order in which they first occur.
 */
export class Placeholders {
  readonly #known = new Map<string, Map<string, string>>();
  readonly #words = new Set(['time']);
  readonly #ports = new Set<string>();
  /** Marks our own placeholders: no text of a message has this. */
  readonly #nonce = `\u0000${Math.random().toString(36).slice(2)}`;

  /** The placeholder of a value: `<uuid 1>`. */
  for(kind: string, value: string): string {
    const known = this.#known.get(kind) ?? new Map<string, string>();
    if (known.size === 0) this.#known.set(kind, known);
    const met = known.get(value);
    if (met !== undefined) return met;
    const placeholder = `<${kind} ${known.size + 1}>`;
    known.set(value, placeholder);
    return placeholder;
  }

  /** A placeholder without identity: `<at>`. */
  word(kind: string): string {
    this.#words.add(kind);
    return `<${kind}>`;
  }

  /** A value that `inJson` shows as this placeholder, to be put into a message before it is written as JSON. */
  mark(placeholder: string): string {
    return this.#nonce + placeholder;
  }

  /** Adds a port that was given by the system, such as that of the server under test. */
  knowPort(port: string): void {
    if (port !== '') this.#ports.add(port);
  }

  /**
   * JSON text with placeholders for values that are volatile by their form, or secret by their name; hidden characters are
   * escaped. Each pass is made only if a quick test finds something for it, as most messages need few.
   */
  inJson(text: string): string {
    let shown = text;
    if (shown.includes('<') || shown.includes(ESCAPED_NUL)) shown = this.#withoutImitations(shown);
    shown = maskText(shown, (secret) => this.#stands(secret) ?? this.for(JWT.test(secret) ? 'jwt' : 'secret', secret));
    shown = this.#withoutUuids(shown);
    // a clock may or may not tick between two messages: times that are equal in one run differ in the next
    if (TIMEISH.test(shown)) shown = shown.replace(TIME, () => this.word('time'));
    for (const [kind, form] of FORMS)
      if (shown.search(form) !== -1) shown = shown.replace(form, (found) => this.for(kind, found));
    const isPort = [...this.#ports].some((port) => shown.includes(port));
    return escapedLines(isPort ? this.#withoutPorts(shown) : shown); // which means the same in JSON
  }

  /** A value that is a placeholder already stays as it is: one secret may contain another. */
  #stands(value: string): string | undefined {
    return /^<[a-z][\w.*[\]-]*(?: \d+)?>$/i.test(value) ? value : undefined;
  }

  #withoutImitations(text: string): string {
    const mark = `${ESCAPED_NUL}${this.#nonce.slice(1)}`;
    const escaped = text.replace(IMITATION, (found, word: string, number: string | undefined, at: number) => {
      const isOurs = text.startsWith(mark, at - mark.length) || (number === undefined && !this.#words.has(word));
      return isOurs ? found : '\\u003c';
    });
    return escaped.replaceAll(mark, '');
  }

  /** Looks for the last four parts of a UUID, which little else resembles, and then at the text before them. */
  #withoutUuids(text: string): string {
    let shown = '';
    let end = 0;
    UUID_TAIL.lastIndex = 0;
    for (let match = UUID_TAIL.exec(text); match; match = UUID_TAIL.exec(text)) {
      const { 0: tail, index } = match;
      const start = index - 8;
      if (start < end || !UUID_HEAD.test(text.slice(Math.max(0, start - 1), index))) continue;
      const last = index + tail.length;
      shown += text.slice(end, start) + this.for('uuid', text.slice(start, last).toLowerCase());
      end = last;
    }
    return end === 0 ? text : shown + text.slice(end);
  }

  #withoutPorts(text: string): string {
    return text.replace(NUMBER, (found) => (this.#ports.has(found) ? `"${this.for('port', found)}"` : found));
  }
}

/** A new instance. A function, as all that other folders use from here: its first call loads this folder (scripts/bundle.js). */
export const noPlaceholders = (): Placeholders => new Placeholders();

const ESCAPED_NUL = '\\u0000';

/** RFC 9562 §4. */
const UUID_TAIL = /-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}(?![\da-z])/gi;
const UUID_HEAD = /(?:^|[^\da-z])[\da-f]{8}$/i;

/** RFC 3339 §5.6. */
const TIME = /\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?/g;
const TIMEISH = /\dT\d\d:/;

const FORMS: readonly (readonly [kind: string, form: RegExp])[] = [
  ['ulid', /\b[0-7][\dA-HJKMNP-TV-Z]{25}\b/g], // Crockford's base32, 48 bits of time first
  ['server', /(?:\b127\.0\.0\.1|\blocalhost|\b0\.0\.0\.0|\[::1\]):\d{2,5}\b/g],
];

/** RFC 7519 §3: header and claims begin with {" */
const JWT = /^eyJ[\w-]{4,}\.eyJ[\w-]*\.[\w-]*$/;

/** A number as a value of its own. */
const NUMBER = /(?<=[:[,])\d{2,5}(?=[,}\]])/g;

/** Text of a message that looks like one of our placeholders: its bracket is escaped, which JSON allows. */
const IMITATION = /<(?=([a-z][\w.*[\]-]*)( \d+)?>)/gi;
