import type { ReceivedMessage } from '../../src/log/transcript';

/** A received message for the tests of the core. */
export function received(number: number, value: unknown): ReceivedMessage {
  return {
    kind: 'message',
    direction: 'received',
    at: number,
    number,
    payload: typeof value === 'string' ? value : JSON.stringify(value),
    value,
    problem: undefined,
    status: 'unread',
    reader: undefined,
  };
}
