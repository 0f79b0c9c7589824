import type { Engine } from '../client/engine';
import type { CallLocation } from '../runtime/call-location';
import { show } from '../text/show';
import { UsageError } from '../text/usage-error';
import { loadScenarios } from './load';
import { perform, run } from './run-scenarios';
import { Scenario } from './scenario';
import { ScenarioRun } from './scenario-run';

/** @throws {UsageError} when the name is not a text, or is empty. */
function scenario(engine: Engine, location: CallLocation, name: unknown): Scenario {
  if (typeof name !== 'string' || name === '')
    throw new UsageError(`scenario() takes the user's name, such as 'user_1', not ${show(name)}.`);
  return new Scenario({ name, order: 'any', timeouts: {}, steps: [] }, { engine, location, isPart: false });
}

/** Takes the scenarios as arguments, or in arrays. */
function runTogether(engine: Engine, callee: (...args: never[]) => unknown, args: readonly unknown[]): Promise<ScenarioRun[]> {
  return run(engine, { name: 'runTogether', callee }, args.flat().map(Scenario.behind), (runs) => engine.realm.list(runs));
}

/** What the rest of the package uses of this folder; loaded with the first scenario. */
export const scenarios = {
  scenario,
  runTogether,
  loadScenarios,
  perform,
  behindScenario: Scenario.behind,
  behindRun: ScenarioRun.behind,
};
