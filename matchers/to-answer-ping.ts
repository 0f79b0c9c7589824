import { ofEvery } from '../src/expectations/looking-back';
import { checkOptions, refuseMore } from '../src/text/options';
import { type WaitOptions, waitOptions } from '../src/waiting/wait-options';
import { resultOf } from './failure-message';
import type { Call, MatcherResult } from './matcher';
import { hint } from './printing';
import { connectionsOf } from './subject';
import type { OnClients } from './types';
import { refused, until, waitingTime } from './waiting';

declare module './types' {
  interface WebSocketMatchers<R, T> {
    /** The server answers a ping with a pong (RFC 6455 §5.5.3), before the timeout. */
    toAnswerPing(this: OnClients<R, T>, options?: WaitOptions): Promise<void>;
  }
}

/** @internal */
export function toAnswerPing(
  call: Call,
  subject: unknown,
  options: WaitOptions = {},
  ...more: unknown[]
): Promise<MatcherResult> {
  try {
    refuseMore(more, call.name, 1);
    const connections = connectionsOf(subject);
    checkOptions(options, waitOptions, call.name);
    const { isNot } = call.context;
    const timeout = waitingTime(call, connections, options.timeout);
    const { deadline } = call.engine.host.caller();
    const began = performance.now();
    const failure = { hint: hint(call.context, call.name, connections, ''), expected: `${isNot ? 'no' : 'a'} pong` };
    return until<readonly boolean[]>(call, {
      failure,
      start: (done, fail) => {
        Promise.all(connections.map((connection) => connection.roundTrip(timeout, undefined, deadline))).then(done, fail);
        return undefined;
      },
      result: (answers = []) => {
        const after = performance.now() - began;
        return resultOf(call, ofEvery(answers, isNot) === true, () => ({
          ...failure,
          received: connections.map((connection, index) => {
            return `${connection.name}: ${answers[index] ? 'a pong came' : connection.whyNoPong(after)}`;
          }),
          values: { expected: !isNot, actual: answers.length === 1 ? answers[0] : answers },
        }));
      },
    });
  } catch (error) {
    return refused(call, error);
  }
}
