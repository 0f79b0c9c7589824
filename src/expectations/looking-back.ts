import type { Message, ReceivedMessage } from '../log/transcript';
import { Assignment } from './assignment';
import type { Expected } from './expected';
import { type MessageOrder, several } from './requirement';

/** How many messages match; a message of several payloads counts once. */
export function countOf(messages: readonly Message[], matches: Expected['matches'] = () => true): number {
  return new Set(messages.filter(matches).map(({ number }) => number)).size;
}

/**
 * Whether this number of messages matches; undefined if that depends on messages that have left the transcript.
 * @param times Defaults to one or more.
 */
export function hasSoMany(found: number, forgotten: number, times: number | undefined): boolean | undefined {
  if (times === undefined) return found > 0 || (forgotten > 0 ? undefined : false);
  if (found > times || found + forgotten < times) return false;
  return forgotten > 0 ? undefined : true;
}

/** Whether all are true; undefined where that is not known. */
function ofAll(answers: readonly (boolean | undefined)[]): boolean | undefined {
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

/** Whether any is true; undefined where that is not known. */
function ofAny(answers: readonly (boolean | undefined)[]): boolean | undefined {
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

/**
 * The `pass` of an assertion on several clients, from the answer of each. It must be true of every client. Under `.not`,
 * where a pass fails the assertion, it must be true of none.
 */
export const ofEvery = (answers: readonly (boolean | undefined)[], isNot: boolean | undefined): boolean | undefined =>
  isNot ? ofAny(answers) : ofAll(answers);

/** Whether the messages recorded so far match what is expected, and which expected messages are lacking. */
export function matchesInOrder(
  messages: readonly ReceivedMessage[],
  expected: readonly Expected[],
  order: MessageOrder,
): { readonly complete: boolean; readonly lacks: readonly Expected[] } {
  const assignment = new Assignment();
  const match = assignment.add(several(expected, order));
  for (const message of messages) {
    const isTaken = assignment.offer(message) !== undefined;
    if (!isTaken && match.strict) return { complete: false, lacks: match.lacks };
  }
  return { complete: match.satisfied, lacks: match.lacks };
}
