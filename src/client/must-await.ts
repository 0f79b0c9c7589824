import { ConnectFailure, withDetails } from '../connection/connect-failure';
import { Bag } from '../runtime/bag';
import type { Unawaited } from '../runtime/watched-promise';
import { errorAt } from '../text/error-at';
import { isUsageError } from '../text/usage-error';
import { type Caller, isOver } from '../waiting/caller';
import type { EndedEarly } from '../waiting/outcome';
import { settleOnce } from '../waiting/settle-once';
import type { Engine } from './engine';

type Settle<T> = (value: T) => void;
type Settled<T> = { readonly kind: 'fulfilled'; readonly value: T } | { readonly kind: 'rejected'; readonly error: unknown };
type Executor<T> = (resolve: Settle<T>, reject: Settle<unknown>) => void;

/**
 * A promise of the test's realm that the user's code must await: a test that forgets it fails. A call that comes when its
 * test is over does nothing, and its promise never settles, since a rejection would be charged to another test; the call is
 * reported as an error instead.
 * @param internal How often `expect` itself awaits it.
 */
export function mustAwait<T>(engine: Engine, caller: Caller, call: Unawaited, executor: Executor<T>, internal = 0): Promise<T> {
  if (!isOver(caller)) return engine.watch.promise(call, caller.scope.unawaited, internal, executor);
  stray(caller, call);
  return engine.watch.promise<T>(call, new Bag(), internal, () => {});
}

/** The same for opening a client or a server. If its test is over, `open` itself rejects. */
export function mustAwaitClient<T>(engine: Engine, caller: Caller, call: Unawaited, open: () => Promise<T>): Promise<T> {
  const executor = endingWithTest<T>(engine, caller, call, (resolve, reject) => void open().then(resolve, reject));
  return engine.watch.promise(call, caller.scope.unawaited, 0, executor);
}

/** For work other than a wait for messages: it is rejected when its test ends first, while it can still fail that test. */
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
    const start = (done: (end: Settled<T>) => void): undefined => {
      act(
        (value) => done({ kind: 'fulfilled', value }),
        (error) => done({ kind: 'rejected', error }),
      );
    };
    const settle = (end: Settled<T> | EndedEarly): void => {
      if (end.kind === 'fulfilled') resolve(end.value);
      else if (end.kind === 'rejected') reject(atLine(end.error));
      else reject(errorAt(realm, location, `${scope.label} ended before ${name} was done. Await it.`));
    };
    settleOnce<Settled<T>>(scope, start, settle, 'test');
  };
}

/** Reports a call that came when its test was over. */
export function stray({ scope }: Caller, { name, location }: Unawaited): void {
  const sentence = () => `${name} was called after ${scope.label} had ended. Await everything that a test starts.`;
  scope.strays?.add({ location, sentence });
}
