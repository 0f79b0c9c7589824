import { allOf, type Pending } from '../src/runtime/pending';
import type { Caller } from '../src/waiting/caller';
import { Recording } from '../src/waiting/recording';
import { Scope } from '../src/waiting/scope';
import { CallerStorage, FunctionRun } from './caller-storage';
import type { Block, Hook, State, Test } from './jest-internals';
import { wrapped } from './wrapped-function';

/** What is done after a function of the user's. */
export interface Following {
  testEnded(test: Test, caller: Caller, failed: boolean): Pending;
  hookEnded(hook: Hook, caller: Caller, failed: boolean): Pending;
  /** What is thrown instead of what a test or hook threw. */
  thrown(error: unknown, asyncError?: Error): unknown;
}

/**
 * Knows to which test or block the running code belongs. An attempt of a test owns what its hooks and its body open, a
 * describe block what its `beforeAll` hooks open. Code that opens something after that was closed (an `afterEach`, say) gets
 * a scope of its own.
 */
export class Scopes {
  readonly #storage = new CallerStorage();
  readonly #scopes = new Map<object, Scope[]>();
  /** The owner of code that belongs to no test or hook. */
  readonly #file: Block | object = {};
  /** The test that runs, as far as that is known without the storage. */
  running: Test | null = null;
  /** The caller of code that still runs when the file is over. */
  #over: Caller | undefined;
  /** Whether what happens in them is kept for a report. */
  readonly #records: boolean;

  constructor(records = false) {
    this.#records = records;
  }

  /** Binds the hooks and tests of a block, and of the blocks in it, to their scopes. */
  bind(block: Block, state: State, following: Following): void {
    for (const hook of block.hooks) {
      const ofBlock = hook.type === 'beforeAll' || hook.type === 'afterAll';
      const owner = () => (ofBlock ? block : (state.currentlyRunningTest ?? block));
      this.#wrap(hook, owner, state, following, (caller, failed) => {
        caller.over = hook.type === 'afterAll' || hook.type === 'afterEach'; // a test may await what the other hooks begin
        return following.hookEnded(hook, caller, failed);
      });
    }
    for (const child of block.children) {
      if (child.type === 'describeBlock') this.bind(child, state, following);
      else {
        if (child.concurrent) this.#storage.use();
        this.#wrap(
          child,
          () => child,
          state,
          following,
          (caller, failed) => {
            caller.over = true;
            return following.testEnded(child, caller, failed);
          },
        );
      }
    }
  }

  /** The test file uses us: it has loaded the package, or names it. */
  use(): void {
    this.#storage.use();
  }

  now(): Caller {
    this.#storage.use();
    const caller = this.#storage.current ?? this.#over;
    if (caller) return caller;
    // the top of the file, for example, or a callback from there
    return { scope: this.#current(this.running ?? this.#file), deadline: Number.POSITIVE_INFINITY };
  }

  of(owner: object): readonly Scope[] {
    return this.#scopes.get(owner) ?? [];
  }

  get ofFile(): readonly Scope[] {
    return this.of(this.#file);
  }

  /** The scopes of a test, then those of the blocks around it: its conversation is made from these. */
  around(test: Test): Scope[] {
    return [...this.of(test), ...this.outside(test)];
  }

  /** The scopes of the blocks around a test or block, and of the file. */
  outside({ parent }: { readonly parent?: Block }): Scope[] {
    const scopes: Scope[] = [];
    for (let block = parent; block; block = block.parent) scopes.push(...this.of(block));
    return [...scopes, ...this.ofFile];
  }

  /** The scope whose test fails for what is broken in a scope: itself if it is a test's, else that of the running test. */
  judging(scope: Scope): Scope {
    const { running } = this;
    if (!running || scope.isOfTest) return scope;
    return this.#current(running);
  }

  /**
   * Ends what the owner has opened, if anything.
   * @param followedBy The name of the hooks that run afterwards.
   */
  end(owner: object, followedBy?: string): Pending {
    return allOf(this.of(owner).map((scope) => scope.end(followedBy)));
  }

  /** Ends what the code at the top of the file has opened. */
  endFile(followedBy?: string): Pending {
    return this.end(this.#file, followedBy);
  }

  /** Ends what was kept open for the hooks of the owner, and forgets the owner. */
  settle(owner: object): Pending {
    const released = this.of(owner).map((scope) => scope.release());
    this.#scopes.delete(owner);
    return allOf(released);
  }

  endAll(): Pending {
    return allOf([...this.#scopes.keys()].map((owner) => this.end(owner)));
  }

  settleAll(): Pending {
    return allOf([...this.#scopes.keys()].map((owner) => this.settle(owner)));
  }

  /** The file is over: from now on, code of it that still runs cannot open anything. */
  close(): void {
    const scope = new Scope(labelOf(this.#file));
    void scope.end();
    this.#over = { scope, deadline: 0, over: true };
    this.#storage.close();
  }

  #current(owner: object): Scope {
    const scopes = this.#scopes.get(owner) ?? [];
    const last = scopes.at(-1);
    if (last && !last.ended) return last;
    const outer = this.outside(owner).find(({ ended }) => !ended);
    const isOfTest = (owner as Partial<Test>).type === 'test';
    const scope = new Scope(labelOf(owner), outer, this.#records ? new Recording() : undefined, isOfTest, last);
    this.#scopes.set(owner, [...scopes, scope]);
    if (isOfTest) for (const broken of outer?.takeViolations() ?? []) scope.break(broken);
    return scope;
  }

  #wrap(
    holder: Test | Hook,
    owner: () => Block | Test,
    state: State,
    following: Following,
    ended: (caller: Caller, failed: boolean) => Pending,
  ): void {
    const { fn, asyncError } = holder;
    if (typeof fn !== 'function') return;
    holder.fn = wrapped(fn as () => unknown, () => {
      const [of, deadline] = [owner(), performance.now() + (holder.timeout || state.testTimeout)];
      const run = new FunctionRun(() => ({ scope: this.#current(of), deadline }));
      this.#storage.begin(run);
      return {
        isHook: holder.type !== 'test',
        within: (piece) => this.#storage.run(run, piece),
        ended: (failed) => {
          this.#storage.end(run);
          return run.knownCaller && ended(run.knownCaller, failed);
        },
        thrown: (error) => following.thrown(error, asyncError),
      };
    }) as typeof fn;
  }
}

function labelOf(owner: object): string {
  const { type, name, parent } = owner as Partial<Block | Test>;
  if (type === 'test') return `the test "${name}"`;
  return parent ? `the describe block "${name}"` : 'the test file';
}
