import { readFileSync } from 'node:fs';
import { Api } from '../src/api';
import type { WebSocketConfig } from '../src/client/config';
import { Engine } from '../src/client/engine';
import { openDoor } from '../src/door';
import { after, type Pending } from '../src/runtime/pending';
import type { Realm } from '../src/runtime/realm';
import { type Event, type MatcherRegistry, matcherRegistryOf, type State } from './jest-internals';
import { LifeCycle } from './life-cycle';
import type { Recorder } from './recorder';
import type { RecordsPlace } from './records-place';
import { Scopes } from './scopes';

/** What is used of Jest's globals. */
export interface JestGlobals {
  readonly expect: unknown;
  beforeEach(callback: () => Promise<void>): void;
}

/** Loaded only where a report is made. */
const recorder = (...args: ConstructorParameters<typeof Recorder>): Recorder => {
  const loaded = require('./recorder') as typeof import('./recorder');
  return new loaded.Recorder(...args);
};

/** Makes the matchers of an engine known to `expect`, given its registry, and whether `expect` itself can be replaced. */
export type Register = (engine: Engine, expect: never, registry?: MatcherRegistry, isReplaceable?: boolean) => Registered;

interface Registered {
  /** Replaces `expect` from now on; undefined where it cannot be replaced. */
  readonly expect: unknown;
  /** Replaces another `expect` that is found in its place. */
  around(wrapper: never): unknown;
}

/** The run of one test file, on our side. */
export class TestFile {
  readonly engine: Engine;
  readonly #scopes: Scopes;
  readonly #lifeCycle: LifeCycle;
  readonly #register: Register;
  #globals: JestGlobals | undefined;
  #registered: Registered | undefined;
  /** The `expect` that was last seen in the test's global object. */
  #expect: unknown;

  /** @param records Where what happens is written down, if a report is made. */
  constructor(realm: Realm, rootDir: string, config: WebSocketConfig, register: Register, records?: RecordsPlace) {
    this.#register = register;
    this.#scopes = new Scopes(records !== undefined);
    this.engine = new Engine(realm, config, {
      imported: () => this.#scopes.use(),
      caller: () => this.#scopes.now(),
      judging: (scope) => this.#scopes.judging(scope),
      rootDir,
      beforeEach: (callback) => this.#globals?.beforeEach(callback),
    });
    this.#lifeCycle = new LifeCycle(this.engine, this.#scopes, records && recorder(records, realm));
    openDoor(realm.global, new Api(this.engine));
  }

  /**
   * Begins to serve a test file.
   * @param isReplaceable Whether Jest's `expect` can be replaced.
   * @returns The `expect` to use.
   */
  begin(globals: JestGlobals, isReplaceable: boolean): unknown {
    this.#globals = globals;
    this.#registered = this.#register(
      this.engine,
      globals.expect as never,
      matcherRegistryOf(this.engine.realm.global),
      isReplaceable,
    );
    this.#expect = this.#registered.expect;
    return this.#expect;
  }

  handle(event: Event, state: State): Pending {
    const isStart = event.name === 'run_start';
    const isServed = isStart && namesUs(this.#globals?.expect);
    if (isServed) this.#scopes.use();
    if (isStart || event.name === 'test_start') this.#keepAround();
    const handled = this.#lifeCycle.handle(event, state);
    // started now, so that the start of the configured server takes no time from a test's timeout
    return isServed && this.engine.server ? after(handled, () => this.engine.server?.begin()) : handled;
  }

  /** Setup files and tests may replace `expect` by a wrapper, which then has to be wrapped in turn. */
  #keepAround(): void {
    const global = this.engine.realm.global as { expect?: unknown };
    const { expect } = global;
    if (typeof expect !== 'function' || expect === this.#expect) return;
    this.#expect = this.#registered?.around(expect as never);
    global.expect = this.#expect;
  }

  /** Settles when everything that has ended is closed; undefined if it is. */
  get closed(): Pending {
    return this.#lifeCycle.closed;
  }

  /** Ends everything that is still open. */
  end(): Pending {
    return this.#lifeCycle.end();
  }
}

/**
 * Whether the text of the test file names the package. Such a file is served from the start, since it may load the package
 * only within a test, by `await import()`.
 */
function namesUs(expect: unknown): boolean {
  try {
    const { testPath } = (expect as { getState(): { testPath?: string } }).getState();
    return testPath !== undefined && readFileSync(testPath, 'utf8').includes('jest-websocket');
  } catch {
    return false; // another `expect`, or a mocked `fs`: it is served once it loads the package
  }
}
