import { Api } from '../src/api';
import { openDoor } from '../src/door';
import { Engine } from '../src/engine';
import type { Config } from '../src/options';
import { realmOf } from '../src/realm';
import type { Event, State } from './circus';
import { LifeCycle } from './life-cycle';
import { Scopes } from './scopes';

/** What a session takes of Jest's globals. */
export interface JestGlobals {
  readonly expect: unknown;
  beforeEach(callback: () => Promise<void>): void;
}

/** Makes the matchers of an engine known to `expect`, and gives what may stand for it where it can be replaced. */
export type Register = (engine: Engine, expect: never, global?: object) => unknown;

/** All that is ours in the run of one test file. */
export class Session {
  readonly engine: Engine;
  readonly #scopes = new Scopes();
  readonly #lifeCycle: LifeCycle;
  readonly #register: Register;
  #globals: JestGlobals | undefined;

  constructor(global: typeof globalThis, config: Config, register: Register) {
    this.#register = register;
    this.engine = new Engine(realmOf(global), config, {
      occasion: () => this.#scopes.now(),
      running: () => this.#scopes.ofRunning,
      beforeEach: (callback) => this.#globals?.beforeEach(callback),
    });
    this.#lifeCycle = new LifeCycle(this.engine, this.#scopes);
    openDoor(global, new Api(this.engine));
  }

  /**
   * Begins to serve a test file.
   * @param global The test's global object, where `expect` can be replaced.
   * @returns The `expect` to use.
   */
  begin(globals: JestGlobals, global?: object): unknown {
    this.#globals = globals;
    return this.#register(this.engine, globals.expect as never, global);
  }

  handle(event: Event, state: State): Promise<void> | undefined {
    return this.#lifeCycle.handle(event, state);
  }

  /** Settles when all that has ended is closed; undefined when it is. */
  get closed(): Promise<void> | undefined {
    return this.#lifeCycle.closed;
  }

  /** Ends all that is still open. */
  end(): Promise<void> {
    return this.#lifeCycle.end();
  }
}
