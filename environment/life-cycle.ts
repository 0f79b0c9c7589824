import type { Engine } from '../src/engine';
import { untilLate } from '../src/late';
import { errorAt } from '../src/site';
import type { Unawaited } from '../src/watched-promise';
import type { Block, Event, State, Test } from './circus';
import { appendConversation, framesOf } from './failing-test';
import type { Scopes } from './scopes';
import { ThrownElsewhere } from './thrown-elsewhere';
import { unreadIn } from './unread';

/**
 * Ends what tests and describe blocks have opened, and fails a test that forgot an `await`. It never throws: at
 * `test_done` that would fail the whole file.
 */
export class LifeCycle {
  readonly #engine: Engine;
  readonly #scopes: Scopes;
  readonly #thrown = new ThrownElsewhere();

  #closing: Promise<unknown> | undefined;

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
        this.#thrown.begin();
        return undefined;
      case 'error':
        this.#note(event, state);
        return undefined;
      case 'hook_start':
        return this.#beforeHook(event, state);
      case 'test_fn_start':
        return this.closed;
      case 'test_done':
        return this.#finishTest(event.test);
      case 'run_describe_finish':
        return this.#finishBlock(event.describeBlock, state);
      case 'run_finish':
        this.#close(this.#scopes.endAll());
        return this.closed;
      default:
        return undefined;
    }
  }

  /**
   * What the user's code waits for before it runs again: all that has ended is closed. Jest's own work between two tests
   * goes on beside the closing.
   */
  get closed(): Promise<void> | undefined {
    return this.#closing?.then(() => undefined);
  }

  #close(ending: Promise<void> | undefined): void {
    if (!ending) return;
    const closing = Promise.all([this.#closing, ending]).then(() => {
      if (this.#closing === closing) this.#closing = undefined;
    });
    this.#closing = closing;
  }

  /** A server's `close()` in an `afterEach` never calls back while a client is connected: clients end before. */
  #beforeHook({ hook }: Event & { name: 'hook_start' }, { currentlyRunningTest: test }: State): Promise<void> | undefined {
    if (this.#engine.config.teardown?.after === 'hooks') return this.closed;
    if (hook.type === 'afterAll') this.#close(this.#scopes.end(hook.parent));
    if (hook.type === 'afterEach' && test) {
      if (test.errors.length > 0) return this.#whatIsLate(test).then(() => this.#scopes.end(test));
      this.#close(this.#scopes.end(test));
    }
    return this.closed;
  }

  #finishBlock(block: Block, { unhandledErrors }: State): Promise<void> | undefined {
    this.#close(this.#scopes.end(block));
    unhandledErrors.push(...this.#scopes.settle(block).map(this.#forgotten));
    return this.closed;
  }

  #finishTest(test: Test): Promise<void> | undefined {
    this.#scopes.running = null;
    // a test that failed elsewhere may not have come to its awaits, nor read all
    if (test.errors.length === 0) test.errors.push(...this.#failingsOf(test));
    if (test.errors.length > 0) return this.#finishFailed(test);
    this.#forget(test);
    return undefined;
  }

  async #finishFailed(test: Test): Promise<void> {
    await this.#whatIsLate(test);
    const { realm, config } = this.#engine;
    const [first] = test.errors;
    const hints = this.#thrown.hints(Array.isArray(first) ? first[0] : first);
    const scopes = this.#scopes.around(test);
    const paint = scopes.some(({ connections }) => connections.length > 0) ? this.#engine.framework.paint : undefined;
    appendConversation(test.errors, scopes, realm, config.conversation, { paint, hints });
    this.#forget(test);
  }

  #forget(test: Test): void {
    this.#close(this.#scopes.end(test));
    this.#scopes.settle(test);
  }

  #failingsOf(test: Test): Error[] {
    const scopes = this.#scopes.of(test);
    const { realm, config } = this.#engine;
    const breach = scopes.find((scope) => scope.breach)?.breach;
    if (breach) return [errorAt(realm, breach.site, `${breach.sentence.replace(/\.$/, '')}.`)];
    const unawaited = scopes.flatMap(({ unawaited }) => unawaited.items);
    const errors = unawaited.map(this.#forgotten);
    const unfinished = scopes.flatMap((scope) => scope.unfinished.items);
    if (errors.length === 0) errors.push(...unfinished.map(({ site, sentence }) => errorAt(realm, site, sentence())));
    const left = config.unread === 'fail' ? unreadIn(scopes) : undefined;
    if (errors.length === 0 && left) errors.push(errorAt(realm, { frames: framesOf(test.asyncError?.stack) }, left));
    return errors;
  }

  /** What nobody caught: Jest 30 keeps rejections apart, which may be handled yet. Of tests that run together it is unknown whose it is. */
  #note(event: Event & { name: 'error' }, { currentlyRunningTest: test }: State): void {
    if (test && !test.concurrent) this.#thrown.note(event.error, this.#scopes.around(test), !('promise' in event));
  }

  #whatIsLate(test: Test): Promise<void> {
    return untilLate(this.#scopes.around(test).flatMap(({ failedWaits }) => failedWaits));
  }

  readonly #forgotten = ({ name, site }: Unawaited): Error => {
    const message = `${name} was not awaited, so nothing waited for its outcome. Write await in front of it.`;
    return errorAt(this.#engine.realm, site, message);
  };
}
