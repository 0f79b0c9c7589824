import type { WebSocketClient } from '../src/client/client';
import { understand } from '../src/expectations/expected';
import { next, one } from '../src/expectations/requirement';
import { anything } from '../src/text/option-checks';
import { type OptionsOf, refuseMore } from '../src/text/options';
import { type ReceiveOptions, receiveOptions } from '../src/waiting/wait-options';
import { type Call, equalityOf } from './context';
import { waiting } from './waiting';

const receiveMessageOptions = {
  ...receiveOptions,
  /** Of the clients given to `expect()`, those that receive it. The others must not, within the quiet window. */
  only: anything<WebSocketClient | readonly WebSocketClient[]>('a client or an array of clients'),
};

export interface ReceiveMessageOptions extends ReceiveOptions, OptionsOf<typeof receiveMessageOptions> {}

/** An unread message matches, now or before the timeout; those before it are skipped. */
export function toReceiveMessage(
  call: Call,
  subject: unknown,
  expected?: unknown,
  options: ReceiveMessageOptions = {},
  ...more: unknown[]
) {
  return waiting(call, subject, receiveMessageOptions, options, () => {
    refuseMore(more, call.name, 2);
    return { requirement: one(understand(expected, equalityOf(call.context), options.exact)), options, only: options.only };
  });
}

/** The very next unread message matches. */
export function toReceiveNextMessage(
  call: Call,
  subject: unknown,
  expected?: unknown,
  options: ReceiveOptions = {},
  ...more: unknown[]
) {
  return waiting(call, subject, receiveOptions, options, () => {
    refuseMore(more, call.name, 2);
    return { requirement: next(understand(expected, equalityOf(call.context), options.exact)), options };
  });
}
