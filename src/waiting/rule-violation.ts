import type { CallLocation } from '../runtime/call-location';

/** A standing rule was broken: every wait of the test ends, and the test fails, with this. */
export interface RuleViolation {
  /** As the end of a sentence: `rob got #4 {"type":"error"}, which never() forbids (chat.test.ts:5)`. */
  readonly sentence: string;
  /** Where the rule was made. */
  readonly location: Pick<CallLocation, 'frames'>;
}
