import { understand } from '../src/expectations/expected';
import type { ExpectedMessage } from '../src/expectations/pattern';
import { orders, several } from '../src/expectations/requirement';
import { oneOf } from '../src/text/option-checks';
import { type OptionsOf, refuseMore } from '../src/text/options';
import { show } from '../src/text/show';
import { UsageError } from '../src/text/usage-error';
import { type ReceiveOptions, receiveOptions } from '../src/waiting/wait-options';
import { type Call, equalityOf, fast } from './matcher';
import { receiving } from './receiving';
import type { IncomingOf, OnClients } from './types';

const receiveMessagesOptions = {
  ...receiveOptions,
  /**
   * `'sequence'`: in this order, others may come between. `'exact'`: the very next messages are these and no others.
   * `'any'`: each by a message of its own, in any order. Defaults to `'sequence'`.
   */
  order: oneOf(...orders),
};

/** How to wait for a list of messages. */
export interface ReceiveMessagesOptions extends ReceiveOptions, OptionsOf<typeof receiveMessagesOptions> {}

declare module './types' {
  interface WebSocketMatchers<R, T> {
    /** All of these are unread or arrive before the timeout, in this order unless `order` says otherwise. */
    toReceiveMessages(
      this: OnClients<R, T>,
      expected: readonly ExpectedMessage<IncomingOf<T>>[],
      options?: ReceiveMessagesOptions,
    ): Promise<void>;
  }
}

/** @internal */
export const toReceiveMessages = fast(
  (call: Call, subject: unknown, list: unknown, options: ReceiveMessagesOptions = {}, ...more: unknown[]) => {
    return receiving(call, subject, receiveMessagesOptions, options, () => {
      refuseMore(more, call.name, 2);
      if (!Array.isArray(list) || list.length === 0) {
        throw new UsageError(`${call.name} takes an array of expected messages, not ${show(list)}.`);
      }
      const equality = equalityOf(call.context);
      const expected = list.map((one) => understand(one, equality, options.exact));
      return { requirement: several(expected, options.order ?? 'sequence'), options };
    });
  },
);
