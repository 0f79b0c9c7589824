import { Assignment } from './assignment';
import { type Order, several } from './demand';
import type { Expected } from './expected';
import type { ReceivedMessage } from './transcript';

/** Whether the messages recorded so far are what is expected, and what of it is lacking. */
export function matchesInOrder(
  messages: readonly ReceivedMessage[],
  expected: readonly Expected[],
  order: Order,
): { readonly complete: boolean; readonly lacks: readonly Expected[] } {
  const assignment = new Assignment();
  const claim = assignment.add(several(expected, order));
  for (const message of messages) {
    const isTaken = assignment.offer(message) !== undefined;
    if (!isTaken && claim.strict) return { complete: false, lacks: claim.lacks };
  }
  return { complete: claim.satisfied, lacks: claim.lacks };
}
