import type { Engine } from '../client/engine';
import { mustAwait } from '../client/must-await';
import { withDetails } from '../connection/connect-failure';
import type { HandshakeFailure } from '../connection/handshake-failure';
import { type Callee, CallLocation } from '../runtime/call-location';
import { errorAt } from '../text/error-at';
import { isUsageError, UsageError } from '../text/usage-error';
import type { Caller } from '../waiting/caller';
import { Runner } from './runner';
import type { ScenarioFailure, ScenarioFramework, ScenarioState } from './scenario-failure';
import { type ScenarioBehind, ScenarioRun } from './scenario-run';

/** Runs scenarios together. Rejects, at the user's line, with the text of the failure. */
export function run<T>(
  engine: Engine,
  { name, callee }: { readonly name: string; readonly callee: Callee },
  scenarios: readonly (ScenarioBehind | undefined)[],
  pick: (runs: ScenarioRun[]) => T,
): Promise<T> {
  const { realm, host } = engine;
  const framework = engine.framework as ScenarioFramework;
  const location = new CallLocation(callee);
  const caller = host.caller();
  return mustAwait<T>(engine, caller, { name, location }, (resolve, reject) => {
    const fail = (message: string, refusal?: HandshakeFailure) => {
      const error = errorAt(realm, location, message);
      reject(refusal ? withDetails(error, refusal) : error);
    };
    let text: string | undefined;
    let refusal: HandshakeFailure | undefined;
    const explain = (state: ScenarioState, failure: ScenarioFailure) => {
      text = framework.explainScenarios(state, failure, name);
      if (failure.kind === 'abandoned') fail(text); // at once, while its test still runs
      if (failure.kind === 'not connected') refusal = failure.error.details;
    };
    perform(engine, caller, { name, location }, scenarios, explain).then(
      (runs) => (text === undefined ? resolve(pick(runs)) : fail(text, refusal)),
      (error: unknown) => (isUsageError(error) ? fail(error.message) : reject(error)),
    );
  });
}

/**
 * Runs scenarios together, and resolves when all users have left.
 * @param scenarios Undefined in place of something that is not a scenario.
 * @param failed Called at once when something goes wrong.
 * @throws {UsageError} (rejects) when they cannot be run together.
 */
export async function perform(
  engine: Engine,
  caller: Caller,
  { name, location }: { readonly name: string; readonly location: CallLocation },
  scenarios: readonly (ScenarioBehind | undefined)[],
  failed: (state: ScenarioState, failure: ScenarioFailure) => void,
): Promise<ScenarioRun[]> {
  const { scope } = caller;
  const known = scenarios.filter((scenario) => scenario !== undefined);
  if (known.length < scenarios.length)
    throw new UsageError(`${name}() runs scenarios, but was given something else. Give it what scenario('name') returns.`);
  for (const one of known) one.use();
  if (scope.ended)
    throw new UsageError(`${name}() was called after ${scope.label} had ended. Await everything that a test starts.`);
  const runner = new Runner(
    engine,
    caller,
    { name, location },
    known.map(({ parts }) => parts),
  );
  const runs = known.map((one, who) => {
    const run = new ScenarioRun(runner, who, engine.realm);
    one.run = run;
    return run;
  });
  const names = known.map(({ parts }) => parts.name).join(', ');
  const finished = scope.unfinished.add({
    location,
    sentence: () => `${name}() was called but never finished: the test ended before ${names} had.`,
  });
  const failure = await runner.run((found) => failed(runner, found));
  if (failure?.kind !== 'abandoned') finished();
  return runs;
}
