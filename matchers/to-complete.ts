import { isPromise, neglect } from '../src/runtime/tag';
import { scenarios } from '../src/scenario/when-asked-for';
import { show } from '../src/text/show';
import { isUsageError, UsageError } from '../src/text/usage-error';
import { explainScenario, outline } from './explain-scenario';
import { type Failure, resultOf, usageErrorResult } from './failure-message';
import type { Call, MatcherResult } from './matcher';
import { hint } from './printing';
import type { OnRuns, OnScenarios } from './types';
import { awaited, calledFrom, refused } from './waiting';

declare module './types' {
  interface WebSocketMatchers<R, T> {
    /** On a scenario, or an array of them, which run together: runs them, and all steps are done. */
    toComplete(this: OnScenarios<R, T>): Promise<void>;
    /** On a scenario that has run, or on a run: all of its steps are done. */
    toBeComplete(this: OnRuns<R, T>): R;
  }
}

/** @internal */
export function toComplete(call: Call, subject: unknown): Promise<MatcherResult> {
  const { engine, context, name } = call;
  try {
    const subjects = [subject].flat().map(scenarioIn);
    const parts = subjects.map((one) => one.parts);
    if (parts.length === 0) throw new UsageError('The array given to expect() has no scenarios in it.');
    if (context.isNot)
      throw new UsageError(
        '.not.toComplete() has no meaning. Write await expect(scenario.run()).rejects.toThrow(…) if it must fail.',
      );
    const from = calledFrom(call);
    const header = hint(context, name, parts, '');
    let failure: Failure = { hint: header };
    let pass = true;
    // a run ends by itself when its test ends, or a rule is broken
    return awaited(call, from, (settle, fail) => {
      scenarios()
        .perform(engine, from.caller, { name, location: from.location }, subjects, (state, problem) => {
          pass = false;
          failure = explainScenario(context, header, state, problem);
        })
        .then(
          () => settle(resultOf(call, pass, () => failure)),
          (error: unknown) => (isUsageError(error) ? settle(usageErrorResult(call, error)) : fail(error)),
        );
    });
  } catch (error) {
    return refused(call, error);
  }
}

/** @internal */
export function toBeComplete(call: Call, subject: unknown): MatcherResult {
  const { context, name } = call;
  try {
    const { behindRun } = scenarios();
    const known = behindRun(subject) ?? behindRun(scenarioIn(subject).run);
    const called = (subject as { readonly name: string }).name;
    const isComplete = known?.state.progress.isComplete(known.who) ?? false;
    return resultOf(call, isComplete, () => ({
      hint: hint(context, name, [{ name: called }], ''),
      expected: `${context.isNot ? 'not ' : ''}all steps done`,
      details: known ? outline(context, known.state) : [[`${called} has not been run. Write await ${called}.run() first.`]],
      values: { expected: !context.isNot, actual: isComplete },
    }));
  } catch (error) {
    return usageErrorResult(call, error);
  }
}

function scenarioIn(subject: unknown) {
  const known = scenarios().behindScenario(subject);
  if (known) return known;
  const promised = isPromise(subject);
  if (promised) neglect(subject);
  const advice = promised
    ? 'It is a promise: write expect(scenario) without .run(), or await it first.'
    : 'Give it what scenario() returns.';
  throw new UsageError(`expect() was given ${promised ? 'a promise' : show(subject)}, which is not a scenario. ${advice}`);
}
