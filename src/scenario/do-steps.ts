import { WebSocketClient } from '../client/client';
import type { Engine } from '../client/engine';
import { openClient } from '../client/opening';
import { ConnectFailure } from '../connection/connect-failure';
import type { Connection } from '../connection/connection';
import type { ReceivedMessage } from '../log/transcript';
import type { CallLocation } from '../runtime/call-location';
import { isPromise } from '../runtime/tag';
import { UsageError } from '../text/usage-error';
import { type Caller, waitTime } from '../waiting/caller';
import { capture } from './capturing';
import { isExpected, requestOf, type ScenarioResponse, sendRequest } from './http-request';
import type { Planned } from './planned';
import type { Role } from './role';
import type { RunTimeouts } from './run-timeouts';
import type { ScenarioFailure, ScenarioState } from './scenario-failure';
import type { ConnectStep, RequestStep, SendStep } from './steps';
import type { Timers } from './timers';

/** The part of a run that its steps need. */
export interface StepRun extends ScenarioState {
  readonly engine: Engine;
  readonly caller: Caller;
  /** Where it was called. */
  readonly location: Pick<CallLocation, 'frames'>;
  readonly roles: readonly Role[];
  readonly timers: Timers;
  readonly timeouts: RunTimeouts;
  /** The requests that have no response yet: they are aborted when the run ends. */
  readonly requests: Set<AbortController>;
  /** Whether it has ended, so that its steps must do nothing more. */
  readonly ended: boolean;
  /** Begins to look at the messages of a user who has connected. */
  listen(who: number): void;
  /** To be called when a step is done: others may begin. */
  done(planned: Planned): void;
  /** Ends the run. */
  fail(failure: ScenarioFailure): void;
}

/** Does a step that is not an expectation. If it fails, the run ends. */
export function doStep(run: StepRun, planned: Planned): void {
  const { who } = planned;
  doing(run, planned)?.catch((error: unknown) => run.fail({ kind: 'error', who, planned, error }));
}

function doing(run: StepRun, planned: Planned): Promise<void> | undefined {
  const { step } = planned;
  switch (step.kind) {
    case 'connect':
      return connect(run, planned, step);
    case 'send':
      return send(run, planned, step);
    case 'request':
      return request(run, planned, step);
    case 'close':
      return close(run, planned, step.code, step.reason);
    default:
      return undefined;
  }
}

async function connect(run: StepRun, planned: Planned, { target, options, prepare }: ConnectStep): Promise<void> {
  const { engine, caller } = run;
  const { who } = planned;
  const role = run.roles[who] as Role;
  if (target === undefined && engine.url === undefined && !engine.server) {
    throw new UsageError(
      "it has no connection. Write .connect(url or server), or set testEnvironmentOptions: { websocket: { url: 'ws://…' } }.",
    );
  }
  try {
    const { name = role.parts.name } = options;
    role.client = await openClient(engine, caller, target, { ...options, name }, run.location);
  } catch (error) {
    if (!(error instanceof ConnectFailure)) throw error;
    return run.fail({ kind: 'not connected', who, error });
  }
  const connection = WebSocketClient.connectionOf(role.client) as Connection;
  role.connection = connection;
  if (run.ended) return void connection.dispose(engine.grace);
  for (const act of prepare) await act(role.client as never);
  role.since = performance.now();
  run.listen(who);
  run.done(planned);
}

async function send(run: StepRun, planned: Planned, step: SendStep): Promise<void> {
  const { progress } = run;
  const { who, trigger } = planned;
  const role = run.roles[who] as Role;
  const message = trigger === undefined ? undefined : (progress.messages[trigger] as ReceivedMessage);
  const value = trigger === undefined || !message ? undefined : { value: progress.expected(trigger)?.valueOf(message) };
  const made = step.message.make(
    { captured: progress.captured.for(planned), ...(value && { message: value }) },
    run.engine.realm,
  );
  const sent = isPromise(made) ? await made : made;
  if (run.ended) return;
  const timeout = run.timeouts.of(role, 'message');
  const stop = run.timers.after(timeout, () => run.fail({ kind: 'unsent', planned, after: timeout }));
  const written = (error?: Error) => {
    stop();
    if (error) run.fail({ kind: 'error', who, planned, error });
    else run.done(planned);
  };
  (role.connection as Connection).sending.send(sent, written, message ?? lastTaken(run, who));
}

/** The received message that a sent one follows: the last one that was taken; null in a scenario without an order. */
function lastTaken({ plan, progress }: StepRun, who: number): ReceivedMessage | null {
  return plan.orders[who] === 'any' ? null : (progress.taken(who).at(-1) ?? null);
}

async function request(run: StepRun, planned: Planned, step: RequestStep): Promise<void> {
  const { realm, framework } = run.engine;
  const captured = run.progress.captured.for(planned);
  const role = run.roles[planned.who] as Role;
  const made = requestOf(step, role, { captured }, realm);
  const { url } = made;
  const timeout = run.timeouts.of(role, 'request');
  const abort = new AbortController();
  run.requests.add(abort);
  const stop = run.timers.after(timeout, () => run.fail({ kind: 'unanswered', planned, url, after: timeout }));
  const { method, payload } = made;
  const sent = typeof payload === 'string' ? payload : undefined;
  const { recording } = run.caller.scope;
  const noted = recording?.addRequest({ at: performance.now(), user: role.parts.name, method, url, sent });
  let response: ScenarioResponse;
  try {
    response = await sendRequest(made, realm, abort.signal);
    if (noted) recording?.addAnswer(noted, response.status, response.body);
  } catch (error) {
    return run.fail({ kind: 'unanswered', planned, url, after: timeout, error });
  } finally {
    stop();
    run.requests.delete(abort);
  }
  if (run.ended) return;
  role.responses.push(response);
  const expected = step.response.make({ captured }, realm);
  if (!isExpected(step, expected, response, framework.equality())) return run.fail({ kind: 'wrong response', planned, response });
  capture(step.captures, response, (name, value) => run.progress.captured.add(planned, name, value));
  run.done(planned);
}

async function close(run: StepRun, planned: Planned, code: number, reason: string): Promise<void> {
  const connection = (run.roles[planned.who] as Role).connection as Connection;
  connection.close(code, reason);
  await connection.ended(waitTime(connection.timeout, run.caller), run.engine.grace);
  run.done(planned);
}
