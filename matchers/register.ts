import type { MatcherContext } from 'expect';
import { stray } from '../src/client/begun';
import type { Engine } from '../src/client/engine';
import { Bag } from '../src/runtime/bag';
import { CallLocation } from '../src/runtime/call-location';
import type { ScenarioFramework } from '../src/scenario/scenario-failure';
import { isOver } from '../src/waiting/scope';
import { type Call, equalityOf, type Matcher, shown, type Verdict, type WaitingMatcher } from './context';
import { clientExpectations } from './fast-path/client-expectation';
import { type ExpectLike, type Registry, withOwnRegistry } from './fast-path/own-registry';
import { printingSafely } from './printers';
import { paintOf } from './printing';
import { explainScenarios } from './scenario-words';
import { type Serializer, serializerFor } from './serializer';
import { toBeClosed, toBeOpen } from './state';
import { toAnswerPing } from './to-answer-ping';
import { toClose } from './to-close';
import { toBeComplete, toComplete } from './to-complete';
import { toFailHandshake } from './to-fail-handshake';
import { toHaveReceivedMessage, toHaveSentMessage } from './to-have-message';
import { toHaveNoUnreadMessages } from './to-have-no-unread-messages';
import { toHaveReceivedMessages } from './to-have-received-messages';
import { toMatchTranscriptInlineSnapshot, toMatchTranscriptSnapshot } from './to-match-transcript-snapshot';
import { toReceiveMessage, toReceiveNextMessage } from './to-receive-message';
import { toReceiveMessages } from './to-receive-messages';
import { toSendOnReceive } from './to-send-on-receive';
import { Watching } from './watching';
import { explain } from './words';

/** As `expect` calls it. */
type RegisteredMatcher = (this: MatcherContext, subject: unknown, ...args: unknown[]) => Verdict | Promise<Verdict>;

export type RegisteredMatchers = Record<keyof typeof matchers, RegisteredMatcher>;

interface Registration<E> {
  /** What must stand for `expect` from now on; undefined where it cannot be replaced. */
  readonly expect: E | undefined;
  /** What must stand for another one that is found in its place. */
  around<W extends (...args: unknown[]) => unknown>(wrapper: W): W;
}

const matchers = {
  toReceiveMessage,
  toReceive: toReceiveMessage,
  toReceiveNextMessage,
  toReceiveMessages,
  toSendOnReceive,
  toFailHandshake,
  toAnswerPing,
  toHaveReceivedMessage,
  toHaveReceivedMessages,
  toHaveSentMessage,
  toBeOpen,
  toBeClosed,
  toHaveNoUnreadMessages,
  toClose,
  toComplete,
  toBeComplete,
  toMatchTranscriptSnapshot,
  toMatchTranscriptInlineSnapshot,
};

export const matcherNames: readonly string[] = Object.keys(matchers);

/** Those that are called by the thousands. */
const fast: Record<string, WaitingMatcher> = {
  toReceiveMessage,
  toReceive: toReceiveMessage,
  toReceiveNextMessage,
  toReceiveMessages,
  toSendOnReceive,
};

/** The matchers for the clients of an engine, as `expect.extend` takes them. */
function matchersFor(engine: Engine, jestMatcher: NonNullable<Call['jestMatcher']>): RegisteredMatchers {
  const made = Object.entries(matchers).map(([name, matcher]) => [
    name,
    registered({ engine, name, jestMatcher }, matcher as Matcher),
  ]);
  return Object.fromEntries(made) as RegisteredMatchers;
}

function registered({ engine, name, jestMatcher }: Omit<Call, 'context' | 'callee'>, matcher: Matcher): RegisteredMatcher {
  return function callee(subject, ...args) {
    const call: Call = { engine, context: printingSafely(this), name, callee, jestMatcher };
    if (subject instanceof Probe) return subject.take(call);
    const verdict = matcher(call, subject, ...(args as never[]));
    return 'then' in verdict ? verdict : shown(ofItsTest(call, verdict));
  };
}

/** A failure when its test is over would be charged to another one. */
function ofItsTest({ engine, context, name, callee }: Call, verdict: Verdict): Verdict {
  const caller = engine.host.caller();
  if (verdict.pass !== (context.isNot ?? false) || !isOver(caller)) return verdict;
  stray(caller, { name, location: new CallLocation(callee) });
  return { ...verdict, pass: !verdict.pass };
}

/**
 * Makes the matchers known to an `expect`, and the engine to Jest's ways of comparing and wording.
 * @param registry Where `expect` keeps its matchers, if that is known.
 * @param isReplaceable Whether another `expect` can be put in the place of this one.
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
    void engine.framework; // learned by sending the probe
    return probe.context;
  };
  const watching = new Watching(engine, matcherNames);
  const own =
    registry && isReplaceable
      ? withOwnRegistry(expect, registry, registered, watching, (whole) =>
          clientExpectations({ engine, matchers: fast, expect, context, whole }),
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

/** Goes through `expect` once, to learn what it gives to a matcher and how often it calls `then` on the result. */
class Probe {
  readonly #matchers: RegisteredMatchers;
  #call: Call | undefined;
  #promise: Promise<Verdict> | undefined;

  constructor(matchers: RegisteredMatchers) {
    this.#matchers = matchers;
  }

  get context(): MatcherContext {
    return (this.#call as Call).context;
  }

  send(engine: Engine, expect: (subject: unknown) => unknown, serializer: Serializer): ScenarioFramework {
    const asserted = expect(this) as { toReceive(): Promise<void> };
    void asserted.toReceive();
    const { context } = this.#call as Call;
    return {
      equality: () => equalityOf(context),
      explain: (wait, outcome) => explain(context, wait, outcome),
      explainScenarios: (...args) => explainScenarios(context, ...args),
      matchers: this.#matchers,
      paint: paintOf(context),
      serializer,
      thens: engine.watch.count(this.#promise),
    };
  }

  take(call: Call): Promise<Verdict> {
    const { engine, name } = call;
    this.#call = call;
    // it never settles: `expect.assertions()` must not count it
    const never = () => {};
    this.#promise = engine.watch.promise({ name, location: { frames: '' } }, new Bag(), Number.POSITIVE_INFINITY, never);
    return this.#promise;
  }
}
