/**
 * Something that may have to be awaited; undefined if it is done already. It is not always a promise, since on Node 20 and 22
 * promises are expensive in a worker that has run many files, and most things end at once.
 */
export type Pending = Promise<void> | undefined;

/** Done when all of them are. */
export function allOf(endings: readonly Pending[]): Pending {
  const pending = endings.filter((ending) => ending !== undefined);
  return pending.length > 1 ? (Promise.all(pending) as Promise<unknown> as Promise<void>) : pending[0];
}

/** Calls `next` when it is done: at once, if it already is. */
export const after = (ending: Pending, next: () => Pending): Pending => (ending ? ending.then(next) : next());
