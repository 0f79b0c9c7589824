/**
 * What differs from run to run, and what stands for it. Equal values get equal placeholders, in all that is shown with
 * the same instance; two that differ get different ones. They are numbered in the order in which they are met.
 */
export class Placeholders {
  readonly #known = new Map<string, Map<string, string>>();
  readonly #words = new Set(['time']);
  readonly #ports = new Set<string>();
  /** Nobody's text begins a placeholder with this. */
  readonly #nonce = `\u0000${Math.random().toString(36).slice(2)}`;

  /** The placeholder of a value: `<uuid 1>`. */
  for(kind: string, value: string): string {
    const known = this.#known.get(kind) ?? new Map<string, string>();
    this.#known.set(kind, known);
    const placeholder = known.get(value) ?? `<${kind} ${known.size + 1}>`;
    known.set(value, placeholder);
    return placeholder;
  }

  /** A placeholder without identity: `<at>`. */
  word(kind: string): string {
    this.#words.add(kind);
    return `<${kind}>`;
  }

  /** A value that `inJson` shows as this placeholder, for what is put into a message before it is written. */
  mark(placeholder: string): string {
    return this.#nonce + placeholder;
  }

  /** A port that was given by the system, such as that of the server under test. */
  knowPort(port: string): void {
    if (port !== '') this.#ports.add(port);
  }

  /** JSON text with placeholders for what is volatile by its form, and for what is secret by its name. */
  inJson(text: string): string {
    const mark = JSON.stringify(this.#nonce).slice(1, -1);
    return text
      .replace(IMITATION, (found, before: string, word: string, number: string | undefined) => {
        const isOurs = before.endsWith(mark) || (number === undefined && !this.#words.has(word));
        return isOurs ? found : `${before}\\u003c`;
      })
      .replaceAll(mark, '')
      .replace(SECRET, (_, name: string, value: string) => `${name}"${this.for('secret', value)}"`)
      .replace(NUMBER, (found, number: string) => (this.#ports.has(number) ? `"${this.for('port', number)}"` : found))
      .replace(VOLATILE, (found, ...groups) => this.#placeholder(found, groups));
  }

  #placeholder(found: string, groups: readonly unknown[]): string {
    const kind = KINDS.find((_, index) => groups[index] !== undefined);
    // two clocks may or may not tick between two messages: times that are equal in one run differ in the next
    if (kind === 'time') return this.word(kind);
    return kind ? this.for(kind, kind === 'uuid' ? found.toLowerCase() : found) : found;
  }
}

const KINDS = ['jwt', 'uuid', 'time', 'ulid', 'server'] as const;

const VOLATILE = new RegExp(
  [
    /\b(eyJ[\w-]{4,}\.eyJ[\w-]*\.[\w-]*)/, // RFC 7519 §3: header and claims begin with {"
    /\b([\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12})\b/, // RFC 9562 §4
    /\b(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)/, // RFC 3339 §5.6
    /\b([0-7][\dA-HJKMNP-TV-Z]{25})\b/, // a ULID: Crockford's base32, 48 bits of time first
    /((?:\b127\.0\.0\.1|\blocalhost|\b0\.0\.0\.0|\[::1\]):\d{2,5})\b/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gi',
);

/** A string field whose name says that nobody should read it. */
const SECRET =
  /("(?:[\w-]*(?:password|passwd|secret|token|api[-_]?key)|authorization|cookie|session[-_]?id)":)"((?:[^"\\]|\\.)*)"/gi;

/** A number as a value of its own. */
const NUMBER = /(?<=[:[,])(\d{2,5})(?=[,}\]])/g;

/** Text of a message that could be taken for a placeholder of ours: its bracket is escaped as JSON may. */
const IMITATION = /([^<]{0,20})<(?=([a-z][\w.*[\]-]*)( \d+)?>)/gi;
