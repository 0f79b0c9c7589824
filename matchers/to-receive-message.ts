import type { ReceiveOptions } from '../src/client';
import { next, one } from '../src/demand';
import { understand } from '../src/expected';
import { type Call, equalityOf } from './context';
import { readChecks, waiting } from './waiting';

/** An unread message matches, now or before the timeout; those before it are skipped. */
export function toReceiveMessage(call: Call, subject: unknown, expected?: unknown, options: ReceiveOptions = {}) {
  return waiting(call, subject, readChecks, options, () => ({
    demand: one(understand(expected, equalityOf(call.context), options.exact)),
    options,
  }));
}

/** The very next unread message matches. */
export function toReceiveNextMessage(call: Call, subject: unknown, expected?: unknown, options: ReceiveOptions = {}) {
  return waiting(call, subject, readChecks, options, () => ({
    demand: next(understand(expected, equalityOf(call.context), options.exact)),
    options,
  }));
}
