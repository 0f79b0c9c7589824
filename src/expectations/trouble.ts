import { stripVTControlCharacters } from 'node:util';
import { count, oneLine, said } from '../text/show';

/** What the code of a user (a predicate, a schema) threw when it was asked of messages. */
export class Trouble {
  /** Of how many messages it was asked. */
  asked = 0;
  /** At how many of them it threw. */
  threw = 0;
  error: unknown;
  /** The number of the message at which it threw last. */
  at: number | undefined;

  /** Whether it never gave a verdict. */
  get isTotal(): boolean {
    return this.asked > 0 && this.threw === this.asked;
  }

  /** At which message it threw last; empty where it was not asked of one, as of the body of a refusal. */
  get place(): string {
    return this.at === undefined ? '' : ` at #${this.at}`;
  }

  /** On one line. */
  get sentence(): string {
    const where = this.threw === 1 ? '' : ` at ${count(this.threw, 'message')}, last`;
    return `threw${where}${this.place}: ${said(this.error)}`;
  }
}

/** What may have a trouble: an expected message. */
interface Asked {
  readonly trouble?: Trouble;
  readonly alternatives?: readonly Asked[];
}

/** The troubles of an expected message, of its alternatives too. */
export function troublesOf({ trouble, alternatives = [] }: Asked): Trouble[] {
  return [...(trouble ? [trouble] : []), ...alternatives.flatMap(troublesOf)].filter(({ threw }) => threw > 0);
}

/** What could not be asked of any message: that it has not come is not known. */
export function undecided(expected: readonly Asked[]): Trouble | undefined {
  return expected.flatMap(troublesOf).find(({ isTotal }) => isTotal);
}

const LONGEST = 12;

/** What was thrown, for a failure to tell: the text of an `expect()` in a predicate has several lines. */
export function troubleLines(expected: readonly Asked[]): string[] {
  const [trouble] = expected.flatMap(troublesOf);
  if (!trouble) return [];
  const lines = stripVTControlCharacters(messageOf(trouble.error)).split('\n');
  const shown = lines.slice(0, LONGEST).map((line) => `  ${oneLine(line)}`.trimEnd());
  const times = trouble.threw === 1 ? '' : ` ${count(trouble.threw, 'time')}, last`;
  return [`The check threw${times}${trouble.place}:`, ...shown, ...(lines.length > LONGEST ? ['  …'] : [])];
}

function messageOf(thrown: unknown): string {
  try {
    const { name, message } = thrown as Partial<Error>;
    if (typeof message !== 'string') return String(thrown);
    return message.includes('\n') || !name ? message : `${name}: ${message}`;
  } catch {
    return 'something that cannot be shown';
  }
}
