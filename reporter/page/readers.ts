import type { EventRecord, WaitRecord } from '../../src/record/test-record';

/** Whether it was this wait that has read a message: it stands in the same place, and was not over before. */
export const isReader = (wait: WaitRecord, { at: time, client, reader }: EventRecord): boolean =>
  wait.position.line === reader?.position.line &&
  wait.position.column === reader.position.column &&
  wait.position.file === reader.position.file &&
  wait.clients.includes(client) &&
  wait.ended >= time - 1;
