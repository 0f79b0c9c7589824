import { AsyncLocalStorage } from 'node:async_hooks';
import type { Caller } from '../src/waiting/caller';

interface Stored {
  readonly of: CallerStorage;
  readonly caller: Caller;
}

/**
 * One for all files of a worker. On Node 20 and 22 each storage that is on makes every promise of the process slower, also
 * in files that do not use us.
 */
const storage = new AsyncLocalStorage<Stored>();

/** One call of the function of a test or hook. */
export class FunctionRun {
  #caller: Caller | undefined;

  constructor(private readonly make: () => Caller) {}

  /** Undefined if `caller` has not been asked for: then the function has not used us. */
  get knownCaller(): Caller | undefined {
    return this.#caller;
  }

  get caller(): Caller {
    this.#caller ??= this.make();
    return this.#caller;
  }
}

/**
 * Knows which test or hook began the running code, even if tests run concurrently, or the test is over. It is turned on when
 * its file first uses us, or is known to, and off when the file is over.
 */
export class CallerStorage {
  #state: 'off' | 'on' | 'over' = 'off';
  /** The function that runs, if tests run one after the other. */
  #latest: FunctionRun | undefined;
  /** Whether it was turned on in the middle of a function, parts of which may not see what is stored: see `use()`. */
  #isLate = false;

  /**
   * Turns it on, also for the function that has begun already. What is stored then reaches only code that the running code
   * calls, not the code that awaits it: for example not a test that awaits a helper which loads the package.
   */
  use(): void {
    if (this.#state !== 'off') return;
    this.#state = 'on';
    this.#isLate = this.#latest !== undefined;
    if (this.#latest) storage.enterWith({ of: this, caller: this.#latest.caller });
  }

  /** A test or hook begins. */
  begin(run: FunctionRun): void {
    this.#latest = run;
  }

  /** A test or hook is done. */
  end(run: FunctionRun): void {
    if (this.#latest === run) this.#latest = undefined;
  }

  /** Runs a piece of a test's or hook's code. */
  run<T>(run: FunctionRun, piece: () => T): T {
    return this.#state === 'on' ? storage.run({ of: this, caller: run.caller }, piece) : piece();
  }

  get current(): Caller | undefined {
    const stored = storage.getStore();
    if (stored?.of === this) return stored.caller;
    return this.#isLate ? this.#latest?.caller : undefined;
  }

  /** Turns it off: the file is over. */
  close(): void {
    if (this.#state === 'on') storage.disable();
    this.#state = 'over';
    this.#latest = undefined;
  }
}
