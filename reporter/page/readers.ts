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

/** In a report of an earlier release events do not say which wait has read them, only where that stands. */
const sayWhich = (events: readonly EventRecord[]): boolean => events.some(({ reader }) => reader?.wait !== undefined);

/** Whether a wait stands where the reader of an event does, and was not over before. */
const isThere = (wait: WaitRecord, { at: time, client, reader }: EventRecord): boolean =>
  wait.position.line === reader?.position.line &&
  wait.position.column === reader.position.column &&
  wait.position.file === reader.position.file &&
  wait.clients.includes(client) &&
  wait.ended >= time - 1;
