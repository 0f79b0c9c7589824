import { begun } from '../begun';
import { withDetails } from '../connect-failure';
import type { Engine } from '../engine';
import type { HandshakeFailure } from '../handshake-failure';
import { isMistake, Mistake } from '../mistake';
import type { Occasion } from '../scope';
import { errorAt, Site } from '../site';
import { Ensemble } from './ensemble';
import type { Failure, Staging } from './failure';
import { knownOf } from './known';
import { ScenarioRun } from './scenario-run';

/** Who asks for scenarios to be run. */
interface Asked {
  readonly name: string;
  readonly callee: (...args: never[]) => unknown;
}

/** Runs scenarios together. Rejects, at the user's line, with the words for what went wrong. */
export function run<T>(
  engine: Engine,
  { name, callee }: Asked,
  scenarios: readonly unknown[],
  pick: (runs: ScenarioRun[]) => T,
): Promise<T> {
  const { realm, framework, host } = engine;
  const site = new Site(callee);
  const occasion = host.occasion();
  return begun<T>(engine, occasion, { name, site }, 0, (resolve, reject) => {
    const fail = (message: string, refusal?: HandshakeFailure) => {
      const error = errorAt(realm, site, message);
      reject(refusal ? withDetails(error, refusal) : error);
    };
    let text: string | undefined;
    let refusal: HandshakeFailure | undefined;
    const explain = (staging: Staging, failure: Failure) => {
      text = framework.explainScenarios(staging, failure, name);
      if (failure.kind === 'abandoned') fail(text); // at once, while its test still runs
      if (failure.kind === 'not connected') refusal = failure.error.details;
    };
    perform(engine, occasion, { name, site }, scenarios, explain).then(
      (runs) => (text === undefined ? resolve(pick(runs)) : fail(text, refusal)),
      (error: unknown) => (isMistake(error) ? fail(error.message) : reject(error)),
    );
  });
}

/**
 * Runs scenarios together, and resolves when all users have left.
 * @param failed Told at once when something goes wrong.
 * @throws {Mistake} (rejects) when they cannot be run together.
 */
export async function perform(
  engine: Engine,
  occasion: Occasion,
  { name, site }: { readonly name: string; readonly site: Site },
  scenarios: readonly unknown[],
  failed: (staging: Staging, failure: Failure) => void,
): Promise<ScenarioRun[]> {
  const { scope } = occasion;
  const known = scenarios.map((scenario) => {
    const found = knownOf(scenario);
    if (!found)
      throw new Mistake(`${name}() runs scenarios, and was given something else. Give it what scenario('name') returns.`);
    return found;
  });
  for (const one of known) one.use();
  if (scope.ended) throw new Mistake(`${name}() was called when ${scope.label} was over. Await all that a test starts.`);
  const ensemble = new Ensemble(
    engine,
    occasion,
    { name, place: site.place },
    known.map(({ parts }) => parts),
  );
  const runs = known.map((one, who) => {
    const run = new ScenarioRun(ensemble, who, engine.realm);
    one.run = run;
    return run;
  });
  const names = known.map(({ parts }) => parts.name).join(', ');
  const finished = scope.unfinished.add({
    site,
    sentence: () => `${name}() was called and never finished: the test ended before ${names} had.`,
  });
  const failure = await ensemble.run((found) => failed(ensemble, found));
  if (failure?.kind !== 'abandoned') finished();
  return runs;
}
