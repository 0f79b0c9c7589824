import type { Engine } from '../engine';
import { Mistake } from '../mistake';
import { show } from '../show';
import type { Site } from '../site';
import { loadScenarios } from './load';
import { perform, run } from './perform';
import { Scenario } from './scenario';
import type { ScenarioRun } from './scenario-run';

/** @throws {Mistake} when the name is none. */
function scenario(engine: Engine, site: Site, name: unknown): Scenario {
  if (typeof name !== 'string' || name === '')
    throw new Mistake(`scenario() takes the user's name, such as 'user_1', not ${show(name)}.`);
  return new Scenario({ name, order: 'any', timeouts: {}, steps: [] }, { engine, site, isPart: false });
}

/** Given one after the other, or in an array. */
function runTogether(engine: Engine, callee: (...args: never[]) => unknown, args: readonly unknown[]): Promise<ScenarioRun[]> {
  return run(engine, { name: 'runTogether', callee }, args.flat(), (runs) => engine.realm.list(runs));
}

/** All that the engine takes of this folder; loaded with the first scenario. */
export const scenarios = { scenario, runTogether, loadScenarios, perform };
