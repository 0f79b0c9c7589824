import type { Engine } from '../client/engine';
import { loadScenarios } from './load';
import { newScenario } from './new-scenario';
import { perform, run } from './run-scenarios';
import { Scenario } from './scenario';
import { ScenarioRun } from './scenario-run';

/** Takes the scenarios as arguments, or in arrays. */
function runTogether(engine: Engine, callee: (...args: never[]) => unknown, args: readonly unknown[]): Promise<ScenarioRun[]> {
  return run(engine, { name: 'runTogether', callee }, args.flat().map(Scenario.behind), (runs) => engine.realm.list(runs));
}

/** What the rest of the package uses of this folder; loaded with the first scenario. */
export const scenarios = {
  scenario: newScenario,
  runTogether,
  loadScenarios,
  perform,
  behindScenario: Scenario.behind,
  behindRun: ScenarioRun.behind,
};
