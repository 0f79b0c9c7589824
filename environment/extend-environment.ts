import type { EnvironmentContext, JestEnvironment, JestEnvironmentConfig } from '@jest/environment';
import type { WebSocketConfig } from '../src/client/config';
import { after, type Pending } from '../src/runtime/pending';
import { type Realm, realmOf } from '../src/runtime/realm';
import { isPromise } from '../src/runtime/tag';
import { configFrom } from './config';
import { defineDisposeSymbols } from './dispose-symbols';
import { type Event, type EventHandler, NEEDS_CIRCUS, type State } from './jest-internals';
import { type RecordsPlace, recordsOfRun } from './records-place';
import { type JestGlobals, type Register, TestFile } from './test-file';

/** A class of Jest environments. */
export type EnvironmentClass<Environment = JestEnvironment> = new (
  config: JestEnvironmentConfig,
  context: EnvironmentContext,
) => Environment;

/** What our environment always has: a class that extends it may call `super.handleTestEvent(event, state)`. */
export interface ExtendedEnvironment {
  /** Handles an event of jest-circus: first as the base does, then for us. */
  handleTestEvent(event: Event, state: State): void | Promise<void> | undefined;
}

/** The part of the base environment that is used. */
interface Taken {
  readonly global: object;
  setup(): Promise<void>;
  teardown(): Promise<void>;
}

/** What the handler of another class has returned, which may be anything. */
const pendingOf = (returned: unknown): Pending =>
  isPromise(returned) ? (Promise.resolve(returned) as Promise<void>) : undefined;

/**
 * An environment with managed WebSocket clients on top of it.
 * @throws from its constructor, so that the file fails with a sentence, when the options under `websocket` are wrong, or the
 * tests are run by jest-jasmine2, which has no events.
 */
export function extendEnvironment<Environment extends JestEnvironment>(
  base: EnvironmentClass<Environment>,
  register: Register,
): EnvironmentClass<Environment & ExtendedEnvironment> {
  const Base = base as unknown as EnvironmentClass<Taken>;
  const { handleTestEvent: ofBase } = Base.prototype as { handleTestEvent?: EventHandler };

  class WebSocketEnvironment extends Base implements ExtendedEnvironment {
    readonly #rootDir: string;
    readonly #options: WebSocketConfig;
    readonly #records: RecordsPlace | undefined;
    readonly #realm: Realm | undefined;
    #session: TestFile | undefined;
    /** The handler of the base. It may be a field there, which would hide ours. */
    readonly #inherited: EventHandler | undefined;
    /**
     * The events that the handler of the base has been given. If that is a field, its constructor may have bound our method,
     * taking it for that of its own class, and call it for each event (`allure-jest` does).
     */
    readonly #given = new WeakSet<Event>();
    /** The events that a class which extends ours has passed on to us; undefined if there is no such class. */
    #handled: WeakSet<Event> | undefined;

    constructor(config: JestEnvironmentConfig, context: EnvironmentContext) {
      if (/jest-jasmine2/.test(config.projectConfig.testRunner)) throw new Error(NEEDS_CIRCUS);
      super(config, context);
      // before setup files run, which may replace intrinsics; a base may make its global later
      this.#realm = this.global && realmOf(this.global as never);
      const { id: project, rootDir, testEnvironmentOptions } = config.projectConfig;
      const { watch, watchAll, reporters } = config.globalConfig;
      const records = recordsOfRun(reporters);
      const root = config.globalConfig.rootDir;
      this.#records = records && { ...records, file: context.testPath, root, project };
      this.#rootDir = rootDir;
      this.#options = configFrom(testEnvironmentOptions, { rootDir, isWatched: watch || watchAll });
      this.#inherited = Object.hasOwn(this, 'handleTestEvent') ? this.handleTestEvent : ofBase;
      delete (this as Partial<ExtendedEnvironment>).handleTestEvent;
    }

    handleTestEvent(event: Event, state: State): Pending {
      if (this.#given.has(event)) return ofBase?.call(this, event, state) as Pending;
      if (this.#inherited !== ofBase) this.#given.add(event);
      this.#handled?.add(event);
      return after(pendingOf(this.#inherited?.call(this, event, state)), () => this.#handle(event, state));
    }

    /**
     * A class that extends ours may handle events without calling `super`, since Jest's own environment has no handler. Then
     * we still handle them, after it.
     */
    override async setup(): Promise<void> {
      await super.setup();
      const outermost: EventHandler = this.handleTestEvent;
      if (outermost === WebSocketEnvironment.prototype.handleTestEvent) return;
      const handled = new WeakSet<Event>();
      this.#handled = handled;
      this.handleTestEvent = (event, state) =>
        after(pendingOf(outermost.call(this, event, state)), () =>
          handled.has(event) ? undefined : WebSocketEnvironment.prototype.handleTestEvent.call(this, event, state),
        );
    }

    #handle(event: Event, state: State): Pending {
      if (event.name === 'setup') this.#begin(event.runtimeGlobals as { expect: unknown } & JestGlobals);
      return this.#session?.handle(event, state);
    }

    #begin(globals: { expect: unknown } & JestGlobals): void {
      const global = this.global as typeof globalThis & { expect?: unknown };
      defineDisposeSymbols(global);
      this.#session = new TestFile(this.#realm ?? realmOf(global), this.#rootDir, this.#options, register, this.#records);
      // the object behind `@jest/globals`, and, unless `injectGlobals` is off, the global
      globals.expect = this.#session.begin(globals, true) ?? globals.expect;
      if (global.expect) global.expect = globals.expect;
    }

    override async teardown(): Promise<void> {
      const ended = this.#session?.end();
      this.#session = undefined;
      await after(ended, () => super.teardown());
    }
  }
  return WebSocketEnvironment as unknown as EnvironmentClass<Environment & ExtendedEnvironment>;
}
