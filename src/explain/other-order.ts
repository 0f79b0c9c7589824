import { Assignment } from '../expectations/assignment';
import type { Expected } from '../expectations/expected';
import { several } from '../expectations/requirement';
import { unnoted } from '../expectations/trouble';
import type { ReceivedMessage } from '../log/transcript';

/** How many messages, and expected ones, are looked at: nobody compares more by eye. */
const LOOKED_AT = 500;
const EXPECTED = 50;

/**
 * Whether all expected messages have come, but in another order.
 * @returns The message for each expected one; undefined if not all have come, or if they came in the expected order.
 */
export function otherOrder(
  messages: readonly ReceivedMessage[],
  expected: readonly Expected[],
): readonly ReceivedMessage[] | undefined {
  if (expected.length < 2 || expected.length > EXPECTED) return undefined;
  const assignment = new Assignment();
  const match = assignment.add(several(expected, 'any'));
  try {
    for (const message of messages.slice(-LOOKED_AT)) {
      if (match.satisfied) break;
      unnoted(() => assignment.offer(message));
    }
  } catch {
    return undefined; // a predicate without a verdict
  }
  const found = match.messages;
  const inOrder = found.every(({ number }, index) => index === 0 || number > (found[index - 1]?.number ?? 0));
  return match.satisfied && !inOrder ? found : undefined;
}

/** `#2, #1`. */
export const numbered = (messages: readonly ReceivedMessage[]): string => messages.map(({ number }) => `#${number}`).join(', ');
