import { stripVTControlCharacters } from 'node:util';
import { count } from '../text/count';
import { oneLine, said } from '../text/show';
import { isUsageError } from '../text/usage-error';

let isNoted = true;

/** Calls the user's code with messages that it was not meant for, to explain a failure: what it throws is not noted. */
export function unnoted<T>(call: () => T): T {
  const before = isNoted;
  isNoted = false;
  try {
    return call();
  } finally {
    isNoted = before;
  }
}

/** What parts of the expected message that is being compared have thrown. */
let inParts: unknown[] | undefined;

/** To be called where the user's code threw in a part of an expected message, which does not match for that. */
export function partThrew(error: unknown): void {
  inParts?.push(error);
}

/** What the user's code (a predicate, a schema) threw when it was called with messages. */
export class Trouble {
  /** How many messages it was called with. */
  asked = 0;
  /** How many of them it threw at. */
  threw = 0;
  error: unknown;
  /** The number of the last message it threw at. */
  at: number | undefined;

  /**
   * Calls the user's code with a message. It may throw, for example if it reads a field of `null`: that is noted, and the
   * message does not match. What a part of it threw is noted if the whole does not match.
   * @param at The number of the message, if that has one.
   * @throws {UsageError} that the code causes.
   */
  asking(matches: () => boolean, at: number | undefined): boolean {
    const around = inParts;
    const thrown: unknown[] = [];
    inParts = thrown;
    if (isNoted) this.asked++;
    try {
      if (matches()) return true;
    } catch (error) {
      if (isUsageError(error)) throw error;
      thrown.unshift(error);
    } finally {
      inParts = around;
    }
    if (thrown.length > 0) this.#note(thrown[0], at);
    return false;
  }

  #note(error: unknown, at: number | undefined): void {
    if (!isNoted) return;
    this.threw++;
    this.error = error;
    this.at = at;
  }

  /** Whether it never gave a verdict. */
  get isTotal(): boolean {
    return this.asked > 0 && this.threw === this.asked;
  }

  /** The last message it threw at; empty where it was called with something else, such as the body of a refusal. */
  get place(): string {
    return this.at === undefined ? '' : ` at #${this.at}`;
  }

  /** What it threw, as the end of a sentence on one line. */
  get sentence(): string {
    const where = this.threw === 1 ? '' : ` at ${count(this.threw, 'message')}, last`;
    return `threw${where}${this.place}: ${said(this.error).replace(/\.$/, '')}.`;
  }
}

/** An expected message, as far as its trouble matters. */
interface Asked {
  readonly trouble?: Trouble;
  readonly alternatives?: readonly Asked[];
}

/** Those of some expected messages and of their alternatives, whether or not there was trouble. */
export function allTroublesOf(expected: readonly Asked[]): Trouble[] {
  return expected.flatMap(({ trouble, alternatives = [] }) => [...(trouble ? [trouble] : []), ...allTroublesOf(alternatives)]);
}

/** The troubles of an expected message and of its alternatives. */
export function troublesOf(expected: Asked): Trouble[] {
  return allTroublesOf([expected]).filter(({ threw }) => threw > 0);
}

/** The trouble of an expected message that threw at every message, so that it is not known whether it has come. */
export function undecided(expected: readonly Asked[]): Trouble | undefined {
  return expected.flatMap(troublesOf).find(({ isTotal }) => isTotal);
}

const LONGEST = 12;

/** The lines of a failure that show what was thrown: an `expect()` in a predicate throws several. */
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
    const { name, message } = Object(thrown) as Partial<Error>;
    if (typeof message !== 'string') return String(thrown);
    return message.includes('\n') || !name ? message : `${name}: ${message}`;
  } catch {
    return 'something that cannot be shown';
  }
}
