import type { Reader, ReceivedMessage } from '../log/transcript';
import type { Expected } from './expected';
import { troublesOf } from './trouble';

/** What a client does with every message of a kind, whoever else waits: `ignore()`, `respond()`, `never()`. */
export interface StandingRule {
  readonly expected: Expected;
  readonly reader: Reader;
  /** Whether a message that matches fails the test. */
  readonly forbids?: boolean;
  /** What becomes of a message that matches; undefined when the rule leaves it to others. */
  apply(message: ReceivedMessage): 'ignored' | 'matched' | undefined;
}

/** The rules of one client, in the order in which they were made. */
export class StandingRules {
  readonly #rules: StandingRule[] = [];

  get forbids(): boolean {
    return this.#rules.some(({ forbids }) => forbids);
  }

  /** Returns what takes the rule back. */
  add(rule: StandingRule): () => void {
    this.#rules.push(rule);
    return () => {
      const index = this.#rules.indexOf(rule);
      if (index !== -1) this.#rules.splice(index, 1);
    };
  }

  /** Those whose own code has thrown when it was asked of a message. */
  get troubled(): readonly StandingRule[] {
    return this.#rules.filter(({ expected }) => troublesOf(expected).length > 0);
  }

  /** Whether a rule has taken the message, so that no expectation sees it. */
  take(message: ReceivedMessage): boolean {
    if (this.#rules.length === 0) return false;
    return [...this.#rules].some((rule) => apply(rule, message));
  }
}

/** Whether the rule takes the message. */
export function apply({ expected, reader, apply }: StandingRule, message: ReceivedMessage): boolean {
  if (!expected.matches(message)) return false;
  const status = apply(message);
  if (!status) return false;
  message.status = status;
  message.reader = reader;
  return true;
}
