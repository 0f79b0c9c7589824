import type { WebSocketClient } from '../src/client/client';
import { understand } from '../src/expectations/expected';
import type { ExpectedMessage } from '../src/expectations/pattern';
import { next, one } from '../src/expectations/requirement';
import { type Checks, refuseMore } from '../src/text/option-checks';
import { type ReceiveOptions, receiveChecks } from '../src/waiting/wait-options';
import { type Call, equalityOf, fast } from './matcher';
import { receiving } from './receiving';
import type { IncomingOf, OnClients } from './types';

export interface AudienceOptions extends ReceiveOptions {
  /** Of the clients given to `expect()`, those that receive it. The others must not, within the quiet window. */
  readonly only?: WebSocketClient | readonly WebSocketClient[];
}

declare module './types' {
  interface WebSocketMatchers<R, T> {
    /** An unread message matches, now or before the timeout; those before it are skipped. */
    toReceiveMessage(this: OnClients<R, T>, expected?: ExpectedMessage<IncomingOf<T>>, options?: AudienceOptions): Promise<void>;
    /** An unread message matches, now or before the timeout; those before it are skipped. */
    toReceive(this: OnClients<R, T>, expected?: ExpectedMessage<IncomingOf<T>>, options?: AudienceOptions): Promise<void>;
    /** The very next unread message matches. */
    toReceiveNextMessage(
      this: OnClients<R, T>,
      expected?: ExpectedMessage<IncomingOf<T>>,
      options?: ReceiveOptions,
    ): Promise<void>;
  }
}

const checks: Checks = { ...receiveChecks, only: { expects: 'a client or an array of clients', accepts: () => true } };

/** @internal */
export const toReceiveMessage = fast(
  (call: Call, subject: unknown, expected?: unknown, options: AudienceOptions = {}, ...more: unknown[]) => {
    return receiving(call, subject, checks, options, () => {
      refuseMore(more, call.name, 2);
      return { requirement: one(understand(expected, equalityOf(call.context), options.exact)), options, only: options.only };
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
    return receiving(call, subject, receiveChecks, options, () => {
      refuseMore(more, call.name, 2);
      return { requirement: next(understand(expected, equalityOf(call.context), options.exact)), options };
    });
  },
);
