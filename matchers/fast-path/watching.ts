import type { Engine } from '../../src/client/engine';
import { CallLocation } from '../../src/runtime/call-location';
import { isPromise } from '../../src/runtime/tag';
import { MATCHER_DEPTH } from '../waiting';
import { isLazy, type JestExpectation } from './lazy-expectation';

/**
 * Watches what the matchers of an expectation give, for those that others have made: the wrapper that a setup file has
 * put in the place of `expect` (jest-expect-message, jest-chain, one written by hand), or Jest's `resolves`. They await
 * our promise themselves and give another one, which is watched in its place: a forgotten `await` is still found.
 */
export class Watching {
  readonly #engine: Engine;
  readonly #names: ReadonlySet<string>;

  /** @param names Of our matchers. */
  constructor(engine: Engine, names: readonly string[]) {
    this.#engine = engine;
    // an inline snapshot is written where the stack says that it stands: no frame of ours may be in it
    this.#names = new Set(names.filter((name) => !name.endsWith('InlineSnapshot')));
  }

  /** What stands for a wrapper of `expect`. */
  wrapper<E extends (...args: never[]) => unknown>(wrapper: E): E {
    return new Proxy(wrapper, { apply: (target, self, args) => this.#result(Reflect.apply(target, self, args)) });
  }

  /** @param earlier What it is chained to: who awaits the last of a chain awaits all. */
  expectation(made: object, earlier?: Promise<unknown>): JestExpectation {
    const get = (target: JestExpectation, name: string): unknown => {
      const value = target[name];
      if (typeof value === 'object' && value !== null) return this.expectation(value, earlier);
      if (typeof value !== 'function' || !this.#names.has(name)) return value;
      const callee = (...args: unknown[]) => {
        const result: unknown = Reflect.apply(value, target, args);
        return isPromise(result)
          ? this.#promise(name, new CallLocation(callee, MATCHER_DEPTH), result, earlier)
          : this.#result(result, earlier);
      };
      return callee;
    };
    return new Proxy(made as JestExpectation, { get });
  }

  #result(result: unknown, earlier?: Promise<unknown>): unknown {
    return this.#isExpectation(result) ? this.expectation(result, earlier) : result;
  }

  #promise(name: string, location: CallLocation, given: PromiseLike<unknown>, earlier?: Promise<unknown>): Promise<unknown> {
    const { unawaited } = this.#engine.host.caller().scope;
    const promise = this.#engine.watch.promise<unknown>({ name, location }, unawaited, 0, (resolve, reject) => {
      Promise.all([given, earlier]).then(([value]) => resolve(value), reject);
    });
    return this.#isExpectation(given) ? Object.assign(promise, this.expectation(given, promise)) : promise;
  }

  #isExpectation(value: unknown): value is object {
    return typeof value === 'object' && value !== null && !isLazy(value) && Object.hasOwn(value, 'toReceiveMessage');
  }
}
