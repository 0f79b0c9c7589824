import { AsyncLocalStorage } from 'node:async_hooks';
import { type Occasion, Scope } from '../src/scope';
import type { Unawaited } from '../src/watched-promise';
import type { Block, State, Test } from './circus';

type Fn = (...args: unknown[]) => unknown;

/**
 * Whose code runs. An attempt of a test owns what its hooks and its body open, a describe block what its `beforeAll`
 * hooks open. What opens something after that was closed (an `afterEach`, say) gets a scope of its own.
 */
export class Scopes {
  readonly #storage = new AsyncLocalStorage<Occasion>();
  readonly #scopes = new Map<object, Scope[]>();
  /** Of code that belongs to no test or hook. */
  readonly #file: Block | object = {};
  /** The test whose code runs, as far as that can be known without the storage. */
  running: Test | null = null;

  /** Binds the hooks and tests of a block, and of the blocks in it, to their scopes. */
  bind(block: Block, state: State): void {
    for (const hook of block.hooks) {
      const ofBlock = hook.type === 'beforeAll' || hook.type === 'afterAll';
      this.#wrap(hook, () => this.#occasion(ofBlock ? block : (state.currentlyRunningTest ?? block), hook, state));
    }
    for (const child of block.children) {
      if (child.type === 'describeBlock') this.bind(child, state);
      else this.#wrap(child, () => this.#occasion(child, child, state));
    }
  }

  now(): Occasion {
    const occasion = this.#storage.getStore();
    if (occasion) return occasion;
    // such as the body of a generator test, which circus iterates itself
    return { scope: this.#current(this.running ?? this.#file), deadline: Number.POSITIVE_INFINITY };
  }

  of(owner: object): readonly Scope[] {
    return this.#scopes.get(owner) ?? [];
  }

  /** The scopes of a test, then those of the blocks around it: what its conversation is made of. */
  around(test: Test): Scope[] {
    const owners: object[] = [test];
    for (let block: Block | undefined = test.parent; block; block = block.parent) owners.push(block);
    return [...owners, this.#file].flatMap((owner) => this.of(owner));
  }

  get ofRunning(): Scope | undefined {
    return this.running ? this.#current(this.running) : undefined;
  }

  /** Ends what the owner has open, if it has opened anything. */
  end(owner: object): Promise<void> | undefined {
    const scopes = this.#scopes.get(owner);
    return scopes && all(scopes.map((scope) => scope.end()));
  }

  /** The assertions of the owner that nobody has awaited. Forgets the owner. */
  settle(owner: object): Unawaited[] {
    const scopes = this.#scopes.get(owner) ?? [];
    this.#scopes.delete(owner);
    return scopes.flatMap(({ unawaited }) => unawaited.items);
  }

  endAll(): Promise<void> {
    return all([...this.#scopes.keys()].map((owner) => this.end(owner)));
  }

  #occasion(owner: Block | Test, { timeout }: { timeout?: number | null | undefined }, state: State): Occasion {
    return { scope: this.#current(owner), deadline: performance.now() + (timeout || state.testTimeout) };
  }

  #current(owner: object): Scope {
    const scopes = this.#scopes.get(owner) ?? [];
    const last = scopes.at(-1);
    if (last && !last.ended) return last;
    const scope = new Scope(labelOf(owner));
    this.#scopes.set(owner, [...scopes, scope]);
    return scope;
  }

  #wrap(holder: { fn?: unknown }, occasion: () => Occasion): void {
    const { fn } = holder;
    if (typeof fn !== 'function' || Object.prototype.toString.call(fn) === '[object GeneratorFunction]') return;
    const storage = this.#storage;
    const bound = function (this: unknown, ...args: unknown[]) {
      return storage.run(occasion(), () => (fn as Fn).apply(this, args));
    };
    // circus sees by the length whether a `done` callback is taken
    holder.fn = Object.defineProperties(bound, { length: { value: fn.length }, name: { value: fn.name } });
  }
}

async function all(endings: (Promise<void> | undefined)[]): Promise<void> {
  await Promise.all(endings);
}

function labelOf(owner: object): string {
  const { type, name, parent } = owner as Partial<Block | Test>;
  if (type === 'test') return `the test "${name}"`;
  return parent ? `the describe block "${name}"` : 'the test file';
}
