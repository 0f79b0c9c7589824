import type { Engine } from '../src/engine';
import { errorAt } from '../src/site';
import type { Unawaited } from '../src/watched-promise';
import type { Block, Event, State, Test } from './circus';
import type { Scopes } from './scopes';

/**
 * Ends what tests and describe blocks have opened, and fails a test that forgot an `await`. It never throws: at
 * `test_done` that would fail the whole file.
 */
export class LifeCycle {
  readonly #engine: Engine;
  readonly #scopes: Scopes;

  constructor(engine: Engine, scopes: Scopes) {
    this.#engine = engine;
    this.#scopes = scopes;
  }

  handle(event: Event, state: State): Promise<void> | undefined {
    switch (event.name) {
      case 'run_start':
        this.#scopes.bind(state.rootDescribeBlock, state);
        return undefined;
      case 'test_start':
        this.#scopes.running = event.test;
        return undefined;
      case 'hook_start':
        return this.#beforeHook(event, state);
      case 'test_done':
        return this.#finishTest(event.test);
      case 'run_describe_finish':
        return this.#finishBlock(event.describeBlock, state);
      case 'run_finish':
        return this.#scopes.endAll();
      default:
        return undefined;
    }
  }

  /** A server's `close()` in an `afterEach` never calls back while a client is connected: clients end before. */
  #beforeHook({ hook }: Event & { name: 'hook_start' }, { currentlyRunningTest }: State): Promise<void> | undefined {
    if (this.#engine.config.teardown?.after === 'hooks') return undefined;
    if (hook.type === 'afterAll') return this.#scopes.end(hook.parent);
    if (hook.type === 'afterEach' && currentlyRunningTest) return this.#scopes.end(currentlyRunningTest);
    return undefined;
  }

  async #finishBlock(block: Block, { unhandledErrors }: State): Promise<void> {
    await this.#scopes.end(block);
    unhandledErrors.push(...this.#scopes.settle(block).map(this.#forgotten));
  }

  async #finishTest(test: Test): Promise<void> {
    this.#scopes.running = null;
    await this.#scopes.end(test);
    const unawaited = this.#scopes.settle(test);
    // a test that failed elsewhere may not have come to its awaits
    if (test.errors.length === 0) test.errors.push(...unawaited.map(this.#forgotten));
  }

  readonly #forgotten = ({ name, site }: Unawaited): Error => {
    const message = `${name} was not awaited, so nothing waited for its outcome. Write await in front of it.`;
    return errorAt(this.#engine.realm, site, message);
  };
}
