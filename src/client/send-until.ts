import type { Expected } from '../expectations/expected';
import { reply } from '../expectations/requirement';
import { LONGEST_TIMER } from '../runtime/timer';
import { count } from '../text/count';
import { check } from '../text/option-checks';
import type { OptionsOf } from '../text/options';
import { said } from '../text/show';
import { UsageError } from '../text/usage-error';
import { type ReceiveOptions, receiveOptions } from '../waiting/wait-options';
import type { MethodCall } from './method-call';
import { type Meanwhile, receiveOne, type Sought } from './receive';

const sendUntilOptions = {
  ...receiveOptions,
  /**
   * After how long without an answer the message is sent again, in ms, 1 or more. Defaults to 100. With `Infinity`, it is sent
   * once.
   */
  every: check<number>('a number of milliseconds, 1 or more', (value) => Number(value) >= 1 && typeof value === 'number'),
};

/** How `sendUntil()` sends and waits. */
export interface SendUntilOptions extends ReceiveOptions, OptionsOf<typeof sendUntilOptions> {}

const INTERVAL = 100;

/** What `client.sendUntil()` does. */
export function sendUntil(call: MethodCall, message: unknown, expected: unknown, options: SendUntilOptions): Promise<unknown> {
  const seek = (understood: Expected): Sought => {
    if (expected === undefined)
      throw new UsageError('sendUntil() takes the expected answer after the message: sendUntil(message, expected).');
    const meanwhile = probing(call, message, options.every ?? INTERVAL);
    return { requirement: reply(understood), valueOf: understood.valueOf, meanwhile };
  };
  return receiveOne(call, expected, options, seek, sendUntilOptions);
}

function probing({ connection, name }: MethodCall, message: unknown, every: number): Meanwhile {
  let sent = 0;
  let problem = '';
  const send = () => {
    connection.sending.send(message, undefined, undefined, sent > 0);
    sent++;
  };
  send();
  const sendAgain = () => {
    try {
      if (connection.state === 'open') send();
    } catch (error) {
      clearInterval(timer);
      problem = `, and then not any more: ${said(error)}`;
    }
  };
  const timer = every > LONGEST_TIMER ? undefined : setInterval(sendAgain, every);
  return {
    stop: () => clearInterval(timer),
    account: () => {
      const often = timer ? `, every ${every} ms` : '';
      return `${name}() sent it ${sent === 1 ? 'once' : count(sent, 'time')}${often}${problem}.`;
    },
  };
}
