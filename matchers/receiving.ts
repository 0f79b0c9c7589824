import type { Expected } from '../src/expectations/expected';
import { forbidden, refuseForCodec } from '../src/expectations/given-by-codec';
import { one, type Requirement } from '../src/expectations/requirement';
import { type Checks, checkOptions } from '../src/text/options';
import { UsageError } from '../src/text/usage-error';
import { checkedWindow } from '../src/waiting/caller';
import type { Outcome } from '../src/waiting/outcome';
import { type Wait, waitFor } from '../src/waiting/wait';
import { explainWait } from './explain-wait';
import { failed, resultOf, usageErrorResult } from './failure-message';
import type { Call, MatcherResult } from './matcher';
import { connectionsOf } from './subject';
import { awaited, calledFrom, refused, type SettleResult, usualTimeout } from './waiting';

/** Which messages a matcher expects of its clients. */
interface Receiving {
  readonly requirement: Requirement;
  readonly options: { readonly timeout?: number };
  /** Those of the clients given to `expect()` that must receive them; the others must not. */
  readonly only?: unknown;
  readonly act?: Wait['act'];
  /** Clients that must not receive them, once the others have. */
  readonly others?: Wait['connections'] | undefined;
}

/** Checks the subject and the arguments, waits for messages, and gives the result. */
export function receiving(call: Call, subject: unknown, checks: Checks, options: unknown, ask: () => Receiving) {
  try {
    const connections = connectionsOf(subject);
    if (options !== undefined) checkOptions(options, checks, call.name);
    const { only, ...asked } = ask();
    refuseForCodec(asked.requirement.expected, connections, call.context.isNot ?? false);
    if (only === undefined) return begin(call, connections, asked);
    const audience = audienceOf(call, connections, only);
    return begin(call, audience, { ...asked, others: connections.filter((connection) => !audience.includes(connection)) });
  } catch (error) {
    return refused(call, error);
  }
}

function audienceOf({ context, name }: Call, all: Wait['connections'], only: unknown): Wait['connections'] {
  if (context.isNot)
    throw new UsageError(`.not.${name}() takes no { only }. Write expect([…]).not.${name}() for those who must not.`);
  const audience = connectionsOf(Array.isArray(only) ? only : [only]);
  const stranger = audience.find((connection) => !all.includes(connection));
  if (stranger) throw new UsageError(`{ only } names ${stranger.name}, which is not among the clients given to expect().`);
  return audience;
}

function begin(call: Call, connections: Wait['connections'], { requirement, options, act, others }: Receiving) {
  const { engine, context, name } = call;
  const negated = context.isNot ?? false;
  const from = calledFrom(call);
  const { caller, location } = from;
  const window = engine.config.quietWindow;
  const usual = negated ? window : usualTimeout(connections);
  const reader = { name, position: location.position };
  const timeout = options.timeout ?? usual;
  const base = { connections, requirement: negated ? ofForbidden(requirement) : requirement, negated, timeout, reader, caller };
  const wait: Wait = act ? { ...base, act } : base;
  const subjects = [...connections, ...(others ?? [])];
  const silence: Wait | undefined = others && {
    ...base,
    reader: { name, position: location.position }, // of its own: what the first wait has read is not given to this one
    subjects,
    connections: others,
    requirement: one(forbidden(requirement.expected[0] as Expected)), // with `times`, all are one and the same
    negated: true,
    timeout: window,
  };
  if (negated) checkedWindow(timeout as number, caller);
  if (silence) checkedWindow(window, caller);
  return awaited(call, from, (settle) => {
    waitFor(wait, (outcome) => {
      if (outcome.kind !== 'satisfied' || !silence) settle(judged(call, wait, outcome));
      else watchSilence(call, silence, settle);
    });
  });
}

/** The window must still fit: the first wait may have used up the time that the test has. */
function watchSilence(call: Call, silence: Wait, settle: SettleResult): void {
  try {
    checkedWindow(silence.timeout as number, silence.caller);
    waitFor(silence, (outcome) => {
      const explain = () => explainWait(call.context, silence, outcome);
      settle(outcome.kind === 'satisfied' ? resultOf(call, true, explain) : failed(call, explain));
    });
  } catch (error) {
    settle(usageErrorResult(call, error));
  }
}

/** The same expected message becomes the same forbidden one, so that it is prepared and told once. */
function ofForbidden(requirement: Requirement): Requirement {
  const each = new Map(requirement.expected.map((expected) => [expected, forbidden(expected)]));
  return { ...requirement, expected: requirement.expected.map((expected) => each.get(expected) ?? expected) };
}

function judged(call: Call, wait: Wait, outcome: Outcome): MatcherResult {
  return resultOf(call, (outcome.kind === 'satisfied') !== wait.negated, () => explainWait(call.context, wait, outcome));
}
