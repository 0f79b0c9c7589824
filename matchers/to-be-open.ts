import type { Connection } from '../src/connection/connection';
import { describeEnding } from '../src/connection/ending';
import { ofEvery } from '../src/expectations/looking-back';
import { refuseMore } from '../src/text/options';
import { resultOf, usageErrorResult } from './failure-message';
import type { Call, MatcherResult } from './matcher';
import { hint } from './printing';
import { connectionsOf } from './subject';
import type { OnClients } from './types';

declare module './types' {
  interface WebSocketMatchers<R, T> {
    /** The connection is open now. */
    toBeOpen(this: OnClients<R, T>): R;
    /** The connection is closed now: the server's close frame has arrived, or the socket is gone. */
    toBeClosed(this: OnClients<R, T>): R;
  }
}

/** @internal */
export const toBeOpen = (call: Call, subject: unknown, ...more: unknown[]) => isIn('open', call, subject, more);

/** @internal */
export const toBeClosed = (call: Call, subject: unknown, ...more: unknown[]) => isIn('closed', call, subject, more);

function isIn(wanted: Connection['state'], call: Call, subject: unknown, more: readonly unknown[]): MatcherResult {
  try {
    const connections = connectionsOf(subject);
    refuseMore(more, call.name, 0);
    const states = connections.map((connection) => connection.state);
    for (const connection of connections) connection.closing.look();
    const answers = states.map((state) => state === wanted);
    return resultOf(call, ofEvery(answers, call.context.isNot) === true, () => ({
      hint: hint(call.context, call.name, connections, ''),
      expected: `${call.context.isNot ? 'not ' : ''}${wanted}`,
      received: connections.map(({ name, ending }, index) => {
        return `${name} is ${states[index]}${ending ? `: ${describeEnding(ending)}` : ''}`;
      }),
      values: { expected: wanted, actual: states.length === 1 ? states[0] : states },
    }));
  } catch (error) {
    return usageErrorResult(call, error);
  }
}
