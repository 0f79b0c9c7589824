/** What `expect()` returns. */
export type JestExpectation = Record<string | symbol, unknown>;

const LAZY = Symbol('lazy');

/** Whether it is a lazy expectation that has not been completed yet, so that nobody has copied or changed it. */
export const isLazy = (expectation: object): boolean => LAZY in expectation;

/**
 * The handler of an expectation that is completed as soon as something is read that it does not have. From then on it is
 * what Jest promises: an object with every matcher as an enumerable function of its own that needs no `this`. Wrappers of
 * `expect` (jest-expect-message, jest-chain, hand-written ones) copy these functions.
 */
export abstract class LazyExpectation implements ProxyHandler<JestExpectation> {
  #full = false;

  /** Everything that the expectation has. */
  protected abstract whole(): JestExpectation;

  protected get isFull(): boolean {
    return this.#full;
  }

  protected full(target: JestExpectation): JestExpectation {
    if (!this.#full) complete(target, this.whole());
    this.#full = true;
    return target;
  }

  get(target: JestExpectation, name: string | symbol): unknown {
    return this.full(target)[name];
  }

  has(target: JestExpectation, name: string | symbol): boolean {
    return name === LAZY ? !this.#full : Reflect.has(this.full(target), name);
  }

  ownKeys(target: JestExpectation): (string | symbol)[] {
    return Reflect.ownKeys(this.full(target));
  }

  getOwnPropertyDescriptor(target: JestExpectation, name: string | symbol): PropertyDescriptor | undefined {
    return Reflect.getOwnPropertyDescriptor(this.full(target), name);
  }

  defineProperty(target: JestExpectation, name: string | symbol, descriptor: PropertyDescriptor): boolean {
    return Reflect.defineProperty(this.full(target), name, descriptor);
  }
}

/** Gives the target what it lacks, and does the same for its parts: `not`, `resolves`, `rejects`. */
function complete(target: JestExpectation, whole: JestExpectation): void {
  for (const name of Object.keys(whole)) {
    const [has, lacks] = [target[name], whole[name]];
    if (has === undefined) target[name] = lacks;
    else if (typeof has === 'object') complete(has as JestExpectation, lacks as JestExpectation);
  }
}
