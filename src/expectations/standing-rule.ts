import type { Reader, ReceivedMessage } from '../log/transcript';
import type { Expected } from './expected';

/** What a client does with every message that matches, before any expectation sees it: `ignore()`, `respond()`, `never()`. */
export interface StandingRule {
  readonly expected: Expected;
  readonly reader: Reader;
  /** Whether a message that matches fails the test. */
  readonly forbids?: boolean;
  /** What becomes of a message that matches; undefined if the rule does not take it, so that expectations see it. */
  apply(message: ReceivedMessage): 'ignored' | 'answered' | undefined;
}

/** Whether the rule takes the message. */
export function applyRule({ expected, reader, apply }: StandingRule, message: ReceivedMessage): boolean {
  if (!expected.matches(message)) return false;
  const status = apply(message);
  if (!status) return false;
  message.status = status;
  message.reader = reader;
  return true;
}
