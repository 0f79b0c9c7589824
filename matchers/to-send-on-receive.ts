import { understand } from '../src/expectations/expected';
import type { ExpectedMessage } from '../src/expectations/pattern';
import { one } from '../src/expectations/requirement';
import { refuseMore } from '../src/text/options';
import { UsageError } from '../src/text/usage-error';
import { answer } from '../src/waiting/reply';
import { type ReceiveOptions, receiveOptions } from '../src/waiting/wait-options';
import { type Call, equalityOf, fast } from './matcher';
import { receiving } from './receiving';
import type { IncomingOf, OnClients, OutgoingOf } from './types';

declare module './types' {
  interface WebSocketMatchers<R, T> {
    /** An unread message matches the trigger, now or before the timeout, and is answered: by a value, or a function's result. */
    toSendOnReceive(
      this: OnClients<R, T>,
      trigger: ExpectedMessage<IncomingOf<T>>,
      reply: (message: IncomingOf<T>) => OutgoingOf<T> | Promise<OutgoingOf<T>>,
      options?: ReceiveOptions,
    ): Promise<void>;
    toSendOnReceive(
      this: OnClients<R, T>,
      trigger: ExpectedMessage<IncomingOf<T>>,
      reply: OutgoingOf<T>,
      options?: ReceiveOptions,
    ): Promise<void>;
  }
}

/**
 * Passes when the reply has been handed to the operating system.
 * @internal
 */
export const toSendOnReceive = fast(
  (call: Call, subject: unknown, trigger: unknown, reply: unknown, options: ReceiveOptions = {}, ...more: unknown[]) => {
    return receiving(call, subject, receiveOptions, options, () => {
      if (call.context.isNot) {
        throw new UsageError(
          '.not.toSendOnReceive() has no meaning. Write .not.toReceiveMessage(trigger) if the trigger must not come.',
        );
      }
      refuseMore(more, call.name, 3);
      if (reply === undefined) throw new UsageError('toSendOnReceive() takes a reply after the trigger: a value, or a function.');
      const understood = understand(trigger, equalityOf(call.context), options.exact);
      return {
        requirement: one(understood, true),
        options,
        act: (connection, [message], done, fail) => {
          if (message) answer(connection, understood, message, reply, done, fail);
        },
      };
    });
  },
);
