import { begun } from '../src/begun';
import * as check from '../src/check';
import type { Demand } from '../src/demand';
import { forbidden, refuseForCodec } from '../src/given-by-codec';
import { Mistake } from '../src/mistake';
import type { Outcome } from '../src/outcome';
import { type Reading, read } from '../src/reading';
import { checkedWindow, type Occasion } from '../src/scope';
import { defaults } from '../src/settings';
import { Site } from '../src/site';
import { type Call, mistaken, shown, type Verdict } from './context';
import { connectionsOf } from './subject';
import { explain } from './words';

/** `expect`'s own frame, and some of the user's: `expect` keeps the whole stack for a failure. */
export const MATCHER_DEPTH = 4;

/** What a matcher asks of the streams of its clients. */
export interface Asked {
  readonly demand: Demand;
  readonly options: { readonly timeout?: number };
  /** The clients, of those given to `expect()`, that must receive it; the others must not. */
  readonly only?: unknown;
  readonly act?: Reading['act'];
  /** Clients that must not receive it, when the others have. */
  readonly others?: Reading['connections'] | undefined;
}

/** Checks the subject and the arguments, waits for the outcome, and gives the verdict. */
export function waiting(call: Call, subject: unknown, checks: check.Checks, options: unknown, ask: () => Asked) {
  try {
    const connections = connectionsOf(subject);
    if (options !== undefined) check.checkOptions(options, checks, call.name);
    const { only, ...asked } = ask();
    refuseForCodec(asked.demand.expected, connections, call.context.isNot ?? false);
    if (only === undefined) return begin(call, connections, asked);
    const audience = audienceOf(call, connections, only);
    return begin(call, audience, { ...asked, others: connections.filter((connection) => !audience.includes(connection)) });
  } catch (error) {
    return refused(call, error);
  }
}

function audienceOf({ context, name }: Call, all: Reading['connections'], only: unknown): Reading['connections'] {
  if (context.isNot)
    throw new Mistake(`.not.${name}() takes no { only }. Write expect([…]).not.${name}() of those who must not.`);
  const audience = connectionsOf(Array.isArray(only) ? only : [only]);
  const stranger = audience.find((connection) => !all.includes(connection));
  if (stranger) throw new Mistake(`{ only } names ${stranger.name}, which is not among the clients given to expect().`);
  return audience;
}

function begin(call: Call, connections: Reading['connections'], { demand, options, act, others }: Asked) {
  const { engine, context, name, callee } = call;
  const negated = context.isNot ?? false;
  const occasion = engine.host.occasion();
  const window = engine.config.quietWindow ?? defaults.quietWindow;
  const usual = negated ? window : usualTimeout(connections);
  const site = call.site ?? new Site(callee, MATCHER_DEPTH);
  const reader = { name, place: site.place };
  const timeout = options.timeout ?? usual;
  const base = { connections, demand: negated ? ofForbidden(demand) : demand, negated, timeout, reader, occasion };
  const reading: Reading = act ? { ...base, act } : base;
  const subjects = [...connections, ...(others ?? [])];
  const silence: Reading | undefined = others && {
    ...base,
    subjects,
    connections: others,
    demand: ofForbidden(demand),
    negated: true,
    timeout: window,
  };
  if (negated) checkedWindow(timeout as number, occasion);
  if (silence) checkedWindow(window, occasion);
  return watchedAt(call, site, occasion, (resolve) => {
    read(reading, (outcome) => {
      if (outcome.kind !== 'satisfied' || !silence) resolve(verdict(call, reading, outcome));
      else watchSilence(call, silence, resolve);
    });
  });
}

/** The window must still fit: what came before may have taken what the test has. */
function watchSilence(call: Call, silence: Reading, resolve: Resolve): void {
  try {
    checkedWindow(silence.timeout as number, silence.occasion);
    read(silence, (quiet) => resolve({ ...verdict(call, silence, quiet), pass: quiet.kind === 'satisfied' }));
  } catch (error) {
    resolve(mistaken(call, error));
  }
}

/** The longest of the clients' timeouts; undefined where one has none, and waits for all that the test has. */
export function usualTimeout(connections: Reading['connections']): number | undefined {
  let longest = 0;
  for (const { timeout } of connections) {
    if (timeout === undefined) return undefined;
    longest = Math.max(longest, timeout);
  }
  return longest;
}
const ofForbidden = (demand: Demand): Demand => ({ ...demand, expected: demand.expected.map(forbidden) });

type Resolve = (verdict: Verdict) => void;

export function watchedAt(
  { engine, name, thens = engine.framework.thens }: Call,
  site: Site,
  occasion: Occasion,
  act: (resolve: Resolve, reject: Reject) => void,
) {
  return begun<Verdict>(engine, occasion, { name, site }, thens, act);
}

type Reject = (error: unknown) => void;

/** A mistake, as a matcher that waits answers it: by its promise, as everything. */
export function refused(call: Call, error: unknown): Promise<Verdict> {
  const site = call.site ?? new Site(call.callee, MATCHER_DEPTH);
  return watchedAt(call, site, call.engine.host.occasion(), (resolve) => resolve(mistaken(call, error)));
}

/** A verdict that comes later; a test that does not await it fails. */
export function watched(call: Call, occasion: Occasion, act: () => Promise<Verdict>): Promise<Verdict> {
  return watchedAt(
    call,
    new Site(call.callee, MATCHER_DEPTH),
    occasion,
    (resolve, reject) => void act().then((verdict) => resolve(shown(verdict)), reject),
  );
}

function verdict(call: Call, reading: Reading, outcome: Outcome): Verdict {
  const good = outcome.kind === 'satisfied';
  return { pass: good !== reading.negated, name: call.name, message: () => explain(call.context, reading, outcome) };
}
