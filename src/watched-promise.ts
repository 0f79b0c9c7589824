import type { Realm } from './realm';
import type { Roster } from './roster';
import type { Site } from './site';

/** An assertion whose promise nobody has awaited yet. */
export interface Unawaited {
  readonly name: string;
  readonly site: Pick<Site, 'frames'>;
}

interface Watch {
  thens: number;
  /** How often `then` is called before the user can: `expect` does so to word a failure. */
  readonly internal: number;
  /** Takes it out of those that nobody awaits. */
  readonly awaited: () => void;
}

/** Makes promises of the test's realm that know whether somebody waits for them. */
export interface PromiseWatch {
  /**
   * The promise counts as unawaited, in the roster, until `then` is called more often than `internal`. Until then its
   * rejection is nobody's business but the roster's owner's: no unhandled rejection comes of it.
   */
  promise<T>(
    assertion: Unawaited,
    unawaited: Roster<Unawaited>,
    internal: number,
    executor: (resolve: (value: T) => void, reject: (error: unknown) => void) => void,
  ): Promise<T>;
  /** How often `then` was called along the promise's chain. */
  count(promise: unknown): number;
}

export function watchPromises(realm: Realm): PromiseWatch {
  const plainThen = realm.Promise.prototype.then;
  const ignore = () => {};

  // `await` on a subclass calls its `then`; on a plain promise it would not
  class WatchedPromise<T> extends realm.Promise<T> {
    /** A field, not a WeakMap beside it: what a WeakMap holds outlives every quick collection of garbage. */
    #watch: Watch | undefined;

    static follow(promise: WatchedPromise<unknown>, watch: Watch): void {
      promise.#watch = watch;
      if (watch.thens === watch.internal) void plainThen.call(promise, undefined, ignore);
    }

    static count(promise: WatchedPromise<unknown>): number {
      return promise.#watch?.thens ?? 0;
    }

    // biome-ignore lint/suspicious/noThenProperty: to know of each `then` is what it is for
    override then<A = T, B = never>(
      fulfilled?: ((value: T) => A | PromiseLike<A>) | null,
      rejected?: ((error: unknown) => B | PromiseLike<B>) | null,
    ): Promise<A | B> {
      const next = super.then(fulfilled, rejected) as WatchedPromise<A | B>; // of this class, by its species
      const watch = this.#watch;
      if (watch) {
        watch.thens++;
        if (watch.thens > watch.internal) watch.awaited();
        else WatchedPromise.follow(next, watch);
      }
      return next;
    }
  }

  return {
    promise({ name, site }, unawaited, internal, executor) {
      const promise = new WatchedPromise(executor);
      const watch: Watch = { thens: 0, internal, awaited: unawaited.add({ name, site }) };
      WatchedPromise.follow(promise, watch);
      return promise;
    },
    count: (promise) => (promise instanceof WatchedPromise ? WatchedPromise.count(promise) : 0),
  };
}
