import type { Engine } from '../src/engine';
import { Site } from '../src/site';
import { type Expectation, isLazy } from './fast-path/lazy-expectation';
import { isPromise } from './subject';
import { MATCHER_DEPTH } from './waiting';

type Expect = (...args: unknown[]) => unknown;

/**
 * Stands for what a setup file has put in the place of `expect`: a wrapper that adds a message (jest-expect-message), a
 * chain (jest-chain), or whatever was written by hand. It may await our promise and give another one, so what it gives is
 * watched in its place: a forgotten `await` is still found.
 * @param ours The names of our matchers.
 */
export function aroundWrapper<E extends Expect>(engine: Engine, wrapper: E, ours: readonly string[]): E {
  const names = new Set<string | symbol>(ours);
  const isExpectation = (value: object): boolean => !isLazy(value) && Object.hasOwn(value, ours[0] as string);

  /** The handler of an expectation, or of a part of it such as `not`. */
  class Around implements ProxyHandler<Expectation> {
    /** @param earlier What an expectation in a chain was chained to: who awaits the last one awaits all. */
    constructor(private readonly earlier?: Promise<unknown>) {}

    get(target: Expectation, name: string | symbol): unknown {
      const value = target[name];
      if (typeof value === 'object' && value !== null) return new Proxy(value as Expectation, this);
      if (typeof value !== 'function') return value;
      const callee = (...args: unknown[]) => {
        const result: unknown = Reflect.apply(value, target, args);
        if (typeof result !== 'object' || result === null) return result;
        if (!isPromise(result)) return isExpectation(result) ? new Proxy(result as Expectation, this) : result;
        return names.has(name) ? this.#watched(String(name), new Site(callee, MATCHER_DEPTH), result) : result;
      };
      return callee;
    }

    #watched(name: string, site: Site, given: PromiseLike<unknown>): Promise<unknown> {
      const { unawaited } = engine.host.occasion().scope;
      const promise = engine.watch.promise<unknown>({ name, site }, unawaited, 0, (resolve, reject) => {
        Promise.all([given, this.earlier]).then(([value]) => resolve(value), reject);
      });
      return isExpectation(given) ? Object.assign(promise, new Proxy(given as never, new Around(promise))) : promise;
    }
  }

  return new Proxy(wrapper, {
    apply(target, self, args) {
      const made: unknown = Reflect.apply(target, self, args);
      return typeof made === 'object' && made !== null && isExpectation(made)
        ? new Proxy(made as Expectation, new Around())
        : made;
    },
  });
}
