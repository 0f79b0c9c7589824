import type { WebSocketClient } from '../src/client/client';
import { understand } from '../src/expectations/expected';
import type { ExpectedMessage } from '../src/expectations/pattern';
import { many, next } from '../src/expectations/requirement';
import { anything, check } from '../src/text/option-checks';
import { type OptionsOf, refuseMore } from '../src/text/options';
import { type ReceiveOptions, receiveOptions } from '../src/waiting/wait-options';
import { type Call, equalityOf, fast } from './matcher';
import { receiving } from './receiving';
import type { IncomingOf, OnClients } from './types';

const atLeastOne = check<number>('a whole number, 1 or more', (value) => Number.isInteger(value) && (value as number) >= 1);

const receiveMessageOptions = {
  ...receiveOptions,
  /** How many messages must match, 1 or more; others may come between. Defaults to 1. */
  times: atLeastOne,
  /** Those of the clients given to `expect()` that must receive it. The others must not, not even once, within the quiet window. */
  only: anything<WebSocketClient | readonly WebSocketClient[]>('a client or an array of clients'),
};

/** How to wait for one kind of message. */
export interface ReceiveMessageOptions extends ReceiveOptions, OptionsOf<typeof receiveMessageOptions> {}

declare module './types' {
  interface WebSocketMatchers<R, T> {
    /** An unread message matches, now or before the timeout; those before it are skipped. */
    toReceiveMessage(
      this: OnClients<R, T>,
      expected?: ExpectedMessage<IncomingOf<T>>,
      options?: ReceiveMessageOptions,
    ): Promise<void>;
    /** A shorter name of `toReceiveMessage()`: an unread message matches, now or before the timeout. */
    toReceive(this: OnClients<R, T>, expected?: ExpectedMessage<IncomingOf<T>>, options?: ReceiveMessageOptions): Promise<void>;
    /** The very next unread message matches, now or before the timeout. */
    toReceiveNextMessage(
      this: OnClients<R, T>,
      expected?: ExpectedMessage<IncomingOf<T>>,
      options?: ReceiveOptions,
    ): Promise<void>;
  }
}

/** @internal */
export const toReceiveMessage = fast(
  (call: Call, subject: unknown, expected?: unknown, options: ReceiveMessageOptions = {}, ...more: unknown[]) => {
    return receiving(call, subject, receiveMessageOptions, options, () => {
      refuseMore(more, call.name, 2);
      const { times = 1, only } = options;
      return { requirement: many(understand(expected, equalityOf(call.context), options.exact), times), options, only };
    });
  },
);

/**
 * @internal
 * @alias
 */
export const toReceive = toReceiveMessage;

/** @internal */
export const toReceiveNextMessage = fast(
  (call: Call, subject: unknown, expected?: unknown, options: ReceiveOptions = {}, ...more: unknown[]) => {
    return receiving(call, subject, receiveOptions, options, () => {
      refuseMore(more, call.name, 2);
      return { requirement: next(understand(expected, equalityOf(call.context), options.exact)), options };
    });
  },
);
