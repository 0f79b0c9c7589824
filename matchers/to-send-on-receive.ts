import { understand } from '../src/expectations/expected';
import { one } from '../src/expectations/requirement';
import { refuseMore } from '../src/text/options';
import { UsageError } from '../src/text/usage-error';
import { answer } from '../src/waiting/reply';
import { type ReceiveOptions, receiveOptions } from '../src/waiting/wait-options';
import { type Call, equalityOf } from './context';
import { waiting } from './waiting';

/** A message that matches the trigger arrives, and the reply is then sent and flushed. */
export function toSendOnReceive(
  call: Call,
  subject: unknown,
  trigger: unknown,
  reply: unknown,
  options: ReceiveOptions = {},
  ...more: unknown[]
) {
  return waiting(call, subject, receiveOptions, options, () => {
    if (call.context.isNot) {
      throw new UsageError(
        '.not.toSendOnReceive() has no meaning. Write .not.toReceiveMessage(trigger) if the trigger must not come.',
      );
    }
    refuseMore(more, call.name, 3);
    if (reply === undefined)
      throw new UsageError('toSendOnReceive() takes what is sent behind the trigger: a value, or a function.');
    const understood = understand(trigger, equalityOf(call.context), options.exact);
    return {
      requirement: one(understood, true),
      options,
      act: (connection, [message], done, fail) => {
        if (message) answer(connection, understood, message, reply, done, fail);
      },
    };
  });
}
