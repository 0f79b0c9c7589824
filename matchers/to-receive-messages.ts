import { understand } from '../src/expectations/expected';
import type { ExpectedMessage } from '../src/expectations/pattern';
import { type Order, orders, several } from '../src/expectations/requirement';
import * as check from '../src/text/option-checks';
import { show } from '../src/text/show';
import { UsageError } from '../src/text/usage-error';
import { type ReceiveOptions, receiveChecks } from '../src/waiting/wait-options';
import { type Call, equalityOf, fast } from './matcher';
import { receiving } from './receiving';
import type { IncomingOf, OnClients } from './types';

export interface ReceiveMessagesOptions extends ReceiveOptions {
  /**
   * `'sequence'`: in this order, others may come between. `'exact'`: the very next messages are these and no others.
   * `'any'`: each by a message of its own, in any order. Defaults to `'sequence'`.
   */
  readonly order?: Order;
}

declare module './types' {
  interface WebSocketMatchers<R, T> {
    /** All of these arrive, in this order unless `order` says otherwise. */
    toReceiveMessages(
      this: OnClients<R, T>,
      expected: readonly ExpectedMessage<IncomingOf<T>>[],
      options?: ReceiveMessagesOptions,
    ): Promise<void>;
  }
}

const checks: check.Checks = { ...receiveChecks, order: check.oneOf(...orders) };

/** @internal */
export const toReceiveMessages = fast(
  (call: Call, subject: unknown, list: unknown, options: ReceiveMessagesOptions = {}, ...more: unknown[]) => {
    return receiving(call, subject, checks, options, () => {
      check.refuseMore(more, call.name, 2);
      if (!Array.isArray(list) || list.length === 0) {
        throw new UsageError(`${call.name} takes an array of expected messages, not ${show(list)}.`);
      }
      const equality = equalityOf(call.context);
      const expected = list.map((one) => understand(one, equality, options.exact));
      return { requirement: several(expected, options.order ?? 'sequence'), options };
    });
  },
);
