import type { MatcherContext } from 'expect';
import type { Engine } from '../src/client/engine';
import { stray } from '../src/client/must-await';
import { Bag } from '../src/runtime/bag';
import { CallLocation } from '../src/runtime/call-location';
import { isOver } from '../src/waiting/caller';
import { explainScenario, runHint } from './explain-scenario';
import { explainWait } from './explain-wait';
import { failureMessage } from './failure-message';
import { clientExpectations } from './fast-path/client-expectation';
import { type ExpectLike, type Registry, withOwnRegistry } from './fast-path/own-registry';
import { Watching } from './fast-path/watching';
import { type Call, equalityOf, isFast, type JestFramework, type Matcher, type MatcherResult } from './matcher';
import type { WebSocketMatchers } from './matchers';
import * as matchers from './matchers';
import { paintOf, printingSafely } from './printing';
import { type Serializer, serializerFor } from './serializer';

/** A matcher as `expect` calls it. */
type RegisteredMatcher = (this: MatcherContext, subject: unknown, ...args: unknown[]) => MatcherResult | Promise<MatcherResult>;

type MatcherName = Exclude<keyof WebSocketMatchers<unknown, unknown>, symbol>;

export type RegisteredMatchers = Record<MatcherName, RegisteredMatcher>;

interface Registration<E> {
  /** Replaces `expect` from now on; undefined where it cannot be replaced. */
  readonly expect: E | undefined;
  /** Wraps another `expect` that has been put in its place. */
  around<W extends (...args: unknown[]) => unknown>(wrapper: W): W;
}

/** The matchers by their names: the compiler checks that each has its types. */
const named: Readonly<Record<MatcherName, Matcher>> = matchers;
const all = Object.entries(named);

export const matcherNames: readonly string[] = all.map(([name]) => name);

/** The matchers for the clients of an engine, as `expect.extend` takes them. */
function matchersFor(engine: Engine, jestMatcher: NonNullable<Call['jestMatcher']>): RegisteredMatchers {
  const made = all.map(([name, matcher]) => [name, registered({ engine, name, jestMatcher }, matcher)]);
  return Object.fromEntries(made) as RegisteredMatchers;
}

function registered({ engine, name, jestMatcher }: Omit<Call, 'context' | 'callee'>, matcher: Matcher): RegisteredMatcher {
  return function callee(subject, ...args) {
    const call: Call = { engine, context: printingSafely(this), name, callee, jestMatcher };
    if (subject instanceof Probe) return subject.take(call);
    const result = matcher(call, subject, ...(args as never[]));
    return 'then' in result ? result : ofItsTest(call, result);
  };
}

/** The result of a matcher that does not wait. If its test is over, a failure becomes a stray: Jest would fail another test. */
function ofItsTest({ engine, context, name, callee }: Call, result: MatcherResult): MatcherResult {
  const caller = engine.host.caller();
  if (result.pass !== (context.isNot ?? false) || !isOver(caller)) return result;
  stray(caller, { name, location: new CallLocation(callee) });
  return { pass: !result.pass, name, message: result.message };
}

/**
 * Makes the matchers known to an `expect`, and gives the engine Jest's comparison and our wording of failures.
 * @param registry Where `expect` keeps its matchers, if that is known.
 * @param isReplaceable Whether this `expect` can be replaced.
 */
export function register<E extends ExpectLike>(
  engine: Engine,
  expect: E,
  registry?: Registry,
  isReplaceable = false,
): Registration<E> {
  const registered = matchersFor(engine, (name) => registry?.matchers[name]);
  const probe = new Probe(registered);
  const context = () => {
    void engine.framework; // sends the probe, if it was not sent before
    return probe.context;
  };
  const watching = new Watching(engine, matcherNames);
  const own =
    registry && isReplaceable && engine.config.fastExpect !== false
      ? withOwnRegistry(expect, registry, registered, watching, (whole) =>
          clientExpectations({ engine, matchers: Object.fromEntries(all.filter(isFast)), expect, context, whole }),
        )
      : undefined;
  if (!own) expect.extend(registered);
  const serializer = serializerFor(engine);
  expect.addSnapshotSerializer?.(serializer);
  engine.adopt(() => probe.send(engine, own?.expectOnly('toReceive') ?? expect, serializer));
  return {
    expect: own?.expect,
    around: (wrapper) => watching.wrapper(wrapper),
  };
}

/** Of a call that is not the user's. */
const NOWHERE = { frames: '', position: { file: '', line: 0, column: 0 } };

/** Goes through `expect` once, to learn what it passes to a matcher and how often it calls `then` on the result. */
class Probe {
  readonly #matchers: RegisteredMatchers;
  #call: Call | undefined;
  #promise: Promise<MatcherResult> | undefined;

  constructor(matchers: RegisteredMatchers) {
    this.#matchers = matchers;
  }

  get context(): MatcherContext {
    return (this.#call as Call).context;
  }

  send(engine: Engine, expect: (subject: unknown) => unknown, serializer: Serializer): JestFramework {
    const asserted = expect(this) as { toReceive(): Promise<void> };
    void asserted.toReceive();
    const { context } = this.#call as Call;
    return {
      equality: () => equalityOf(context),
      explain: (wait, outcome) => failureMessage(explainWait(context, wait, outcome)),
      explainScenarios: (state, failure, name) => failureMessage(explainScenario(context, runHint(name, state), state, failure)),
      matchers: this.#matchers,
      paint: paintOf(context),
      serializer,
      thens: engine.watch.count(this.#promise),
    };
  }

  take(call: Call): Promise<MatcherResult> {
    const { engine, name } = call;
    this.#call = call;
    // it never settles, so that `expect.assertions()` does not count it
    const never = () => {};
    this.#promise = engine.watch.promise({ name, location: NOWHERE }, new Bag(), Number.POSITIVE_INFINITY, never);
    return this.#promise;
  }
}
