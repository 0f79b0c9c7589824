import type { EnvironmentContext, JestEnvironment, JestEnvironmentConfig } from '@jest/environment';
import type { Config } from '../src/options';
import { type Realm, realmOf } from '../src/realm';
import type { Event, EventHandler, State } from './circus';
import { configFrom } from './config';
import { defineDisposeSymbols } from './dispose-symbols';
import { type JestGlobals, type Register, Session } from './session';

/** A class of Jest environments. */
export type EnvironmentClass = new (config: JestEnvironmentConfig, context: EnvironmentContext) => JestEnvironment;

/**
 * An environment with managed WebSocket clients on top of it.
 * @throws from its constructor, so that the file fails with a sentence, when the options under `websocket` are wrong.
 */
export function extendEnvironment(Base: EnvironmentClass, register: Register): EnvironmentClass {
  return class WebSocketEnvironment extends Base {
    #session: Session | undefined;
    #realm: Realm | undefined;

    constructor(config: JestEnvironmentConfig, context: EnvironmentContext) {
      super(config, context);
      // before setup files run, which may replace what is in it; a base may make its world later
      this.#realm = this.global && realmOf(this.global as never);
      const options = configFrom(config.projectConfig.testEnvironmentOptions);
      const inherited = this.handleTestEvent?.bind(this) as EventHandler | undefined;
      // assigned, not declared: a base may have its own as a property
      // no promise where there is nothing to wait for: a dozen events come with each test
      this.handleTestEvent = (event: Event, state: State) => {
        const theirs = inherited?.(event, state);
        return theirs ? theirs.then(() => this.#handle(event, state, options)) : this.#handle(event, state, options);
      };
    }

    #handle(event: Event, state: State, options: Config): Promise<void> | undefined {
      if (event.name === 'setup') {
        const global = this.global as unknown as typeof globalThis & { expect?: unknown };
        defineDisposeSymbols(global);
        this.#session = new Session(this.#realm ?? realmOf(global), options, register);
        // the object that `@jest/globals` answers with, and, unless `injectGlobals` is off, the global
        const globals = event.runtimeGlobals as { expect: unknown } & JestGlobals;
        globals.expect = this.#session.begin(globals, global) ?? globals.expect;
        if (global.expect) global.expect = globals.expect;
      }
      return this.#session?.handle(event, state);
    }

    override async teardown(): Promise<void> {
      await this.#session?.end();
      this.#session = undefined;
      await super.teardown();
    }
  };
}
