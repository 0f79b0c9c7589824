/**
 * What may have to be waited for; undefined where it is done already. On Node 20 and 22 each promise is dear in a worker that
 * has run many files, and most of what ends has nothing to wait for.
 */
export type Pending = Promise<void> | undefined;

/** Is done when all of them are. */
export function allOf(endings: readonly Pending[]): Pending {
  const pending = endings.filter((ending) => ending !== undefined);
  return pending.length > 1 ? (Promise.all(pending) as Promise<unknown> as Promise<void>) : pending[0];
}

/** Goes on behind it: at once, where it is done. */
export const after = (ending: Pending, next: () => Pending): Pending => (ending ? ending.then(next) : next());
