import type { Connection } from '../src/connection/connection';
import { describeEnding } from '../src/connection/ending';
import { refuseMore } from '../src/text/option-checks';
import { type Call, usageErrorVerdict, type Verdict } from './context';
import { connectionsOf } from './subject';
import { hint } from './words';

/** The connection is open now. */
export const toBeOpen = (call: Call, subject: unknown, ...more: unknown[]): Verdict => state(call, subject, 'open', more);

/** The connection is closed now: the server's close frame has arrived, or the socket is gone. */
export const toBeClosed = (call: Call, subject: unknown, ...more: unknown[]): Verdict => state(call, subject, 'closed', more);

function state(call: Call, subject: unknown, wanted: Connection['state'], more: readonly unknown[]): Verdict {
  let connections: readonly Connection[];
  try {
    connections = connectionsOf(subject);
    refuseMore(more, call.name, 0);
  } catch (error) {
    return usageErrorVerdict(call, error);
  }
  const states = connections.map((connection) => connection.state);
  for (const connection of connections) connection.endSeen ||= connection.ending !== undefined;
  const message = () => {
    const lines = connections.map(({ name, ending, state }) => {
      return `Received: ${name} is ${state}${ending ? `: ${describeEnding(ending)}` : ''}`;
    });
    const not = call.context.isNot ? 'not ' : '';
    return [hint(call.context, call.name, connections, ''), '', `Expected: ${not}${wanted}`, ...lines].join('\n');
  };
  const pass = states.every((one) => one === wanted);
  return { pass, message, name: call.name, expected: wanted, actual: states.length === 1 ? states[0] : states };
}
