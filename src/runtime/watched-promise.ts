import type { Bag } from './bag';
import type { CallLocation } from './call-location';
import type { Realm } from './realm';

/** An assertion whose promise nobody has awaited yet. */
export interface Unawaited {
  readonly name: string;
  readonly location: Pick<CallLocation, 'frames'>;
}

interface Watch {
  /** How often it was waited for. */
  waits: number;
  /** How often `expect` itself does so, before the user can. */
  readonly internal: number;
  /** Takes it out of those that nobody awaits. */
  readonly awaited: () => void;
}

/** Makes promises of the test's realm that know whether somebody waits for them. */
export interface PromiseWatch {
  /**
   * The promise counts as unawaited, in `unawaited`, until it is waited for more often than `internal`: until `then` is
   * called with what shall happen when it is fulfilled. Who looks at the failure alone, by `catch`, has not waited; the
   * promise that `catch` gives must be waited for instead. Until then its rejection is nobody's business but the
   * owner's of `unawaited`: no unhandled rejection comes of it.
   */
  promise<T>(
    assertion: Unawaited,
    unawaited: Bag<Unawaited>,
    internal: number,
    executor: (resolve: (value: T) => void, reject: (error: unknown) => void) => void,
  ): Promise<T>;
  /** How often the promise, or one that comes of it, was waited for. */
  count(promise: unknown): number;
}

// Its own, not the test's: that one may be replaced (bluebird) or patched (zone.js), and works on any promise all the same
const plainThen = Promise.prototype.then;
const ignore = () => {};

export function watchPromises(realm: Realm): PromiseWatch {
  // `await` on a subclass calls its `then`; on a plain promise it would not
  class WatchedPromise<T> extends Promise<T> {
    /** A field, not a WeakMap beside it: what a WeakMap holds outlives every quick collection of garbage. */
    #watch: Watch | undefined;

    static follow(promise: WatchedPromise<unknown>, watch: Watch): void {
      promise.#watch = watch;
      if (watch.waits === watch.internal) void plainThen.call(promise, undefined, ignore);
    }

    static count(promise: WatchedPromise<unknown>): number {
      return promise.#watch?.waits ?? 0;
    }

    // biome-ignore lint/suspicious/noThenProperty: to know of each `then` is what it is for
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
  // made here, of the test's realm all the same: `instanceof Promise` holds there
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
