import type { Engine } from '../src/client/engine';
import type { Connection } from '../src/connection/connection';
import { after, type Pending } from '../src/runtime/pending';
import { type Caller, waitTime } from '../src/waiting/caller';
import { fence, isLive } from '../src/waiting/fence';
import type { RuleViolation } from '../src/waiting/rule-violation';
import type { Scope } from '../src/waiting/scope';
import { type Hook, hasFailed, type Test } from './jest-internals';
import type { Scopes } from './scopes';
import { tellViolations } from './tell-violations';
import { forgottenIn, straysOf, unreadLeft, violationIn, violationsLeft } from './test-failures';

/**
 * Fails a test for what it could not see itself: a broken rule, a forgotten await, messages left unread. It does so at the
 * end of the test's function if it can, so that `test.failing`, retries and reporters know of it.
 */
export class Judge {
  readonly #engine: Engine;
  readonly #scopes: Scopes;
  /** The scopes whose messages have been judged: whether more come later depends on timing. */
  readonly #judged = new WeakSet<Scope>();
  /** The violations of the scopes around a failed test that its errors tell. */
  readonly #told = new WeakMap<Test, readonly RuleViolation[]>();

  constructor(engine: Engine, scopes: Scopes) {
    this.#engine = engine;
    this.#scopes = scopes;
  }

  /** Jest forgets the errors of the last attempt: what they told of the scopes around the test must be told again. */
  testBeginsAgain(test: Test): void {
    const around = this.#scopes.outside(test).find(({ ended }) => !ended);
    for (const violation of this.#told.get(test) ?? []) around?.break(violation);
    this.#told.delete(test);
  }

  testEnded(test: Test, caller: Caller, failed: boolean): Pending {
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
    await fenceWithin(caller, fenced);
    const wrong = !caller.scope.ended && this.#wrong(test, caller.scope);
    if (wrong) throw wrong;
  }

  /** A hook's waits end with it, except for those of a `beforeEach` or `beforeAll`: the test may await them. */
  hookEnded({ type }: Hook, caller: Caller, failed: boolean): Pending {
    const { scope } = caller;
    const waited = (type === 'afterAll' || type === 'afterEach') && scope.endWaits() ? unhandledRejections() : undefined;
    if (type === 'beforeEach' || type === 'afterEach') return waited;
    return after(waited, () => this.#hookOfBlockEnded(caller, failed));
  }

  /** What was broken in a `beforeAll` or `afterAll` fails that hook, since no test runs that could fail. */
  #hookOfBlockEnded(caller: Caller, failed: boolean): Pending {
    const { scope } = caller;
    if (failed) return undefined; // its tests tell what was broken, or, if there are none, the end of its block
    const fenced = forbidding(scope);
    return after(fenced.length > 0 ? fenceWithin(caller, fenced) : undefined, () => {
      const [violation] = violationsLeft([scope], this.#engine.realm);
      return violation && Promise.reject(violation);
    });
  }

  /** The connections whose last messages decide whether a test passes. */
  #fenced(scopes: readonly Scope[]): Connection[] {
    return this.#engine.config.unread === 'fail'
      ? scopes.flatMap(({ connections }) => connections.filter(isLive))
      : scopes.flatMap(forbidding);
  }

  /**
   * The error that the test's function rejects with, for what it could not see itself. Further errors, and those that
   * `test.failing` must not turn into a success, are pushed to the test.
   */
  #wrong(test: Test, scope: Scope): Error | undefined {
    const { realm } = this.#engine;
    if (hasFailed(test)) {
      this.#pardon(scope);
      return undefined;
    }
    const violation = violationIn([scope], realm);
    if (violation || !outliveHooks(this.#engine)) this.#judged.add(scope);
    if (violation) return violation;
    const forgotten = [...forgottenIn([scope], realm), ...straysOf([scope], realm)];
    const [first, ...others] = forgotten;
    test.errors.push(...(test.failing ? forgotten : others));
    return first ?? (this.#judged.has(scope) ? this.#unread([scope], test) : undefined);
  }

  /** A test that failed elsewhere may not have reached its awaits, nor read everything. */
  #pardon(scope: Scope): void {
    this.#judged.add(scope);
    scope.pardoned = scope.unawaited.take();
    scope.unfinished.take();
    scope.strays = undefined;
  }

  #unread(scopes: readonly Scope[], test: Test): Error | undefined {
    return this.#engine.config.unread === 'fail' ? unreadLeft(scopes, this.#engine.realm, test) : undefined;
  }

  /** Judges the rest after the hooks of a test: clients that these opened, or all of them if clients outlive the hooks. */
  finish(test: Test): Pending {
    const rest = this.#scopes.of(test).filter((scope) => !this.#judged.has(scope));
    const fenced = test.errors.length > 0 ? [] : this.#fenced(rest);
    if (fenced.length > 0) return fence(fenced, Number.POSITIVE_INFINITY).then(() => this.#finishFenced(test, rest));
    this.#finishFenced(test, rest);
    return undefined;
  }

  #finishFenced(test: Test, rest: readonly Scope[]): void {
    const { realm } = this.#engine;
    const scopes = this.#scopes.of(test);
    if (test.errors.length === 0) {
      const violation = violationIn(rest, realm);
      const forgotten = violation ? [violation] : forgottenIn(scopes, realm);
      const left = forgotten.length === 0 ? this.#unread(rest, test) : undefined;
      test.errors.push(...forgotten, ...(left ? [left] : []));
    }
    if (test.errors.length > 0) {
      const outside = this.#scopes.outside(test).flatMap((scope) => scope.takeViolations());
      this.#told.set(test, outside);
      tellViolations(test.errors, [...outside, ...scopes.flatMap(({ violations }) => violations)], realm);
    }
    test.errors.push(...straysOf(scopes, realm));
  }
}

/** Whether clients are closed after the hooks of their test, not before. */
export const outliveHooks = ({ config }: Engine): boolean => config.teardown.after === 'hooks';

const forbidding = ({ connections }: Scope): Connection[] =>
  connections.filter((connection) => isLive(connection) && connection.forbids);

/** Waits for what the servers have sent, as long as the test or hook has time. */
const fenceWithin = (caller: Caller, connections: readonly Connection[]): Promise<void> =>
  fence(connections, waitTime(Number.POSITIVE_INFINITY, caller), caller.deadline);

/** Node reports unhandled rejections before the next turn of the event loop; they are charged to the test that runs. */
const unhandledRejections = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
