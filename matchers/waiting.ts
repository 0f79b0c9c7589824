import { mustAwait } from '../src/client/must-await';
import { forbidden, refuseForCodec } from '../src/expectations/given-by-codec';
import type { Requirement } from '../src/expectations/requirement';
import { CallLocation } from '../src/runtime/call-location';
import { type Checks, checkOptions } from '../src/text/options';
import { UsageError } from '../src/text/usage-error';
import type { Outcome } from '../src/waiting/outcome';
import { type Caller, checkedWindow } from '../src/waiting/scope';
import { type Wait, waitFor } from '../src/waiting/wait';
import { type Call, jestFrameworkOf, shown, usageErrorVerdict, type Verdict } from './context';
import { connectionsOf } from './subject';
import { explain } from './words';

/** `expect`'s own frame, and some of the user's: `expect` keeps the whole stack for a failure. */
export const MATCHER_DEPTH = 4;

/** What a matcher asks of the streams of its clients. */
export interface Asked {
  readonly requirement: Requirement;
  readonly options: { readonly timeout?: number };
  /** The clients, of those given to `expect()`, that must receive it; the others must not. */
  readonly only?: unknown;
  readonly act?: Wait['act'];
  /** Clients that must not receive it, when the others have. */
  readonly others?: Wait['connections'] | undefined;
}

/** Checks the subject and the arguments, waits for the outcome, and gives the verdict. */
export function waiting(call: Call, subject: unknown, checks: Checks, options: unknown, ask: () => Asked) {
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
    throw new UsageError(`.not.${name}() takes no { only }. Write expect([…]).not.${name}() of those who must not.`);
  const audience = connectionsOf(Array.isArray(only) ? only : [only]);
  const stranger = audience.find((connection) => !all.includes(connection));
  if (stranger) throw new UsageError(`{ only } names ${stranger.name}, which is not among the clients given to expect().`);
  return audience;
}

function begin(call: Call, connections: Wait['connections'], { requirement, options, act, others }: Asked) {
  const { engine, context, name, callee } = call;
  const negated = context.isNot ?? false;
  const caller = engine.host.caller();
  const window = engine.config.quietWindow;
  const usual = negated ? window : usualTimeout(connections);
  const location = call.location ?? new CallLocation(callee, MATCHER_DEPTH);
  const reader = { name, position: location.position };
  const timeout = options.timeout ?? usual;
  const base = { connections, requirement: negated ? ofForbidden(requirement) : requirement, negated, timeout, reader, caller };
  const wait: Wait = act ? { ...base, act } : base;
  const subjects = [...connections, ...(others ?? [])];
  const silence: Wait | undefined = others && {
    ...base,
    subjects,
    connections: others,
    requirement: ofForbidden(requirement),
    negated: true,
    timeout: window,
  };
  if (negated) checkedWindow(timeout as number, caller);
  if (silence) checkedWindow(window, caller);
  return watchedAt(call, location, caller, (resolve) => {
    waitFor(wait, (outcome) => {
      if (outcome.kind !== 'satisfied' || !silence) resolve(verdict(call, wait, outcome));
      else watchSilence(call, silence, resolve);
    });
  });
}

/** The window must still fit: what came before may have taken what the test has. */
function watchSilence(call: Call, silence: Wait, resolve: Resolve): void {
  try {
    checkedWindow(silence.timeout as number, silence.caller);
    waitFor(silence, (quiet) => resolve({ ...verdict(call, silence, quiet), pass: quiet.kind === 'satisfied' }));
  } catch (error) {
    resolve(usageErrorVerdict(call, error));
  }
}

/** The longest of the clients' timeouts; undefined where one has none, and waits for all that the test has. */
export function usualTimeout(connections: Wait['connections']): number | undefined {
  let longest = 0;
  for (const { timeout } of connections) {
    if (timeout === undefined) return undefined;
    longest = Math.max(longest, timeout);
  }
  return longest;
}
const ofForbidden = (requirement: Requirement): Requirement => ({
  ...requirement,
  expected: requirement.expected.map(forbidden),
});

type Resolve = (verdict: Verdict) => void;

export function watchedAt(
  { engine, name, thens = jestFrameworkOf(engine).thens }: Call,
  location: CallLocation,
  caller: Caller,
  act: (resolve: Resolve, reject: Reject) => void,
) {
  return mustAwait<Verdict>(engine, caller, { name, location }, act, thens);
}

type Reject = (error: unknown) => void;

/** A mistake, as a matcher that waits answers it: by its promise, as everything. */
export function refused(call: Call, error: unknown): Promise<Verdict> {
  const location = call.location ?? new CallLocation(call.callee, MATCHER_DEPTH);
  return watchedAt(call, location, call.engine.host.caller(), (resolve) => resolve(usageErrorVerdict(call, error)));
}

/** A verdict that comes later; a test that does not await it fails. */
export function watched(call: Call, caller: Caller, act: () => Promise<Verdict>): Promise<Verdict> {
  return watchedAt(
    call,
    new CallLocation(call.callee, MATCHER_DEPTH),
    caller,
    (resolve, reject) => void act().then((verdict) => resolve(shown(verdict)), reject),
  );
}

function verdict(call: Call, wait: Wait, outcome: Outcome): Verdict {
  const good = outcome.kind === 'satisfied';
  return { pass: good !== wait.negated, name: call.name, message: () => explain(call.context, wait, outcome) };
}
