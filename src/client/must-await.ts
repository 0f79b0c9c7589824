import { ConnectFailure, withDetails } from '../connection/connect-failure';
import { Bag } from '../runtime/bag';
import type { Unawaited } from '../runtime/watched-promise';
import { errorAt } from '../text/error-at';
import { isUsageError } from '../text/usage-error';
import { type Caller, isOver } from '../waiting/scope';
import type { Engine } from './engine';

type Settle<T> = (value: T) => void;
type Executor<T> = (resolve: Settle<T>, reject: Settle<unknown>) => void;

/**
 * The promise of the test's realm for what the user's code begins: a test that does not await it fails. What begins when
 * its test is over does nothing and never settles, since its rejection would be charged to another test; it is told as an
 * error instead.
 * @param internal How often `expect` itself waits for it.
 */
export function mustAwait<T>(engine: Engine, caller: Caller, call: Unawaited, executor: Executor<T>, internal = 0): Promise<T> {
  if (!isOver(caller)) return engine.watch.promise(call, caller.scope.unawaited, internal, executor);
  stray(caller, call);
  return engine.watch.promise<T>(call, new Bag(), internal, () => {});
}

/** The same for a client: who asks for one when its test is over is refused. */
export function mustAwaitClient<T>(engine: Engine, caller: Caller, call: Unawaited, open: () => Promise<T>): Promise<T> {
  const executor = endingWithTest<T>(engine, caller, call, (resolve, reject) => void open().then(resolve, reject));
  return engine.watch.promise(call, caller.scope.unawaited, 0, executor);
}

/** Of what is no wait for messages: when the test ends before it is done, it ends too, while it still is that test's. */
export function endingWithTest<T>(
  { realm }: Engine,
  { scope }: Caller,
  { name, location }: Unawaited,
  act: Executor<T>,
): Executor<T> {
  const atLine = (error: unknown): unknown => {
    if (error instanceof ConnectFailure) return withDetails(errorAt(realm, location, error.message), error.details);
    return isUsageError(error) ? errorAt(realm, location, error.message) : error;
  };
  return (resolve, reject) => {
    const leave = scope.waits.add((violation) => {
      if (!violation) settle(() => reject(errorAt(realm, location, `${scope.label} ended before ${name} was done. Await it.`)));
    });
    const settle = (how: () => void) => {
      leave();
      how();
    };
    act(
      (value) => settle(() => resolve(value)),
      (error) => settle(() => reject(atLine(error))),
    );
  };
}

/** Tells of what begins when its test is over. */
export function stray({ scope }: Caller, { name, location }: Unawaited): void {
  const sentence = () => `${name} was called after ${scope.label} had ended. Await everything that a test starts.`;
  scope.strays?.add({ location, sentence });
}
