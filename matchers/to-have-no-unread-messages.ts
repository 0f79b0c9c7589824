import { ofEvery } from '../src/expectations/looking-back';
import { refuseMore } from '../src/text/options';
import { resultOf, usageErrorResult } from './failure-message';
import type { Call, MatcherResult } from './matcher';
import { hint } from './printing';
import { connectionsOf } from './subject';
import type { OnClients } from './types';
import { unreadLines, unreadValues } from './what-came';

declare module './types' {
  interface WebSocketMatchers<R, T> {
    /** Every message so far has been matched or skipped by an expectation, or ignored or answered by a rule. */
    toHaveNoUnreadMessages(this: OnClients<R, T>): R;
  }
}

/** @internal */
export function toHaveNoUnreadMessages(call: Call, subject: unknown, ...more: unknown[]): MatcherResult {
  try {
    refuseMore(more, call.name, 0);
    const connections = connectionsOf(subject);
    const { isNot } = call.context;
    const answers = connections.map(({ log }) => log.unread.length === 0);
    return resultOf(call, ofEvery(answers, isNot) === true, () => ({
      hint: hint(call.context, call.name, connections, ''),
      expected: isNot ? 'unread messages' : 'no unread messages',
      received: connections.map((connection) => unreadLines(connection).join('\n')),
      values: { expected: [], actual: connections.flatMap(unreadValues) },
    }));
  } catch (error) {
    return usageErrorResult(call, error);
  }
}
