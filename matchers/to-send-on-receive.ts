import type { ReceiveOptions } from '../src/client';
import type { Connection } from '../src/connection';
import { one } from '../src/demand';
import { type Expected, understand } from '../src/expected';
import { Mistake } from '../src/mistake';
import { said } from '../src/show';
import type { ReceivedMessage } from '../src/transcript';
import { type Call, equalityOf } from './context';
import { readChecks, waiting } from './waiting';

/** A message that matches the trigger arrives, and the reply is then sent and flushed. */
export function toSendOnReceive(call: Call, subject: unknown, trigger: unknown, reply: unknown, options: ReceiveOptions = {}) {
  return waiting(call, subject, readChecks, options, () => {
    if (call.context.isNot) {
      throw new Mistake(
        '.not.toSendOnReceive() has no meaning. Write .not.toReceiveMessage(trigger) if the trigger must not come.',
      );
    }
    const understood = understand(trigger, equalityOf(call.context), options.exact);
    return {
      demand: one(understood, true),
      options,
      onSatisfied: (connection, [message], done, fail) => {
        if (message) void answer(connection, understood, message, reply).then(done, fail);
      },
    };
  });
}

/** Sends the reply in the same turn in which its trigger came, and resolves when it is written. */
async function answer(connection: Connection, trigger: Expected, message: ReceivedMessage, reply: unknown): Promise<void> {
  let value = typeof reply === 'function' ? made(reply as Reply, trigger.valueOf(message)) : reply;
  if (typeof (value as { then?: unknown } | null)?.then === 'function') value = await value;
  await new Promise<void>((resolve, reject) => {
    connection.send(value, (error) => (error ? reject(new Mistake(`The reply was not sent: ${error.message}`)) : resolve()));
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
