import type { EnvironmentContext, JestEnvironment, JestEnvironmentConfig } from '@jest/environment';
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

    constructor(config: JestEnvironmentConfig, context: EnvironmentContext) {
      super(config, context);
      const options = configFrom(config.projectConfig.testEnvironmentOptions);
      const inherited = this.handleTestEvent?.bind(this) as EventHandler | undefined;
      // assigned, not declared: a base may have its own as a property
      this.handleTestEvent = async (event: Event, state: State) => {
        await inherited?.(event, state);
        if (event.name === 'setup') {
          const { global } = this;
          defineDisposeSymbols(global);
          this.#session = new Session(global as unknown as typeof globalThis, options, register);
          this.#session.begin(event.runtimeGlobals as JestGlobals);
        }
        await this.#session?.handle(event, state);
      };
    }

    override async teardown(): Promise<void> {
      await this.#session?.end();
      this.#session = undefined;
      await super.teardown();
    }
  };
}
