import { openSession } from '../../src/codecs/checked-codec';
import type { CodecConnection } from '../../src/codecs/codec';
import { json } from '../../src/codecs/json';
import type { ReceivedMessage } from '../../src/log/transcript';
import type { Realm } from '../../src/runtime/realm';

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

/** A session of the codec 'json', as it is at work on a connection. */
export const jsonSession = openSession(
  json({ parse: JSON.parse, stringify: JSON.stringify } as Realm),
  () => ({}) as CodecConnection, // which it does not ask for
);
