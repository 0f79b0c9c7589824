import { checkPing } from '../connection/control-frames';
import { errorAt } from '../text/error-at';
import { checkOptions } from '../text/options';
import { waitTime } from '../waiting/caller';
import { type WaitOptions, waitOptions } from '../waiting/wait-options';
import type { MethodCall } from './method-call';
import { endingWithTest, mustAwait } from './must-await';

/**
 * Resolves to the time until the pong came (ms).
 * @throws {UsageError}
 */
export function ping({ engine, connection, location, caller }: MethodCall, data: unknown, options: WaitOptions): Promise<number> {
  checkPing(data);
  checkOptions(options, waitOptions, 'ping()');
  const call = { name: 'ping()', location };
  const executor = endingWithTest<number>(engine, caller, call, (resolve, reject) => {
    const timeout = waitTime(options.timeout ?? connection.timeout, caller);
    const began = performance.now();
    void connection.roundTrip(timeout, data as string | undefined, caller.deadline).then((answered) => {
      const after = performance.now() - began;
      if (answered) resolve(after);
      else reject(errorAt(engine.realm, location, `${connection.name} got no pong: ${connection.whyNoPong(after)}.`));
    });
  });
  return mustAwait(engine, caller, call, executor);
}
