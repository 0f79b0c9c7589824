import type { Realm } from './realm';
import type { Site } from './site';

/** An assertion whose promise nobody has awaited yet. */
export interface Unawaited {
  readonly name: string;
  readonly site: Pick<Site, 'frames'>;
}

interface Watch extends Unawaited {
  thens: number;
  /** How often `then` is called before the user can: `expect` does so to word a failure. */
  readonly internal: number;
  readonly unawaited: Set<Unawaited>;
}

/** Makes promises of the test's realm that know whether somebody waits for them. */
export interface PromiseWatch {
  /** How often `expect` itself calls `then` on what a matcher returns; found by trying it. */
  internal: number;
  /**
   * The promise counts as unawaited, in the set, until `then` is called more often than `internal`. Until then its
   * rejection is nobody's business but the set's owner's: no unhandled rejection comes of it.
   */
  promise<T>(
    assertion: Unawaited,
    unawaited: Set<Unawaited>,
    internal: number,
    executor: (resolve: (value: T) => void, reject: (error: unknown) => void) => void,
  ): Promise<T>;
  /** How often `then` was called along the promise's chain. */
  count(promise: unknown): number;
}

export function watchPromises(realm: Realm): PromiseWatch {
  const watches = new WeakMap<object, Watch>();
  const plainThen = realm.Promise.prototype.then;
  const ignore = () => {};

  // `await` on a subclass calls its `then`; on a plain promise it would not
  class WatchedPromise<T> extends realm.Promise<T> {
    // biome-ignore lint/suspicious/noThenProperty: to know of each `then` is what it is for
    override then<A = T, B = never>(
      fulfilled?: ((value: T) => A | PromiseLike<A>) | null,
      rejected?: ((error: unknown) => B | PromiseLike<B>) | null,
    ): Promise<A | B> {
      const next = super.then(fulfilled, rejected);
      const watch = watches.get(this);
      if (watch) {
        watch.thens++;
        if (watch.thens > watch.internal) watch.unawaited.delete(watch);
        else follow(next, watch);
      }
      return next;
    }
  }

  function follow(promise: Promise<unknown>, watch: Watch): void {
    watches.set(promise, watch);
    if (watch.thens === watch.internal) plainThen.call(promise, undefined, ignore);
  }

  return {
    internal: 0,
    promise({ name, site }, unawaited, internal, executor) {
      const promise = new WatchedPromise(executor);
      const watch: Watch = { name, site, unawaited, internal, thens: 0 };
      unawaited.add(watch);
      follow(promise, watch);
      return promise;
    },
    count: (promise) => watches.get(promise as object)?.thens ?? 0,
  };
}
