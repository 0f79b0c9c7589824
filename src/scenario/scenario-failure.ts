import type { Framework } from '../client/engine';
import type { ConnectFailure } from '../connection/connect-failure';
import type { Ending } from '../connection/ending';
import type { ReceivedMessage } from '../log/transcript';
import type { Outcome } from '../waiting/outcome';
import type { RuleViolation } from '../waiting/rule-violation';
import type { ScenarioResponse } from './http-request';
import type { Plan, Planned } from './planned';
import type { Progress } from './progress';
import type { Role } from './role';

/** What can be told of scenarios that run together. */
export interface ScenarioState {
  readonly plan: Plan;
  readonly progress: Progress;
  /** Of each scenario; undefined until it has connected. */
  readonly roles: readonly Pick<Role, 'connection' | 'queued'>[];
}

/** Why scenarios that ran together did not do all of their steps. */
export type ScenarioFailure =
  /** Nothing that the scenario waits for has happened for so long (ms). */
  | { readonly kind: 'silent'; readonly who: number; readonly after: number }
  /** The whole run took longer than it may (ms): than was said, or than the test has. */
  | { readonly kind: 'late'; readonly after: number; readonly ofTest: boolean }
  /** A message was not handed to the operating system in time (ms). */
  | { readonly kind: 'unsent'; readonly planned: Planned; readonly after: number }
  /** A request got no response: not in time (ms), or because of an error. */
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
  /** A message came that may not come where the order is exact. */
  | { readonly kind: 'wrong'; readonly who: number; readonly by: ReceivedMessage }
  /** A step waits for one that was left out. */
  | { readonly kind: 'impossible'; readonly planned: Planned; readonly label: string }
  /** A step cannot be done: what it sends cannot be made, say. */
  | { readonly kind: 'error'; readonly who: number; readonly planned?: Planned; readonly error: unknown }
  | { readonly kind: 'forbidden'; readonly violation: RuleViolation }
  | { readonly kind: 'abandoned' };

/** A framework that words the failures of scenarios too. */
export interface ScenarioFramework extends Framework {
  /** @param name What ran them: `rob.run`, `runTogether`. */
  explainScenarios(state: ScenarioState, failure: ScenarioFailure, name: string): string;
}

/** The same of the users' connections, as of any wait that failed: for the conversation. */
export function outcomeOf(failure: ScenarioFailure, { roles, progress }: ScenarioState, after: number): Outcome {
  if (failure.kind === 'forbidden' || failure.kind === 'abandoned') return failure;
  if (failure.kind !== 'silent' && failure.kind !== 'late') return { kind: 'error', error: undefined };
  const parts = roles.flatMap(({ connection, queued }, who) =>
    connection ? [{ connection, held: [], lacks: progress.lacks(who), acting: false, behind: queued?.behind }] : [],
  );
  return { kind: 'timed-out', parts, after };
}
