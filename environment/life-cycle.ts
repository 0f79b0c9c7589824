import type { Engine } from '../src/client/engine';
import type { Connection } from '../src/connection/connection';
import { Bag } from '../src/runtime/bag';
import { fence, isLive } from '../src/waiting/fence';
import { untilLate } from '../src/waiting/late';
import type { FailedWait } from '../src/waiting/outcome';
import { type Caller, type Scope, type Unfinished, waitTime } from '../src/waiting/scope';
import { appendConversation } from './failing-test';
import { type Block, type Event, type Hook, hasFailed, type State, type Test } from './jest-internals';
import type { Following, Scopes } from './scopes';
import { isReadable, standIn } from './stand-in';
import { forgottenIn, straysIn, unreadLeft, violationIn } from './test-failures';
import { ThrownElsewhere } from './thrown-elsewhere';

/**
 * Ends what tests and describe blocks have opened, and fails a test for what it could not see itself: at the end of its
 * function where that can be, so that `test.failing`, retries and reporters know of it. It never throws: at `test_done`
 * that would fail the whole file.
 */
export class LifeCycle implements Following {
  readonly #engine: Engine;
  readonly #scopes: Scopes;
  /** Scopes whose messages are judged: what comes later is a matter of timing. */
  readonly #judged = new WeakSet<Scope>();
  /** When the first attempt of a test began, on the clock of `performance.now()`. */
  readonly #began = new WeakMap<Test, number>();
  readonly #thrown = new ThrownElsewhere();

  /** What went wrong while things were closed whose owner was over. */
  readonly #faults: unknown[] = [];
  /** What was begun when its test was over, and could not fail that any more. */
  readonly #strays = new Bag<Unfinished>();
  /** Waits of a failed test that were given their moment. */
  readonly #awaitedLate = new WeakSet<FailedWait>();
  #closing: Promise<unknown> | undefined;

  constructor(engine: Engine, scopes: Scopes) {
    this.#engine = engine;
    this.#scopes = scopes;
  }

  handle(event: Event, state: State): Promise<void> | undefined {
    const fail = (error: unknown) => this.#fault(error, event, state);
    try {
      return this.#handle(event, state)?.catch(fail);
    } catch (error) {
      fail(error);
      return undefined;
    }
  }

  #handle(event: Event, state: State): Promise<void> | undefined {
    switch (event.name) {
      case 'run_start':
        this.#scopes.bind(state.rootDescribeBlock, state, this);
        return undefined;
      case 'test_start':
        this.#thrown.begin();
        return this.#beginAttempt(event.test);
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
        return this.#finishFile(state);
      default:
        return undefined;
    }
  }

  /** What went wrong in our own code fails the test that runs, and nothing else. */
  #fault(error: unknown, event: Event, { currentlyRunningTest, unhandledErrors }: State): void {
    const test = 'test' in event ? event.test : currentlyRunningTest;
    (test?.errors ?? unhandledErrors).push(this.#ours(error));
  }

  readonly #ours = (error: unknown): Error =>
    standIn(this.#engine.realm, error, undefined, 'This went wrong in jest-websocket itself: please report it.');

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

  #beginAttempt(test: Test): Promise<void> | undefined {
    this.#scopes.running = test;
    if (test.invocations > 1) return this.#clearForRetry(test);
    this.#began.set(test, performance.now());
    return undefined;
  }

  /** What a failed attempt has left on clients of the blocks around it, or is late, must not satisfy the next one. */
  async #clearForRetry(test: Test): Promise<void> {
    const connections = this.#scopes.around(test).flatMap((scope) => scope.connections);
    if (connections.length === 0) return;
    await this.closed;
    await fence(connections, Number.POSITIVE_INFINITY);
    const since = this.#began.get(test) ?? 0;
    for (const { log } of connections) log.ignoreSince(since);
  }

  /** A server's `close()` in an `afterEach` never calls back while a client is connected: clients end before. */
  #beforeHook({ hook }: Event & { name: 'hook_start' }, { currentlyRunningTest: test }: State): Promise<void> | undefined {
    if (this.#outliveHooks) return this.closed;
    if (hook.type === 'afterAll') {
      this.#close(this.#scopes.end(hook.parent, hook.type));
      if (!hook.parent.parent) this.#close(this.#scopes.endFile(hook.type));
    }
    if (hook.type === 'afterEach' && test) {
      // it may have been given up on, and go on
      if (test.errors.length > 0) for (const scope of this.#scopes.of(test)) scope.strays = undefined;
      if (test.errors.length > 0) return this.#whatIsLate(test).then(() => this.#scopes.end(test, hook.type));
      this.#close(this.#scopes.end(test, hook.type));
    }
    return this.closed;
  }

  get #outliveHooks(): boolean {
    return this.#engine.config.teardown?.after === 'hooks';
  }

  testEnded(test: Test, caller: Caller, failed: boolean): Promise<void> | undefined {
    const { scope } = caller;
    if (scope.ended) return undefined; // Jest had given up on it
    const waited = scope.endWaits();
    if (failed) {
      this.#pardon(scope);
      return waited ? unhandledRejections() : undefined;
    }
    const fenced = [...this.#fenced([scope]), ...this.#scopes.outside(test).flatMap(forbidding)];
    if (waited || fenced.length > 0) return this.#judge(test, caller, waited, fenced);
    const wrong = this.#wrong(test, scope);
    return wrong && Promise.reject(wrong);
  }

  async #judge(test: Test, caller: Caller, waited: boolean, fenced: readonly Connection[]): Promise<void> {
    if (waited) await unhandledRejections();
    await fence(fenced, waitTime(Number.POSITIVE_INFINITY, caller));
    const wrong = !caller.scope.ended && this.#wrong(test, caller.scope);
    if (wrong) throw wrong;
  }

  /** A hook's waits end with it, but for those of a `beforeEach` or `beforeAll`: the test may await them. */
  hookEnded({ type }: Hook, { scope }: Caller): Promise<void> | undefined {
    if (type === 'beforeAll' || type === 'beforeEach') return undefined;
    return scope.endWaits() ? unhandledRejections() : undefined;
  }

  thrown(error: unknown, asyncError?: Error): unknown {
    return isReadable(error) ? error : standIn(this.#engine.realm, error, asyncError);
  }

  /** The connections whose last messages decide whether a test passes. */
  #fenced(scopes: readonly Scope[]): Connection[] {
    return this.#engine.config.unread === 'fail'
      ? scopes.flatMap(({ connections }) => connections.filter(isLive))
      : scopes.flatMap(forbidding);
  }

  /** What the test function could not see. More than one error of it, or one that `test.failing` must not invert, is pushed. */
  #wrong(test: Test, scope: Scope): Error | undefined {
    const { realm } = this.#engine;
    if (hasFailed(test)) {
      this.#pardon(scope);
      return undefined;
    }
    const violation = violationIn([scope], realm);
    if (violation || !this.#outliveHooks) this.#judged.add(scope);
    if (violation) return violation;
    const forgotten = [...forgottenIn([scope], realm), ...straysIn([scope.strays], realm)];
    const [first, ...others] = forgotten;
    test.errors.push(...(test.failing ? forgotten : others));
    return first ?? (this.#judged.has(scope) ? this.#unread([scope], test) : undefined);
  }

  /** A test that failed elsewhere may not have come to its awaits, nor read all. */
  #pardon(scope: Scope): void {
    this.#judged.add(scope);
    scope.unawaited.take();
    scope.unfinished.take();
    scope.strays = undefined;
  }

  #unread(scopes: readonly Scope[], test: Test): Error | undefined {
    return this.#engine.config.unread === 'fail' ? unreadLeft(scopes, this.#engine.realm, test) : undefined;
  }

  #finishTest(test: Test): Promise<void> | undefined {
    // what hooks have opened, and all where clients outlive the hooks
    const rest = this.#scopes.of(test).filter((scope) => !this.#judged.has(scope));
    const fenced = test.errors.length > 0 ? [] : this.#fenced(rest);
    if (fenced.length === 0) return this.#finishJudged(test, rest);
    return fence(fenced, Number.POSITIVE_INFINITY).then(() => this.#finishJudged(test, rest));
  }

  #finishJudged(test: Test, rest: readonly Scope[]): Promise<void> | undefined {
    const scopes = this.#scopes.of(test);
    this.#scopes.running = null;
    if (test.errors.length === 0) {
      const { realm } = this.#engine;
      const violation = violationIn(rest, realm);
      const forgotten = violation ? [violation] : forgottenIn(scopes, realm);
      const left = forgotten.length === 0 ? this.#unread(rest, test) : undefined;
      test.errors.push(...forgotten, ...(left ? [left] : []));
    }
    test.errors.push(...this.#straysOf(scopes));
    test.errors.push(...scopes.flatMap(({ faults }) => faults.splice(0).map(this.#ours)));
    if (test.errors.length > 0) return this.#finishFailed(test);
    this.#forget(test);
    return undefined;
  }

  async #finishFailed(test: Test): Promise<void> {
    try {
      await this.#whatIsLate(test);
      const { realm, config } = this.#engine;
      const [first] = test.errors;
      const hints = this.#thrown.hints(Array.isArray(first) ? first[0] : first);
      const scopes = this.#scopes.around(test);
      const paint = scopes.some(({ connections }) => connections.length > 0) ? this.#engine.framework.paint : undefined;
      appendConversation(test.errors, scopes, realm, config.conversation, { paint, hints });
    } finally {
      this.#forget(test);
    }
  }

  #straysOf(scopes: readonly Scope[]): Error[] {
    return straysIn(
      scopes.map(({ strays }) => strays),
      this.#engine.realm,
    );
  }

  /** Ends all of an owner that is over, and keeps what goes wrong then for the end of the file. */
  #forget(owner: Test | Block): void {
    const scopes = this.#scopes.of(owner);
    if (scopes.length === 0) return;
    const isFailed = owner.type === 'test' && owner.errors.length > 0;
    for (const scope of scopes) if (scope.strays) scope.strays = isFailed ? undefined : this.#strays;
    const ended = Promise.all([this.#scopes.end(owner), this.#scopes.settle(owner)]);
    this.#close(ended.then(() => void this.#faults.push(...scopes.flatMap(({ faults }) => faults.splice(0)))));
  }

  #finishBlock(block: Block, { unhandledErrors }: State): Promise<void> | undefined {
    this.#close(this.#scopes.end(block));
    const scopes = this.#scopes.of(block);
    unhandledErrors.push(
      ...forgottenIn(scopes, this.#engine.realm),
      ...this.#straysOf(scopes),
      ...scopes.flatMap(({ faults }) => faults.splice(0).map(this.#ours)),
    );
    this.#forget(block);
    return this.closed;
  }

  async #finishFile({ unhandledErrors }: State): Promise<void> {
    const { ofFile } = this.#scopes;
    unhandledErrors.push(...forgottenIn(ofFile, this.#engine.realm));
    await this.#endAll();
    unhandledErrors.push(...straysIn([this.#strays], this.#engine.realm));
    unhandledErrors.push(...[...this.#faults, ...ofFile.flatMap(({ faults }) => faults)].map(this.#ours));
  }

  async #endAll(): Promise<void> {
    this.#close(this.#scopes.endAll());
    await this.closed;
    await this.#scopes.settleAll();
  }

  /** Ends all that is left, servers too: nothing of the file runs any more. Never rejects. */
  async end(): Promise<void> {
    await this.#endAll();
    this.#scopes.close();
    this.#engine.servers.closeAll();
  }

  /** What nobody caught: Jest 30 keeps rejections apart, which may be handled yet. Of tests that run together it is unknown whose it is. */
  #note(event: Event & { name: 'error' }, { currentlyRunningTest: test }: State): void {
    if (test && !test.concurrent) {
      const isCertain = !('promise' in event);
      this.#thrown.note(event.error, this.#scopes.of(test), this.#scopes.outside(test), isCertain);
    }
  }

  #whatIsLate(test: Test): Promise<void> {
    const waits = this.#scopes.around(test).flatMap(({ failedWaits }) => failedWaits);
    const fresh = waits.filter((wait) => !this.#awaitedLate.has(wait));
    for (const wait of fresh) this.#awaitedLate.add(wait);
    return untilLate(fresh);
  }
}

const forbidding = ({ connections }: Scope): Connection[] =>
  connections.filter((connection) => isLive(connection) && connection.expectations.forbids);

/** Node tells of unhandled rejections before the next turn of the event loop: they are charged to the test that runs. */
const unhandledRejections = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
