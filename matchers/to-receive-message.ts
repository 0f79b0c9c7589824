import type { Checks } from '../src/check';
import type { WebSocketClient } from '../src/client';
import { next, one } from '../src/demand';
import { understand } from '../src/expected';
import type { ReceiveOptions } from '../src/options';
import { type Call, equalityOf } from './context';
import { readChecks, waiting } from './waiting';

export interface AudienceOptions extends ReceiveOptions {
  /** Of the clients given to `expect()`, those that receive it. The others must not, within the quiet window. */
  readonly only?: WebSocketClient | readonly WebSocketClient[];
}

const checks: Checks = { ...readChecks, only: { expects: 'a client or an array of clients', accepts: () => true } };

/** An unread message matches, now or before the timeout; those before it are skipped. */
export function toReceiveMessage(call: Call, subject: unknown, expected?: unknown, options: AudienceOptions = {}) {
  return waiting(call, subject, checks, options, () => ({
    demand: one(understand(expected, equalityOf(call.context), options.exact)),
    options,
    only: options.only,
  }));
}

/** The very next unread message matches. */
export function toReceiveNextMessage(call: Call, subject: unknown, expected?: unknown, options: ReceiveOptions = {}) {
  return waiting(call, subject, readChecks, options, () => ({
    demand: next(understand(expected, equalityOf(call.context), options.exact)),
    options,
  }));
}
