import { openDoor } from '../src/door';
import { Engine } from '../src/engine';
import type { Config } from '../src/options';
import { realmOf } from '../src/realm';
import type { Event, State } from './circus';
import { LifeCycle } from './life-cycle';
import { Scopes } from './scopes';

/** What a session takes of Jest's globals. */
export interface JestGlobals<Expect = unknown> {
  readonly expect: Expect;
  beforeEach(callback: () => Promise<void>): void;
}

/** Makes the matchers of an engine known to `expect`. */
export type Register = (engine: Engine, expect: never) => void;

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
      beforeEach: (callback) => this.#globals?.beforeEach(callback),
    });
    this.#lifeCycle = new LifeCycle(this.engine, this.#scopes);
    openDoor(global, this.engine);
  }

  /** Begins to serve a test file. */
  begin(globals: JestGlobals): void {
    this.#globals = globals;
    this.#register(this.engine, globals.expect as never);
  }

  handle(event: Event, state: State): Promise<void> {
    return this.#lifeCycle.handle(event, state);
  }

  /** Ends all that is still open. */
  end(): Promise<void> {
    return this.#scopes.endAll();
  }
}
