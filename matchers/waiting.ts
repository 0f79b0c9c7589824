import * as check from '../src/check';
import type { Demand } from '../src/demand';
import { type Outcome, type Reading, read } from '../src/reading';
import { defaults } from '../src/settings';
import { Site } from '../src/site';
import { type Call, mistaken, type Verdict } from './context';
import { connectionsOf } from './subject';
import { explain } from './words';

/** `expect`'s own frame, and some of the user's: `expect` keeps the whole stack for a failure. */
export const MATCHER_DEPTH = 4;

/** The options of every matcher that waits. */
export const waitChecks: check.Checks = { timeout: check.milliseconds };

export const readChecks: check.Checks = { ...waitChecks, exact: check.boolean };

/** What a matcher asks of the streams of its clients. */
export interface Asked {
  readonly demand: Demand;
  readonly options: { readonly timeout?: number };
  readonly onSatisfied?: Reading['onSatisfied'];
}

/** Checks the subject and the arguments, waits for the outcome, and gives the verdict. */
export function waiting(call: Call, subject: unknown, checks: check.Checks, options: unknown, ask: () => Asked) {
  try {
    const connections = connectionsOf(subject);
    if (options !== undefined) check.checkOptions(options, checks, call.name);
    const asked = ask();
    return begin(call, connections, asked);
  } catch (error) {
    return mistaken(call, error);
  }
}

function begin(call: Call, connections: Reading['connections'], { demand, options, onSatisfied }: Asked) {
  const { engine, context, name, callee } = call;
  const negated = context.isNot ?? false;
  const occasion = engine.host.occasion();
  const { config, watch } = engine;
  const usual = negated
    ? (config.quietWindow ?? defaults.quietWindow)
    : Math.max(...connections.map((connection) => connection.timeout));
  const site = new Site(callee, MATCHER_DEPTH);
  const reader = { name, place: site.place };
  const timeout = options.timeout ?? usual;
  const base = { connections, demand, negated, timeout, reader, occasion };
  const reading: Reading = onSatisfied ? { ...base, onSatisfied } : base;
  return watch.promise<Verdict>({ name, site }, occasion.scope.unawaited, watch.internal, (resolve) => {
    read(reading, (outcome) => resolve(verdict(call, reading, outcome)));
  });
}

function verdict(call: Call, reading: Reading, outcome: Outcome): Verdict {
  const good = outcome.kind === 'satisfied';
  return { pass: good !== reading.negated, name: call.name, message: () => explain(call.context, reading, outcome) };
}
