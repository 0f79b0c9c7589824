import type { Connection } from '../connection/connection';
import type { Expected } from '../expectations/expected';
import type { ReceivedMessage } from '../log/transcript';
import { isPromise } from '../runtime/tag';
import { said } from '../text/show';
import { UsageError } from '../text/usage-error';

/**
 * Sends a reply. Unless it is a promise, it is sent while its trigger is handled, before anything after that is read.
 * @param reply A value, or a function of the message that makes one, or a promise of one.
 * @param done Called when it is written.
 * @param fail Called when it cannot be made, encoded or written.
 */
export function answer(
  connection: Connection,
  trigger: Expected,
  message: ReceivedMessage,
  reply: unknown,
  done: () => void,
  fail: (error: unknown) => void,
): void {
  const written = (error?: Error) => (error ? fail(new UsageError(`The reply was not sent: ${error.message}`)) : done());
  const send = (value: unknown) => connection.sending.send(value, written, message);
  try {
    const value = typeof reply === 'function' ? made(reply as Reply, trigger.valueOf(message)) : reply;
    if (isPromise(value)) Promise.resolve(value).then(send).catch(fail);
    else send(value);
  } catch (error) {
    fail(error);
  }
}

type Reply = (message: unknown) => unknown;

function made(reply: Reply, message: unknown): unknown {
  try {
    return reply(message);
  } catch (error) {
    throw new UsageError(`The function that makes the reply threw: ${said(error)}`);
  }
}
