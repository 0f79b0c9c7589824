import type { EventRecord } from '../../src/record/test-record';

/** What became of a message. A breach of its contract takes precedence, since it tells more. */
type Status = NonNullable<EventRecord['status']> | 'breach' | 'meant';

/** Whether an event breaks a contract, and its test fails by that. */
export const isBreach = ({ breach, isBreachMeant }: EventRecord): boolean => breach !== undefined && !isBreachMeant;

/** The status of an event; undefined if it is no message, or was sent. */
export function statusOf(event: EventRecord): Status | undefined {
  const { kind, direction, status = 'unread', breach } = event;
  if (breach !== undefined) return isBreach(event) ? 'breach' : 'meant';
  return kind === 'message' && direction === 'received' ? status : undefined;
}

/** As the end of a sentence about the message. */
export function statusText(status: Status): string {
  if (status === 'breach') return 'breaks its contract';
  return status === 'meant' ? 'breaks its contract, as meant' : status;
}
