import type { Engine } from '../src/client/engine';
import { Bag } from '../src/runtime/bag';
import { after, allOf, type Pending } from '../src/runtime/pending';
import { errorAt } from '../src/text/error-at';
import { isUsageError } from '../src/text/usage-error';
import type { Caller } from '../src/waiting/caller';
import { fence } from '../src/waiting/fence';
import { untilLate } from '../src/waiting/late';
import type { SettledWait } from '../src/waiting/outcome';
import type { Unfinished } from '../src/waiting/scope';
import { attachToAllure } from './allure';
import { ClosingWork } from './closing-work';
import { appendConversation, conversationText, lateHints, promiseHints } from './failing-test';
import type { Block, Event, Hook, State, Test } from './jest-internals';
import { Judge, outliveHooks } from './judge';
import type { Recorder } from './recorder';
import { isReadable, replacementError } from './replacement-error';
import type { Following, Scopes } from './scopes';
import { forgottenIn, straysOf, violationsLeft } from './test-failures';
import { UncaughtErrors } from './uncaught-errors';

/**
 * Ends what tests and describe blocks have opened, and has the judge fail a test for what it could not see itself. It never
 * throws: at `test_done` that would fail the whole file.
 */
export class LifeCycle implements Following {
  readonly #engine: Engine;
  readonly #scopes: Scopes;
  /** When the first attempt of a test began, on the clock of `performance.now()`. */
  readonly #began = new WeakMap<Test, number>();
  readonly #uncaught = new UncaughtErrors();

  /** What went wrong while things were closed, when their owner could no longer fail. */
  readonly #faults: unknown[] = [];
  /** Calls that came when their test was over and could no longer fail. */
  readonly #strays = new Bag<Unfinished>();
  /** Waits of a failed test for which late messages have been awaited. */
  readonly #awaitedLate = new WeakSet<SettledWait>();
  /** The tests for whose current attempt Allure has got the conversation. */
  readonly #attached = new WeakSet<Test>();
  readonly #closing = new ClosingWork();
  readonly #judge: Judge;
  readonly #recorder: Recorder | undefined;

  /** @param recorder Writes down what happens, if a report is made. */
  constructor(engine: Engine, scopes: Scopes, recorder?: Recorder) {
    this.#engine = engine;
    this.#scopes = scopes;
    this.#recorder = recorder;
    if (recorder) engine.countsCoverage = true;
    this.#judge = new Judge(engine, scopes);
  }

  handle(event: Event, state: State): Pending {
    const fail = (error: unknown) => this.#fault(error, event, state);
    try {
      return this.#handle(event, state)?.catch(fail);
    } catch (error) {
      fail(error);
      return undefined;
    }
  }

  #handle(event: Event, state: State): Pending {
    switch (event.name) {
      case 'run_start':
        this.#scopes.bind(state.rootDescribeBlock, state, this);
        return undefined;
      case 'test_start':
        this.#uncaught.begin();
        return this.#beginAttempt(event.test);
      case 'error':
        this.#note(event, state);
        return undefined;
      case 'hook_start':
        return this.#beforeHook(event, state);
      case 'test_fn_start':
        return event.test.errors.length > 0 ? this.#attach(event.test) : this.closed;
      case 'test_fn_failure':
        return this.#attach(event.test);
      case 'hook_failure':
        return state.currentlyRunningTest ? this.#attach(state.currentlyRunningTest) : undefined;
      case 'test_done':
        return this.#finishTest(event.test);
      case 'run_describe_finish':
        return this.#finishBlock(event.describeBlock, state);
      case 'run_finish':
        return this.#finishFile(state);
      default:
        return undefined;
    }
  }

  /** An error in our own code fails the test that runs, and nothing else. */
  #fault(error: unknown, event: Event, { currentlyRunningTest, unhandledErrors }: State): void {
    const test = 'test' in event ? event.test : currentlyRunningTest;
    (test?.errors ?? unhandledErrors).push(this.#ours(error));
  }

  readonly #ours = (error: unknown): Error =>
    isUsageError(error)
      ? errorAt(this.#engine.realm, { frames: '' }, error.message) // a server of the user's that could not be closed
      : replacementError(this.#engine.realm, error, undefined, 'This went wrong in jest-websocket itself: please report it.');

  /** Settles when all that has ended is closed: awaited before the user's code runs again. */
  get closed(): Pending {
    return this.#closing.done;
  }

  #beginAttempt(test: Test): Pending {
    this.#scopes.running = test;
    this.#attached.delete(test);
    this.#recorder?.begin(test);
    if (test.invocations > 1) {
      this.#judge.testBeginsAgain(test);
      return this.#clearForRetry(test);
    }
    this.#began.set(test, performance.now());
    return undefined;
  }

  /** Messages that a failed attempt has left on clients of the blocks around it, or that come late, must not satisfy the next. */
  async #clearForRetry(test: Test): Promise<void> {
    const connections = this.#scopes.around(test).flatMap((scope) => scope.connections);
    if (connections.length === 0) return;
    await this.closed;
    await fence(connections, Number.POSITIVE_INFINITY);
    const since = this.#began.get(test) ?? 0;
    for (const { log } of connections) log.ignoreSince(since);
  }

  /** A server's `close()` in an `afterEach` never calls back while a client is connected, so clients end before the hooks. */
  #beforeHook({ hook }: Event & { name: 'hook_start' }, { currentlyRunningTest: test }: State): Pending {
    if (outliveHooks(this.#engine)) return this.closed;
    if (hook.type === 'afterAll') {
      this.#closing.add(this.#scopes.end(hook.parent, hook.type));
      if (!hook.parent.parent) this.#closing.add(this.#scopes.endFile(hook.type));
    }
    if (hook.type === 'afterEach' && test) {
      if (test.errors.length > 0) {
        for (const scope of this.#scopes.of(test)) scope.strays = undefined; // Jest may have given up on it while it goes on
        return this.#whatIsLate(test).then(() => this.#scopes.end(test, hook.type));
      }
      this.#closing.add(this.#scopes.end(test, hook.type));
    }
    return this.closed;
  }

  testEnded(test: Test, caller: Caller, failed: boolean): Pending {
    return this.#judge.testEnded(test, caller, failed);
  }

  hookEnded(hook: Hook, caller: Caller, failed: boolean): Pending {
    return this.#judge.hookEnded(hook, caller, failed);
  }

  thrown(error: unknown, asyncError?: Error): unknown {
    return isReadable(error) ? error : replacementError(this.#engine.realm, error, asyncError);
  }

  #finishTest(test: Test): Pending {
    return after(this.#judge.finish(test), () => this.#finishJudged(test));
  }

  #finishJudged(test: Test): Pending {
    this.#scopes.running = null;
    test.errors.push(...this.#scopes.of(test).flatMap(({ faults }) => faults.splice(0).map(this.#ours)));
    if (test.errors.length > 0) return this.#finishFailed(test);
    this.#record(test);
    this.#forget(test);
    return undefined;
  }

  async #finishFailed(test: Test): Promise<void> {
    try {
      await this.#whatIsLate(test);
      const { realm, config } = this.#engine;
      const [first] = test.errors;
      const scopes = this.#scopes.around(test);
      const thrown: unknown = Array.isArray(first) ? first[0] : first;
      const hints = [...this.#uncaught.hints(thrown), ...promiseHints(scopes, thrown), ...lateHints(scopes)];
      const paint = scopes.some(({ connections }) => connections.length > 0) ? this.#engine.framework.paint : undefined;
      const output = await this.#engine.servers.outputFor(scopes, scopes[0]?.began ?? 0);
      this.#record(test, hints);
      appendConversation(test.errors, scopes, realm, config.conversation, { paint, hints, output });
    } finally {
      this.#forget(test);
    }
  }

  /** Attached at once, as Allure still writes to the result of the test, or of the hook, that has failed. */
  #attach(test: Test): Pending {
    if (this.#attached.has(test)) return undefined;
    const attached = attachToAllure(this.#engine.realm.global, () => conversationText(this.#scopes.around(test)));
    if (attached) this.#attached.add(test);
    return attached?.then(
      () => {},
      () => {},
    );
  }

  #record(test: Test, hints: readonly string[] = []): void {
    if (!this.#recorder) return;
    const [own, outside] = [this.#scopes.of(test), this.#scopes.outside(test)];
    const servers = this.#engine.servers.usedBy([...own, ...outside]);
    this.#recorder.record({ test, own, outside, servers, hints });
  }

  /** Ends all that an owner has opened, and keeps what goes wrong with that for the end of the file. */
  #forget(owner: Test | Block): void {
    const scopes = this.#scopes.of(owner);
    if (scopes.length === 0) return;
    const isFailed = owner.type === 'test' && owner.errors.length > 0;
    for (const scope of scopes) if (scope.strays) scope.strays = isFailed ? undefined : this.#strays;
    const ended = allOf([this.#scopes.end(owner), this.#scopes.settle(owner)]);
    this.#closing.add(after(ended, () => void this.#faults.push(...scopes.flatMap(({ faults }) => faults.splice(0)))));
  }

  #finishBlock(block: Block, { unhandledErrors }: State): Pending {
    this.#closing.add(this.#scopes.end(block));
    const scopes = this.#scopes.of(block);
    unhandledErrors.push(
      ...violationsLeft(scopes, this.#engine.realm),
      ...forgottenIn(scopes, this.#engine.realm),
      ...straysOf(scopes, this.#engine.realm),
      ...scopes.flatMap(({ faults }) => faults.splice(0).map(this.#ours)),
    );
    this.#forget(block);
    return this.closed;
  }

  #finishFile({ unhandledErrors }: State): Pending {
    const { ofFile } = this.#scopes;
    unhandledErrors.push(...forgottenIn(ofFile, this.#engine.realm));
    return after(this.#endAll(), () => {
      unhandledErrors.push(...violationsLeft(ofFile, this.#engine.realm));
      unhandledErrors.push(...straysOf([{ strays: this.#strays }], this.#engine.realm));
      unhandledErrors.push(...[...this.#faults, ...ofFile.flatMap(({ faults }) => faults)].map(this.#ours));
    });
  }

  #endAll(): Pending {
    this.#closing.add(this.#scopes.endAll());
    return after(this.closed, () => this.#scopes.settleAll());
  }

  /** Ends everything that is left, servers too, when the file is over. Never rejects. */
  end(): Pending {
    return after(this.#endAll(), () => {
      this.#scopes.close();
      this.#recorder?.recordFile(this.#engine.coverage);
      this.#recorder?.close();
      return this.#engine.servers.closeAll();
    });
  }

  /** Notes an uncaught error; a rejection may still be handled. If tests run concurrently, it cannot be told which caused it. */
  #note(event: Event & { name: 'error' }, { currentlyRunningTest: test }: State): void {
    if (test && !test.concurrent) {
      const isCertain = !('promise' in event);
      this.#uncaught.note(event.error, this.#scopes.of(test), this.#scopes.outside(test), isCertain);
    }
  }

  #whatIsLate(test: Test): Promise<void> {
    const waits = this.#scopes.around(test).flatMap(({ failedWaits }) => failedWaits);
    const fresh = waits.filter((wait) => !this.#awaitedLate.has(wait));
    for (const wait of fresh) this.#awaitedLate.add(wait);
    return untilLate(fresh);
  }
}
