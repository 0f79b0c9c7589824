import type { Connection } from './connection';
import type { Expected } from './expected';
import { Mistake } from './mistake';
import { said } from './show';
import type { ReceivedMessage } from './transcript';

/**
 * Sends the reply in the same turn in which its trigger came, and resolves when it is written.
 * @param reply A value, or a function of the message that makes one, or a promise of one.
 * @throws {Mistake} (rejects) when it cannot be made, encoded or written.
 */
export async function answer(connection: Connection, trigger: Expected, message: ReceivedMessage, reply: unknown): Promise<void> {
  let value = typeof reply === 'function' ? made(reply as Reply, trigger.valueOf(message)) : reply;
  if (typeof (value as { then?: unknown } | null)?.then === 'function') value = await value;
  await new Promise<void>((resolve, reject) => {
    const written = (error?: Error) => (error ? reject(new Mistake(`The reply was not sent: ${error.message}`)) : resolve());
    connection.send(value, written, message.number);
  });
}

type Reply = (message: unknown) => unknown;

function made(reply: Reply, message: unknown): unknown {
  try {
    return reply(message);
  } catch (error) {
    throw new Mistake(`The function that makes the reply threw: ${said(error)}`);
  }
}
