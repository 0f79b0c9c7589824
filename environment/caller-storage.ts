import { AsyncLocalStorage } from 'node:async_hooks';
import type { Caller } from '../src/waiting/scope';

interface Stored {
  readonly of: CallerStorage;
  readonly caller: Caller;
}

/**
 * One for all files of a worker. On Node 20 and 22 each storage that is on makes every promise of the process dearer,
 * those of files that do not use us too.
 */
const storage = new AsyncLocalStorage<Stored>();

/** One run of the function of a test or hook. */
export class FunctionRun {
  #caller: Caller | undefined;

  constructor(private readonly make: () => Caller) {}

  /** Undefined while nobody has asked for it. */
  get knownCaller(): Caller | undefined {
    return this.#caller;
  }

  get caller(): Caller {
    this.#caller ??= this.make();
    return this.#caller;
  }
}

/**
 * Knows, in whatever a test or hook has begun, whose code it is: of tests that run together, and when its test is over.
 * It is on from when its file first uses us until the file is over.
 */
export class CallerStorage {
  #state: 'off' | 'on' | 'over' = 'off';
  /** What runs, where tests run one after the other. */
  #latest: FunctionRun | undefined;

  /** Turns it on: from here on, also for what has begun already. */
  use(): void {
    if (this.#state !== 'off') return;
    this.#state = 'on';
    if (this.#latest) storage.enterWith({ of: this, caller: this.#latest.caller });
  }

  /** A test or hook begins. */
  begin(run: FunctionRun): void {
    this.#latest = run;
  }

  /** It is done. */
  end(run: FunctionRun): void {
    if (this.#latest === run) this.#latest = undefined;
  }

  /** Runs a piece of its code. */
  run<T>(run: FunctionRun, piece: () => T): T {
    return this.#state === 'on' ? storage.run({ of: this, caller: run.caller }, piece) : piece();
  }

  get current(): Caller | undefined {
    const stored = storage.getStore();
    return stored?.of === this ? stored.caller : undefined;
  }

  /** Turns it off: the file is over. */
  close(): void {
    if (this.#state === 'on') storage.disable();
    this.#state = 'over';
    this.#latest = undefined;
  }
}
