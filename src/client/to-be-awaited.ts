import { ConnectFailure, withDetails } from '../connection/connect-failure';
import type { Unawaited } from '../runtime/watched-promise';
import { errorAt } from '../text/error-at';
import { isUsageError } from '../text/usage-error';
import type { Caller } from '../waiting/scope';
import type { Engine } from './engine';

type Settle<T> = (value: T) => void;

/**
 * A promise of the test's realm for something that takes a while. A test that does not await it fails; one that ends
 * before it is done ends it, while it still is that test's.
 */
export function toBeAwaited<T>(
  { realm, watch }: Engine,
  { scope }: Caller,
  call: Unawaited,
  act: (resolve: Settle<T>, reject: Settle<unknown>) => void,
): Promise<T> {
  const { name, location } = call;
  const atLine = (error: unknown): unknown => {
    if (error instanceof ConnectFailure) return withDetails(errorAt(realm, location, error.message), error.details);
    return isUsageError(error) ? errorAt(realm, location, error.message) : error;
  };
  return watch.promise<T>(call, scope.unawaited, 0, (resolve, reject) => {
    const leave = scope.waits.add((violation) => {
      if (!violation) settle(() => reject(errorAt(realm, location, `${scope.label} ended before ${name} was done. Await it.`)));
    });
    const settle = (how: () => void) => {
      leave();
      how();
    };
    const fail = (error: unknown) => settle(() => reject(atLine(error)));
    act((value) => settle(() => resolve(value)), fail);
  });
}
