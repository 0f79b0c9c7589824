import { CallLocation } from '../src/runtime/call-location';
import { scenarios } from '../src/scenario/when-asked-for';
import { show } from '../src/text/show';
import { isUsageError, UsageError } from '../src/text/usage-error';
import { type Call, shown, usageErrorVerdict, type Verdict } from './context';
import { outline, story } from './scenario-words';
import { isPromise, leaveAlone } from './subject';
import { MATCHER_DEPTH, refused, watchedAt } from './waiting';
import { hint } from './words';

/** The scenario, or several together, is run, and does all of its steps. */
export function toComplete(call: Call, subject: unknown): Promise<Verdict> {
  const { engine, context, name, callee } = call;
  try {
    const subjects = [subject].flat().map(scenarioIn);
    if (subjects.length === 0) throw new UsageError('The array given to expect() has no scenarios in it.');
    if (context.isNot)
      throw new UsageError(
        '.not.toComplete() has no meaning. Write await expect(scenario.run()).rejects.toThrow(…) if it must fail.',
      );
    const caller = engine.host.caller();
    const location = new CallLocation(callee, MATCHER_DEPTH);
    const header = hint(
      context,
      name,
      subjects.map(({ parts }) => parts),
      '',
    );
    let text: string | undefined;
    return watchedAt(call, location, caller, (resolve, reject) => {
      const settle = () => resolve(shown({ pass: text === undefined, name, message: () => `${header}\n\n${text}` }));
      scenarios()
        .perform(engine, caller, { name, location }, subjects, (state, failure) => {
          text = story(context, state, failure).join('\n');
        })
        .then(settle, (error: unknown) => {
          if (isUsageError(error)) resolve(usageErrorVerdict(call, error));
          else reject(error);
        });
    });
  } catch (error) {
    return refused(call, error);
  }
}

/** All steps of the scenario's latest run, or of a run, are done now. */
export function toBeComplete(call: Call, subject: unknown): Verdict {
  const { context, name } = call;
  try {
    const { behindRun } = scenarios();
    const known = behindRun(subject) ?? behindRun(scenarioIn(subject).run);
    const called = (subject as { readonly name: string }).name;
    const message = () => {
      const header = hint(context, name, [{ name: called }], '');
      const steps = known
        ? outline(context, known.state)
        : ['', `${called} has not been run. Write await ${called}.run() before.`];
      return [header, '', `Expected: ${context.isNot ? 'not ' : ''}all steps done`, ...steps].join('\n');
    };
    return { pass: known?.state.progress.isComplete(known.who) ?? false, name, message };
  } catch (error) {
    return usageErrorVerdict(call, error);
  }
}

function scenarioIn(subject: unknown) {
  const known = scenarios().behindScenario(subject);
  if (known) return known;
  const promised = isPromise(subject);
  if (promised) leaveAlone(subject);
  const advice = promised
    ? 'It is a promise: write expect(scenario) without .run(), or await it before.'
    : 'Give it what scenario() returns.';
  throw new UsageError(`expect() was given ${promised ? 'a promise' : show(subject)}, which is no scenario. ${advice}`);
}
