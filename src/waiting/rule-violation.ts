import type { CallLocation } from '../runtime/call-location';

/** A broken standing rule: every wait of the test ends with it, and the test fails. */
export interface RuleViolation {
  /** As the end of a sentence: `rob got #4 {"type":"error"}, which never() forbids (chat.test.ts:5)`. */
  readonly sentence: string;
  /** Where the rule was made. */
  readonly location: Pick<CallLocation, 'frames'>;
  /** Whether the rule is the contract of a client. */
  readonly isBreach?: boolean;
  /** Whether it stands for an error that was thrown outside the test, which Jest tells. */
  readonly isThrown?: boolean;
  /** Set when the test says, later, that it means this breach. */
  isMeant?: boolean;
}
