import { Bag } from '../runtime/bag';
import type { Unawaited } from '../runtime/watched-promise';
import { type Caller, isOver } from '../waiting/scope';
import type { Engine } from './engine';

/**
 * The promise for what the user's code begins, which its test must await. What begins when that is over does nothing and
 * never settles: its rejection would be charged to another test. It is told as an error instead.
 * @param internal How often `expect` itself waits for it.
 */
export function begun<T>(
  engine: Engine,
  caller: Caller,
  call: Unawaited,
  internal: number,
  executor: (resolve: (value: T) => void, reject: (error: unknown) => void) => void,
): Promise<T> {
  if (!isOver(caller)) return engine.watch.promise(call, caller.scope.unawaited, internal, executor);
  stray(caller, call);
  return engine.watch.promise<T>(call, new Bag(), internal, () => {});
}

/** Tells of what begins when its test is over. */
export function stray({ scope }: Caller, { name, location }: Unawaited): void {
  const sentence = () => `${name} was called after ${scope.label} had ended. Await everything that a test starts.`;
  scope.strays?.add({ location, sentence });
}
