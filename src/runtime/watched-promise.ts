import type { Bag } from './bag';
import type { CallLocation } from './call-location';
import type { Realm } from './realm';

/** An assertion whose promise has not been awaited yet. */
export interface Unawaited {
  readonly name: string;
  readonly location: Pick<CallLocation, 'frames' | 'position'>;
}

interface Watch {
  /** How often it was awaited. */
  waits: number;
  /** How often `expect` itself awaits it, before the user can. */
  readonly internal: number;
  /** Removes it from the promises that are not awaited. */
  readonly awaited: () => void;
}

/** Makes promises of the test's realm that notice whether they are awaited. */
export interface PromiseWatch {
  /**
   * The promise is listed in `unawaited` until it is awaited more often than `internal`. To await it is to call `then` with a
   * callback for its fulfilment. `catch` alone does not count: then the promise that it returns must be awaited instead. As
   * long as it is listed, a rejection does not become an unhandled rejection: it only concerns the owner of `unawaited`.
   */
  promise<T>(
    assertion: Unawaited,
    unawaited: Bag<Unawaited>,
    internal: number,
    executor: (resolve: (value: T) => void, reject: (error: unknown) => void) => void,
  ): Promise<T>;
  /** How often the promise, or one derived from it, was awaited. */
  count(promise: unknown): number;
}

// that of our realm, which works on any promise: that of the test may be replaced (bluebird) or patched (zone.js)
const plainThen = Promise.prototype.then;
const ignore = () => {};

export function watchPromises(realm: Realm): PromiseWatch {
  // `await` on a subclass calls its `then`; on a plain promise it would not
  class WatchedPromise<T> extends Promise<T> {
    /** A field, since what a WeakMap holds would only be freed by the slow garbage collection. */
    #watch: Watch | undefined;

    static follow(promise: WatchedPromise<unknown>, watch: Watch): void {
      promise.#watch = watch;
      if (watch.waits === watch.internal) void plainThen.call(promise, undefined, ignore);
    }

    static count(promise: WatchedPromise<unknown>): number {
      return promise.#watch?.waits ?? 0;
    }

    // biome-ignore lint/suspicious/noThenProperty: to know of each `then` is its purpose
    override then<A = T, B = never>(
      fulfilled?: ((value: T) => A | PromiseLike<A>) | null,
      rejected?: ((error: unknown) => B | PromiseLike<B>) | null,
    ): Promise<A | B> {
      const next = plainThen.call(this, fulfilled, rejected) as WatchedPromise<A | B>; // of this class, by its species
      const watch = this.#watch;
      if (watch) {
        if (fulfilled) watch.waits++;
        if (watch.waits > watch.internal) watch.awaited();
        else WatchedPromise.follow(next, watch);
      }
      return next;
    }
  }
  // the class is of our realm, but has the prototype of the test's, so that `instanceof Promise` holds there
  Object.setPrototypeOf(WatchedPromise.prototype, realm.Promise.prototype);

  return {
    promise({ name, location }, unawaited, internal, executor) {
      const promise = new WatchedPromise(executor);
      const watch: Watch = { waits: 0, internal, awaited: unawaited.add({ name, location }) };
      WatchedPromise.follow(promise, watch);
      return promise;
    },
    count: (promise) => (promise instanceof WatchedPromise ? WatchedPromise.count(promise) : 0),
  };
}
