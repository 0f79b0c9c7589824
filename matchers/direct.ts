import type { MatcherContext } from 'expect';
import type { Engine } from '../src/engine';
import { errorAt, Site } from '../src/site';
import type { Call, Matcher, Verdict } from './context';

type Expectation = Record<string, unknown>;

/** What `expect` counts: for `expect.assertions()`, and for reporters. */
export interface AssertionState {
  assertionCalls: number;
  numPassingAsserts?: number;
}

/** What is taken of `expect`. */
interface Expect {
  getState(): AssertionState;
}

/** How the matchers are called where `expect` itself is passed by. */
export interface Direct {
  readonly engine: Engine;
  readonly matchers: Readonly<Record<string, Matcher>>;
  readonly expect: Expect;
  /** What `expect` gives to a matcher, as it was learned once. */
  context(): MatcherContext;
  /** The expectation that `expect` makes. */
  whole(subject: unknown): Expectation;
}

/**
 * Makes expectations on clients whose matchers are called at once. `expect` makes closures for each of its matchers, and
 * takes two stack traces for an assertion that waits: more than the assertion itself costs. What it does with the verdict
 * is done here in its place: it is counted, and one that is not wanted is thrown, at the user's line. All else that is
 * asked of the expectation is asked of the one that `expect` makes.
 */
export function directExpectations(direct: Direct): (subject: unknown) => Expectation {
  const { engine, matchers, expect } = direct;
  const contexts: MatcherContext[] = [];
  const contextFor = (isNot: boolean): MatcherContext => {
    contexts[Number(isNot)] ??= { ...direct.context(), isNot, promise: '' };
    return contexts[Number(isNot)] as MatcherContext;
  };

  class DirectExpectation {
    constructor(
      readonly subject: unknown,
      readonly isNot: boolean,
    ) {}

    get not(): unknown {
      return this.isNot ? undefined : new DirectExpectation(this.subject, true);
    }
  }

  for (const [name, matcher] of Object.entries(matchers)) {
    const callee = function (this: DirectExpectation, ...args: never[]): unknown {
      const { subject, isNot } = this;
      const site = new Site(callee);
      const call: Call = { engine, context: contextFor(isNot), name, callee, site, thens: 1 };
      const verdict = matcher(call, subject, ...args);
      return isPromise(verdict) ? verdict.then((one) => count(one, isNot, site)) : count(verdict, isNot, site);
    };
    Object.defineProperty(DirectExpectation.prototype, name, { value: callee });
  }
  // what is not found on it is looked for here
  const others = new Proxy(Object.create(null), {
    get(_, name, expectation) {
      if (!(expectation instanceof DirectExpectation)) return undefined;
      const { subject, isNot } = expectation;
      const whole = direct.whole(subject);
      return (isNot ? (whole.not as Expectation) : whole)[name as string];
    },
  });
  Object.setPrototypeOf(DirectExpectation.prototype, others as object);

  function count(verdict: Verdict, isNot: boolean, site: Site): void {
    const state = expect.getState();
    state.assertionCalls++;
    if (verdict.pass !== isNot) {
      if (state.numPassingAsserts !== undefined) state.numPassingAsserts++;
      return;
    }
    const message = verdict.message();
    throw errorAt(engine.realm, site, message, { matcherResult: { ...verdict, message } });
  }

  return (subject) => new DirectExpectation(subject, false) as unknown as Expectation;
}

const isPromise = (verdict: Verdict | Promise<Verdict>): verdict is Promise<Verdict> => 'then' in verdict;
