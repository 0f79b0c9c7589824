import { checkOptions, refuseMore } from '../src/text/options';
import { checkedWindow, waitTime } from '../src/waiting/scope';
import { type WaitOptions, waitOptions } from '../src/waiting/wait-options';
import type { Call, Verdict } from './context';
import { connectionsOf } from './subject';
import { refused, usualTimeout, watched } from './waiting';
import { hint } from './words';

/** A pong comes back (RFC 6455 §5.5.3). */
export function toAnswerPing(call: Call, subject: unknown, options: WaitOptions = {}, ...more: unknown[]): Promise<Verdict> {
  try {
    refuseMore(more, call.name, 1);
    const connections = connectionsOf(subject);
    checkOptions(options, waitOptions, call.name);
    const caller = call.engine.host.caller();
    const window = call.engine.config.quietWindow;
    const timeout = call.context.isNot
      ? checkedWindow(options.timeout ?? window, caller)
      : waitTime(options.timeout ?? usualTimeout(connections), caller);
    const begun = performance.now();
    return watched(call, caller, async () => {
      const answers = await Promise.all(connections.map((connection) => connection.roundTrip(timeout)));
      const after = performance.now() - begun;
      const pass = call.context.isNot ? answers.some(Boolean) : answers.every(Boolean);
      const message = () => {
        const lines = connections.map((connection, index) => {
          const came = answers[index] ? 'a pong came' : connection.whyNoPong(after);
          return `Received: ${connection.name}: ${came}`;
        });
        const not = call.context.isNot ? 'no ' : 'a ';
        return [hint(call.context, call.name, connections, ''), '', `Expected: ${not}pong`, ...lines].join('\n');
      };
      return { pass, message, name: call.name };
    });
  } catch (error) {
    return refused(call, error);
  }
}
