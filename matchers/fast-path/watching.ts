import type { Engine } from '../../src/client/engine';
import { CallLocation } from '../../src/runtime/call-location';
import { isPromise } from '../../src/runtime/tag';
import { MATCHER_DEPTH } from '../waiting';
import { isLazy, type JestExpectation } from './lazy-expectation';

/**
 * Watches the promises of expectations that others make: a wrapper which a setup file has put in the place of `expect`
 * (jest-expect-message, jest-chain, a hand-written one), or Jest's `resolves`. These await our promise themselves and return
 * another one, which is watched instead, so that a forgotten `await` is still found.
 */
export class Watching {
  readonly #engine: Engine;
  readonly #names: ReadonlySet<string>;

  /** @param names The names of our matchers. */
  constructor(engine: Engine, names: readonly string[]) {
    this.#engine = engine;
    // Jest finds the place of an inline snapshot by the stack, so no frame of ours may be in it
    this.#names = new Set(names.filter((name) => !name.endsWith('InlineSnapshot')));
  }

  /** Replaces a wrapper of `expect`. */
  wrapper<E extends (...args: never[]) => unknown>(wrapper: E): E {
    return new Proxy(wrapper, { apply: (target, self, args) => this.#result(Reflect.apply(target, self, args)) });
  }

  /** @param earlier The promise that it is chained to: whoever awaits the last promise of a chain awaits all. */
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
