import type { ConversationRecord, EventRecord, WaitRecord } from '../../src/record/test-record';

/** The events that a wait has read. Both are indexes in the conversation. */
export function readBy(wait: number, { events, waits }: ConversationRecord): number[] {
  const one = waits[wait];
  const isRead = sayWhich(events)
    ? ({ reader }: EventRecord) => reader?.wait === wait
    : (event: EventRecord) => one !== undefined && isThere(one, event) && event.at >= one.began - 1;
  return events.flatMap((event, index) => (isRead(event) ? [index] : []));
}

/** The index of the wait that has read an event; -1 if none has, or it was not kept. */
export function readerOf(event: EventRecord, { events, waits }: ConversationRecord): number {
  if (!sayWhich(events)) return waits.findIndex((wait) => isThere(wait, event));
  const { wait = -1 } = event.reader ?? {};
  return wait < waits.length ? wait : -1;
}

/** Whether events say which wait has read them: in a report of an earlier release they only have its position. */
const sayWhich = (events: readonly EventRecord[]): boolean => events.some(({ reader }) => reader?.wait !== undefined);

/** Whether a wait has the position of an event's reader, and was not over before the event. */
const isThere = (wait: WaitRecord, { at: time, client, reader }: EventRecord): boolean =>
  wait.position.line === reader?.position.line &&
  wait.position.column === reader.position.column &&
  wait.position.file === reader.position.file &&
  wait.clients.includes(client) &&
  wait.ended >= time - 1;
