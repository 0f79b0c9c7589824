import { ConnectFailure, withDetails } from './connect-failure';
import type { Engine } from './engine';
import { isMistake } from './mistake';
import type { Occasion } from './scope';
import { errorAt } from './site';
import type { Unawaited } from './watched-promise';

type Settle<T> = (value: T) => void;

/**
 * A promise of the test's realm for something that takes a while. A test that does not await it fails; one that ends
 * before it is done ends it, while it still is that test's.
 */
export function toBeAwaited<T>(
  { realm, watch }: Engine,
  { scope }: Occasion,
  call: Unawaited,
  act: (resolve: Settle<T>, reject: Settle<unknown>) => void,
): Promise<T> {
  const { name, site } = call;
  const atLine = (error: unknown): unknown => {
    if (error instanceof ConnectFailure) return withDetails(errorAt(realm, site, error.message), error.details);
    return isMistake(error) ? errorAt(realm, site, error.message) : error;
  };
  return watch.promise<T>(call, scope.unawaited, 0, (resolve, reject) => {
    const leave = scope.waits.add((breach) => {
      if (!breach) settle(() => reject(errorAt(realm, site, `${scope.label} ended before ${name} was done. Await it.`)));
    });
    const settle = (how: () => void) => {
      leave();
      how();
    };
    const fail = (error: unknown) => settle(() => reject(atLine(error)));
    act((value) => settle(() => resolve(value)), fail);
  });
}
