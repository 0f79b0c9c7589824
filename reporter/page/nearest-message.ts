import type { ConversationRecord, ErrorRecord } from '../../src/record/test-record';

/** The event that a failure calls the nearest, by a line of its message: `> #8`. Undefined if that does not say which it is. */
export function nearestMessage(error: ErrorRecord, { waits, events }: ConversationRecord): number | undefined {
  const number = /^\s{0,4}> #(\d+)(?: |$)/m.exec(error.message.slice(0, 20_000))?.[1];
  const clients = waits[error.wait ?? -1]?.clients ?? [];
  if (number === undefined || clients.length !== 1) return undefined;
  const event = events.findIndex(
    (one) => one.client === clients[0] && one.kind === 'message' && one.direction === 'received' && one.number === Number(number),
  );
  return event === -1 ? undefined : event;
}
