import type { MatcherContext } from 'expect';
import type { Engine } from '../../src/client/engine';
import { CallLocation } from '../../src/runtime/call-location';
import { errorAt } from '../../src/text/error-at';
import type { Call, MatcherResult, WaitingMatcher } from '../matcher';
import { type JestExpectation, LazyExpectation } from './lazy-expectation';

/** What `expect` counts, for `expect.assertions()` and for reporters. */
export interface AssertionState {
  assertionCalls: number;
  numPassingAsserts?: number;
}

/** What is needed to call the matchers without `expect`. */
export interface FastPath {
  readonly engine: Engine;
  /** The matchers that are called directly. */
  readonly matchers: Readonly<Record<string, WaitingMatcher>>;
  readonly expect: { getState(): AssertionState };
  /** What `expect` passes to a matcher, learned once. */
  context(): MatcherContext;
  /** The expectation that `expect` makes. */
  whole(subject: unknown): JestExpectation;
}

/**
 * Makes expectations on clients whose matchers are called directly. `expect` would make closures for each of its matchers,
 * and take two stack traces for an assertion that waits, which costs more than the assertion itself. What it does with a
 * result is done here: the assertion is counted, and a failure is thrown at the user's line. For anything else, the
 * expectation that `expect` makes is used.
 */
export function clientExpectations(path: FastPath): (subject: unknown) => JestExpectation {
  const { engine, expect } = path;
  const { Object: RealmObject } = engine.realm;
  const matchers = new Map(Object.entries(path.matchers));
  const contexts: MatcherContext[] = [];
  const contextFor = (isNot: boolean): MatcherContext => {
    contexts[Number(isNot)] ??= { ...path.context(), isNot, promise: '' };
    return contexts[Number(isNot)] as MatcherContext;
  };

  class ClientExpectation extends LazyExpectation {
    constructor(
      readonly subject: unknown,
      readonly isNot: boolean,
    ) {
      super();
    }

    protected whole(): JestExpectation {
      const whole = path.whole(this.subject);
      return this.isNot ? (whole.not as JestExpectation) : whole;
    }

    override get(target: JestExpectation, name: string): unknown {
      if (this.isFull) return target[name];
      const matcher = matchers.get(name);
      if (matcher) return fast(this.subject, this.isNot, name, matcher);
      if (name === 'not' && !this.isNot) return expectation(this.subject, true);
      return super.get(target, name);
    }
  }

  function expectation(subject: unknown, isNot: boolean): JestExpectation {
    return new Proxy(new RealmObject() as JestExpectation, new ClientExpectation(subject, isNot));
  }

  function fast(subject: unknown, isNot: boolean, name: string, matcher: WaitingMatcher) {
    return function callee(...args: never[]): Promise<void> {
      const location = new CallLocation(callee);
      const call: Call = { engine, context: contextFor(isNot), name, callee, location, thens: 1 };
      return matcher(call, subject, ...args).then((result) => count(result, isNot, location));
    };
  }

  function count(result: MatcherResult, isNot: boolean, location: CallLocation): void {
    const state = expect.getState();
    state.assertionCalls++;
    if (result.pass !== isNot) {
      if (state.numPassingAsserts !== undefined) state.numPassingAsserts++;
      return;
    }
    const message = result.message();
    throw errorAt(engine.realm, location, message, { matcherResult: { ...result, message } });
  }

  return (subject) => expectation(subject, false);
}
