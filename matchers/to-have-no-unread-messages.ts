import { refuseMore } from '../src/text/option-checks';
import { type Call, usageErrorVerdict, type Verdict } from './context';
import { listed } from './nearest-words';
import { connectionsOf } from './subject';
import { hint } from './words';

/** Every message has been matched, skipped or ignored. */
export function toHaveNoUnreadMessages(call: Call, subject: unknown, ...more: unknown[]): Verdict {
  try {
    refuseMore(more, call.name, 0);
    const connections = connectionsOf(subject);
    const pass = connections.every(({ log }) => log.unread.length === 0);
    const message = () =>
      [
        hint(call.context, call.name, connections, ''),
        '',
        `Expected: ${call.context.isNot ? 'unread messages' : 'no unread messages'}`,
        ...connections.flatMap((connection) => listed(connection)),
      ].join('\n');
    return { pass, message, name: call.name };
  } catch (error) {
    return usageErrorVerdict(call, error);
  }
}
