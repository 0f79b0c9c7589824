import type { ScenarioState } from './scenario-failure';
import type { Parts } from './steps';

interface KnownScenario {
  readonly parts: Parts;
  /** It is run, or others are made of it: it is not forgotten. */
  use(): void;
  /** Its latest run. */
  run: object | undefined;
}

interface KnownRun {
  readonly state: ScenarioState;
  /** Which of its scenarios. */
  readonly who: number;
}

const scenarios = new WeakMap<object, KnownScenario>();
const runs = new WeakMap<object, KnownRun>();

/** What is known of a scenario; undefined for what is none. */
export const knownOf = (value: unknown): KnownScenario | undefined => scenarios.get(value as object);

/** What is known of a run; undefined for what is none. */
export const knownRunOf = (value: unknown): KnownRun | undefined => runs.get(value as object);

export function makeKnown(scenario: object, known: KnownScenario): void {
  scenarios.set(scenario, known);
}

export function makeRunKnown(run: object, known: KnownRun): void {
  runs.set(run, known);
}
