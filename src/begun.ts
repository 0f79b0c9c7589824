import type { Engine } from './engine';
import { Roster } from './roster';
import { isOver, type Occasion } from './scope';
import type { Unawaited } from './watched-promise';

/**
 * The promise for what the user's code begins, which its test must await. What begins when that is over does nothing and
 * never settles: its rejection would be charged to another test. It is told as an error instead.
 * @param internal How often `expect` itself waits for it.
 */
export function begun<T>(
  engine: Engine,
  occasion: Occasion,
  call: Unawaited,
  internal: number,
  executor: (resolve: (value: T) => void, reject: (error: unknown) => void) => void,
): Promise<T> {
  if (!isOver(occasion)) return engine.watch.promise(call, occasion.scope.unawaited, internal, executor);
  stray(occasion, call);
  return engine.watch.promise<T>(call, new Roster(), internal, () => {});
}

/** Tells of what begins when its test is over. */
export function stray({ scope }: Occasion, { name, site }: Unawaited): void {
  const sentence = () => `${name} was called when ${scope.label} was over. Await all that a test starts.`;
  scope.strays?.add({ site, sentence });
}
