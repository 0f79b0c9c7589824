import { WebSocketClient } from '../client/client';
import type { Engine } from '../client/engine';
import { openClient } from '../client/opening';
import { ConnectFailure } from '../connection/connect-failure';
import type { Connection } from '../connection/connection';
import type { Ending } from '../connection/ending';
import type { ExpectationResult } from '../expectations/expectation';
import { refuseForCodec } from '../expectations/given-by-codec';
import type { Reader, ReceivedMessage } from '../log/transcript';
import { isPromise } from '../runtime/tag';
import { UsageError } from '../text/usage-error';
import { type Caller, waitTime } from '../waiting/scope';
import { capture } from './capturing';
import { expectedOf } from './expectation';
import { isExpected, requestOf, type ScenarioResponse, sendRequest } from './http-request';
import { plan } from './plan';
import type { Plan, Planned } from './planned';
import { Progress } from './progress';
import { Role } from './role';
import { RunTimeouts } from './run-timeouts';
import { outcomeOf, type ScenarioFailure, type ScenarioState } from './scenario-failure';
import { ScenarioMatch } from './scenario-match';
import type { ConnectStep, Parts, RequestStep, SendStep } from './steps';
import { Timers } from './timers';

/** Does what users do, and offers to the progress what they receive, until all is done or something fails. */
export class Runner implements ScenarioState {
  readonly plan: Plan;
  readonly progress: Progress;
  readonly roles: readonly Role[];
  readonly #engine: Engine;
  readonly #caller: Caller;
  readonly #reader: Reader;
  readonly #timers = new Timers();
  readonly #timeouts: RunTimeouts;
  readonly #aborts = new Set<AbortController>();
  readonly #began = performance.now();
  #resolve: (failure?: ScenarioFailure) => void = () => {};
  #leave: () => void = () => {};
  #settled = false;

  /** @throws {UsageError} when the steps cannot be put in an order. */
  constructor(engine: Engine, caller: Caller, reader: Reader, scenarios: readonly Parts[]) {
    this.#engine = engine;
    this.#caller = caller;
    this.#reader = reader;
    this.plan = plan(scenarios);
    this.roles = scenarios.map((parts) => new Role(parts));
    this.#timeouts = new RunTimeouts(this.#timers, caller, engine.config.timeout);
    const equality = engine.framework.equality();
    this.progress = new Progress(this.plan, (planned, captured) => {
      const expected = expectedOf(planned, captured, equality, engine.realm);
      const { connection } = this.roles[planned.who] as Role;
      if (connection) refuseForCodec([expected], [connection], false);
      return expected;
    });
  }

  get connections(): Connection[] {
    return this.roles.flatMap(({ connection }) => connection ?? []);
  }

  /** Resolves when all is done, or as soon as it cannot be done any more; all users have left then. */
  async run(told: (failure: ScenarioFailure) => void): Promise<ScenarioFailure | undefined> {
    const { scope } = this.#caller;
    const failure = await new Promise<ScenarioFailure | undefined>((resolve) => {
      this.#resolve = resolve;
      const total = this.#timeouts.total(this.roles);
      this.#timers.after(total.ms, () => this.#settle({ kind: 'late', after: total.ms, ofTest: total.ofTest }));
      this.#leave = scope.waits.add((violation) =>
        this.#settle(violation ? { kind: 'forbidden', violation } : { kind: 'abandoned' }),
      );
      if (scope.violation) this.#settle({ kind: 'forbidden', violation: scope.violation });
      else this.#advance();
    });
    if (failure) told(failure);
    await Promise.all(this.connections.map((connection) => connection.dispose(this.#engine.grace)));
    return failure;
  }

  /** Ends the run: with the first failure, or because all is done. */
  #settle(failure?: ScenarioFailure): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#leave();
    this.#timers.clear();
    for (const abort of this.#aborts) abort.abort();
    for (const { queued } of this.roles) queued?.withdraw(); // what comes while they leave changes nothing
    if (failure) this.#note(failure);
    this.#resolve(failure);
  }

  /** The conversation shows it like any other failed wait. */
  #note(failure: ScenarioFailure): void {
    const { name, position } = this.#reader;
    const { connections } = this;
    const ended = performance.now();
    const outcome = outcomeOf(failure, this, ended - this.#began);
    this.#caller.scope.failedWaits.push({ name, position, connections, began: this.#began, ended, outcome });
  }

  /** Begins all that can begin now. */
  #advance(): void {
    this.#timeouts.progressed();
    for (let planned = this.progress.next(); planned && !this.#settled; planned = this.progress.next()) this.#begin(planned);
    if (this.#settled) return;
    const { impossible, over } = this.progress;
    if (over) this.#settle();
    else if (impossible) this.#settle({ kind: 'impossible', ...impossible });
  }

  #done({ id }: Planned): void {
    if (this.#settled) return;
    this.progress.finish(id);
    this.#advance();
  }

  #begin(planned: Planned): void {
    const { delay } = planned.step;
    if (delay > 0) {
      this.#timeouts.progressed(delay);
      this.#timers.after(delay, () => this.#do(planned));
    } else this.#do(planned);
  }

  #do(planned: Planned): void {
    const { step, who } = planned;
    const doing = this.#doingOf(planned, step);
    doing?.catch((error: unknown) => this.#settle({ kind: 'error', who, planned, error }));
  }

  #doingOf(planned: Planned, step: Planned['step']): Promise<void> | undefined {
    switch (step.kind) {
      case 'connect':
        return this.#connect(planned, step);
      case 'send':
        return this.#send(planned, step);
      case 'request':
        return this.#request(planned, step);
      case 'close':
        return this.#close(planned, step.code, step.reason);
      default:
        return undefined;
    }
  }

  async #connect(planned: Planned, { target, options, prepare }: ConnectStep): Promise<void> {
    const { who } = planned;
    const role = this.roles[who] as Role;
    if (target === undefined && this.#engine.url === undefined) {
      throw new UsageError(
        "it has no connection. Write .connect(url or server), or set testEnvironmentOptions: { websocket: { url: 'ws://…' } }.",
      );
    }
    try {
      role.client = await openClient(this.#engine, this.#caller, target, { name: role.parts.name, ...options });
    } catch (error) {
      if (!(error instanceof ConnectFailure)) throw error;
      return this.#settle({ kind: 'not connected', who, error });
    }
    const connection = WebSocketClient.connectionOf(role.client) as Connection;
    role.connection = connection;
    if (this.#settled) return void connection.dispose(this.#engine.grace);
    for (const act of prepare) await act(role.client as never);
    role.since = performance.now();
    if (this.progress.listens(who)) this.#listen(who, role, connection);
    this.#done(planned);
  }

  #listen(who: number, role: Role, connection: Connection): void {
    const settle = (result: ExpectationResult) => this.#settleQueued(who, connection, result);
    const match = new ScenarioMatch(this.progress, who, (planned, message) => this.#met(planned, message));
    const requirement = { kind: 'custom', match } as const;
    const deadline = Number.POSITIVE_INFINITY;
    role.queued = connection.expectations.add({ requirement, reader: this.#reader, negated: false, deadline, settle });
    const listens = () => this.progress.listens(who);
    this.#timeouts.watchSilence(role, listens, (after) => this.#settle({ kind: 'silent', who, after }));
  }

  #settleQueued(who: number, connection: Connection, result: ExpectationResult): void {
    if (result.kind === 'broken') this.#settle({ kind: 'wrong', who, by: result.by });
    if (result.kind === 'error') this.#settle({ kind: 'error', who, error: result.error });
    if (result.kind !== 'ended') return;
    connection.endSeen = true;
    this.#settle({ kind: 'ended', who, ending: connection.ending as Ending });
  }

  /** A message has met an expectation. */
  #met(planned: Planned, message: ReceivedMessage): void {
    if (this.#settled) return;
    const { captures } = planned.step;
    if (captures.length > 0) capture(captures, this.#valueOf(planned.id, message), this.progress.captured);
    this.#advance();
    if (captures.length > 0) this.#lookBack();
  }

  #valueOf(id: number, message: ReceivedMessage): unknown {
    return this.progress.expected(id)?.valueOf(message);
  }

  /** Expectations that waited for what is captured now look at what has come. */
  #lookBack(): void {
    for (const [who, { queued }] of this.roles.entries()) {
      for (let found = this.progress.lookBack(who); found && !this.#settled; found = this.progress.lookBack(who)) {
        if ('wrong' in found) this.#settle({ kind: 'wrong', who, by: found.wrong });
        else {
          this.#met(found.planned, found.message);
          queued?.took(found.message);
        }
      }
    }
  }

  async #send(planned: Planned, step: SendStep): Promise<void> {
    const { who, trigger } = planned;
    const connection = (this.roles[who] as Role).connection as Connection;
    const message = trigger === undefined ? undefined : (this.progress.messages[trigger] as ReceivedMessage);
    const { captured } = this.progress;
    const value = trigger === undefined || !message ? undefined : { value: this.#valueOf(trigger, message) };
    const made = step.message.make({ captured, ...(value && { message: value }) }, this.#engine.realm);
    const sent = isPromise(made) ? await made : made;
    if (this.#settled) return;
    const timeout = this.#timeouts.of(this.roles[who] as Role, 'message');
    const stop = this.#timers.after(timeout, () => this.#settle({ kind: 'unsent', planned, after: timeout }));
    const written = (error?: Error) => {
      stop();
      if (error) this.#settle({ kind: 'error', who, planned, error });
      else this.#done(planned);
    };
    connection.send(sent, written, message ?? this.#lastTaken(who));
  }

  /** In an ordered scenario, a message comes after what was read before it; else there is nothing that it comes after. */
  #lastTaken(who: number): ReceivedMessage | null {
    return this.plan.orders[who] === 'any' ? null : (this.progress.taken(who).at(-1) ?? null);
  }

  async #request(planned: Planned, step: RequestStep): Promise<void> {
    const { realm, framework } = this.#engine;
    const role = this.roles[planned.who] as Role;
    const request = requestOf(step, role, { captured: this.progress.captured }, realm);
    const { url } = request;
    const timeout = this.#timeouts.of(role, 'request');
    const abort = new AbortController();
    this.#aborts.add(abort);
    const stop = this.#timers.after(timeout, () => this.#settle({ kind: 'unanswered', planned, url, after: timeout }));
    let response: ScenarioResponse;
    try {
      response = await sendRequest(request, realm, abort.signal);
    } catch (error) {
      return this.#settle({ kind: 'unanswered', planned, url, after: timeout, error });
    } finally {
      stop();
      this.#aborts.delete(abort);
    }
    if (this.#settled) return;
    role.responses.push(response);
    if (!isExpected(step, response, framework.equality())) return this.#settle({ kind: 'wrong response', planned, response });
    capture(step.captures, response, this.progress.captured);
    this.#done(planned);
    if (step.captures.length > 0) this.#lookBack();
  }

  async #close(planned: Planned, code: number, reason: string): Promise<void> {
    const connection = (this.roles[planned.who] as Role).connection as Connection;
    connection.close(code, reason);
    await connection.ended(waitTime(connection.timeout, this.#caller), this.#engine.grace);
    this.#done(planned);
  }
}
