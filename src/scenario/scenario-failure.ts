import type { Framework } from '../client/engine';
import type { ConnectFailure } from '../connection/connect-failure';
import type { Ending } from '../connection/ending';
import type { ReceivedMessage } from '../log/transcript';
import type { Outcome } from '../waiting/outcome';
import type { RuleViolation } from '../waiting/rule-violation';
import type { ScenarioResponse } from './http-request';
import type { Dependency, Plan, Planned } from './planned';
import type { Progress } from './progress';
import type { Role } from './role';

/** The state of scenarios that run together, as failures show it. */
export interface ScenarioState {
  readonly plan: Plan;
  readonly progress: Progress;
  /** The role of each scenario; its connection is undefined until it has connected. */
  readonly roles: readonly Pick<Role, 'connection' | 'queued'>[];
}

/** Why scenarios that ran together did not do all of their steps. */
export type ScenarioFailure =
  /** Nothing that the scenario waits for has happened for this time (ms). */
  | { readonly kind: 'silent'; readonly who: number; readonly after: number }
  /** The whole run took longer than it may (ms): than the user has set, or than the test has left. */
  | { readonly kind: 'late'; readonly after: number; readonly ofTest: boolean }
  /** A message was not handed to the operating system within this time (ms). */
  | { readonly kind: 'unsent'; readonly planned: Planned; readonly after: number }
  /** A request got no response, within this time (ms) or because of an error. */
  | {
      readonly kind: 'unanswered';
      readonly planned: Planned;
      readonly url: string;
      readonly after: number;
      readonly error?: unknown;
    }
  | { readonly kind: 'wrong response'; readonly planned: Planned; readonly response: ScenarioResponse }
  | { readonly kind: 'not connected'; readonly who: number; readonly error: ConnectFailure }
  /** The connection ended, and more was expected. */
  | { readonly kind: 'ended'; readonly who: number; readonly ending: Ending }
  /** A message came that an exact order does not allow. */
  | { readonly kind: 'wrong'; readonly who: number; readonly by: ReceivedMessage }
  /** A step waits for one that was left out. */
  | { readonly kind: 'impossible'; readonly planned: Planned; readonly need: Dependency }
  /** A step cannot be done: its message cannot be made, for example. */
  | { readonly kind: 'error'; readonly who: number; readonly planned?: Planned; readonly error: unknown }
  | { readonly kind: 'forbidden'; readonly violation: RuleViolation }
  | { readonly kind: 'abandoned' };

/** A framework that words the failures of scenarios too. */
export interface ScenarioFramework extends Framework {
  /** @param name The method that ran them: `rob.run`, `runTogether`. */
  explainScenarios(state: ScenarioState, failure: ScenarioFailure, name: string): string;
}

/** A failure as the outcome of a wait, for the conversation. */
export function outcomeOf(failure: ScenarioFailure, { roles, progress }: ScenarioState, after: number): Outcome {
  if (failure.kind === 'forbidden' || failure.kind === 'abandoned') return failure;
  if (failure.kind !== 'silent' && failure.kind !== 'late') return { kind: 'error', error: undefined };
  const parts = roles.flatMap(({ connection, queued }, who) =>
    connection ? [{ connection, held: [], lacks: progress.lacks(who), acting: false, behind: queued?.behind }] : [],
  );
  return { kind: 'timed-out', parts, after };
}
