import type { Engine } from '../client/engine';
import type { Connection } from '../connection/connection';
import type { Ending } from '../connection/ending';
import type { ExpectationResult } from '../expectations/expectation';
import { refuseForCodec } from '../expectations/given-by-codec';
import type { Reader, ReceivedMessage } from '../log/transcript';
import type { CallLocation } from '../runtime/call-location';
import { settlesWithin } from '../runtime/settles-within';
import { type Caller, waitTime } from '../waiting/caller';
import { fence, isLive } from '../waiting/fence';
import type { Outcome } from '../waiting/outcome';
import { settleOnce } from '../waiting/settle-once';
import { capture } from './capturing';
import { doStep, type StepRun } from './do-steps';
import { expectedOf } from './expectation';
import { plan } from './plan';
import type { Plan, Planned } from './planned';
import { Progress } from './progress';
import { Role } from './role';
import { RunTimeouts } from './run-timeouts';
import { outcomeOf, type ScenarioFailure } from './scenario-failure';
import { ScenarioMatch } from './scenario-match';
import type { Parts } from './steps';
import { Timers } from './timers';

/** Runs scenarios: begins each step when its turn has come, and offers what users receive to the progress. */
export class Runner implements StepRun {
  readonly plan: Plan;
  readonly progress: Progress;
  readonly roles: readonly Role[];
  readonly timers = new Timers();
  readonly timeouts: RunTimeouts;
  readonly requests = new Set<AbortController>();
  ended = false;
  readonly location: Pick<CallLocation, 'frames'>;
  readonly #reader: Reader;
  readonly #began = performance.now();
  /** How long it may last (ms). */
  #time = Number.POSITIVE_INFINITY;
  #end: (failure?: ScenarioFailure) => void = () => {};

  /** @throws {UsageError} when the steps cannot be put in an order. */
  constructor(
    readonly engine: Engine,
    readonly caller: Caller,
    { name, location }: { readonly name: string; readonly location: CallLocation },
    scenarios: readonly Parts[],
  ) {
    this.#reader = { name, position: location.position };
    this.location = location;
    this.plan = plan(scenarios);
    this.roles = scenarios.map((parts) => new Role(parts));
    this.timeouts = new RunTimeouts(this.timers, caller, engine.config.timeout);
    const equality = engine.framework.equality();
    this.progress = new Progress(this.plan, (planned, sources) => {
      const expected = expectedOf(planned, sources, equality, engine.realm);
      const { connection } = this.roles[planned.who] as Role;
      if (connection) refuseForCodec([expected], [connection], false);
      return expected;
    });
  }

  /**
   * Resolves when all is done, or cannot be done any more, and all users have left. If the test has no time left, a failure
   * does not wait until they have.
   */
  async run(told: (failure: ScenarioFailure) => void): Promise<ScenarioFailure | undefined> {
    const ended = await new Promise<ScenarioFailure | undefined>((resolve) => {
      const start = (end: (failure?: ScenarioFailure) => void) => this.#start(end);
      settleOnce<ScenarioFailure | undefined>(this.caller.scope, start, (failure) => {
        if (failure) this.#note(failure);
        resolve(failure);
      });
    });
    const failure = ended ?? (await this.#brokenLast());
    if (!ended) this.#note(failure);
    if (failure) told(failure);
    const left = Promise.all(this.#connections.map((connection) => connection.dispose(this.engine.grace)));
    if (failure?.kind === 'late' && failure.ofTest) return failure; // the test would end first
    await (failure ? settlesWithin(left, waitTime(undefined, this.caller) / 2, this.caller.deadline) : left);
    return failure;
  }

  /** What was on its way when the last step was done may still break a rule. */
  async #brokenLast(): Promise<ScenarioFailure | undefined> {
    const { caller, engine } = this;
    const mayBreak = (connection: Connection) => connection.forbids || engine.config.unread === 'fail';
    const asked = this.#connections.filter((connection) => isLive(connection) && mayBreak(connection));
    if (asked.length === 0) return undefined;
    await fence(asked, waitTime(Number.POSITIVE_INFINITY, caller), caller.deadline);
    const { violation } = caller.scope;
    return violation && { kind: 'forbidden', violation };
  }

  /** Returns a function that stops it. */
  #start(end: (failure?: ScenarioFailure) => void): () => void {
    this.#end = end;
    const { ms, ofTest } = this.timeouts.total(this.roles);
    this.#time = ms;
    this.timers.after(ms, () => this.fail({ kind: 'late', after: ms, ofTest }), this.caller.deadline);
    if (this.#understands()) this.#advance();
    return () => this.#stop();
  }

  #stop(): void {
    this.ended = true;
    this.timers.clear();
    for (const abort of this.requests) abort.abort();
    for (const { queued } of this.roles) queued?.withdraw(); // what comes while they leave changes nothing
  }

  fail(failure: ScenarioFailure): void {
    this.#end(failure);
  }

  /** Notes the run as a wait, so that the conversation and a report show it like any other. */
  #note(failure: ScenarioFailure | undefined): void {
    const { scope } = this.caller;
    if (!failure && !scope.recording) return; // nobody would look at it
    const { name, position } = this.#reader;
    const began = this.#began;
    const ended = performance.now();
    const outcome: Outcome = failure ? outcomeOf(failure, this, ended - began) : { kind: 'satisfied', messages: [] };
    scope.note({ name, position, connections: this.#connections, timeout: this.#time, began, ended, outcome });
  }

  get #connections(): Connection[] {
    return this.roles.flatMap(({ connection }) => connection ?? []);
  }

  /** Begins all that can begin now. */
  #advance(): void {
    this.timeouts.progressed();
    for (let planned = this.progress.next(); planned && !this.ended; planned = this.progress.next()) this.#begin(planned);
    if (this.ended) return;
    const { impossible, over } = this.progress;
    if (over) this.#end();
    else if (impossible) this.fail({ kind: 'impossible', ...impossible });
  }

  #begin(planned: Planned): void {
    const { delay } = planned.step;
    if (delay > 0) {
      this.timeouts.progressed(delay);
      this.timers.after(delay, () => doStep(this, planned));
    } else doStep(this, planned);
  }

  done({ id, step }: Planned): void {
    if (this.ended) return;
    this.progress.finish(id);
    this.#advance();
    if (step.captures.length > 0) this.#lookBack();
  }

  listen(who: number): void {
    const listens = () => this.progress.listens(who);
    if (!listens()) return;
    const role = this.roles[who] as Role;
    const connection = role.connection as Connection;
    try {
      refuseForCodec(this.progress.known(who), [connection], false);
    } catch (error) {
      this.fail({ kind: 'error', who, error });
      return;
    }
    const settle = (result: ExpectationResult) => this.#settleQueued(who, connection, result);
    const match = new ScenarioMatch(this.progress, who, (planned, message) => this.#met(planned, message));
    const requirement = { kind: 'custom', match } as const;
    const deadline = Number.POSITIVE_INFINITY;
    role.queued = connection.expectations.add({ requirement, reader: this.#reader, negated: false, deadline, settle });
    this.timeouts.watchSilence(role, listens, (after) => this.fail({ kind: 'silent', who, after }));
  }

  #settleQueued(who: number, connection: Connection, result: ExpectationResult): void {
    if (result.kind === 'broken') this.fail({ kind: 'wrong', who, by: result.by });
    if (result.kind === 'error') this.fail({ kind: 'error', who, error: result.error });
    if (result.kind !== 'ended') return;
    connection.closing.seen = true;
    (this.roles[who] as Role).ending = connection.ending as Ending;
    this.#judgeEndings();
  }

  /** Nothing more comes on a connection that has ended; what came before may have to wait for what others capture. */
  #judgeEndings(): void {
    for (const [who, { ending }] of this.roles.entries()) {
      const isOver = ending && this.progress.listens(who) && this.progress.held(who) === undefined;
      if (isOver) this.fail({ kind: 'ended', who, ending }); // only the first counts
    }
  }

  /** Makes what is expected of what is known by now. Whether all of it can come: else the run has failed. */
  #understands(): boolean {
    for (const who of this.roles.keys()) {
      try {
        this.progress.understand(who);
      } catch (error) {
        this.fail({ kind: 'error', who, error });
        return false;
      }
    }
    return true;
  }

  /** A message has met an expectation. */
  #met(planned: Planned, message: ReceivedMessage): void {
    if (this.ended) return;
    const { step, branch } = planned;
    const keep = (name: string, value: unknown) => this.progress.captured.add(planned, name, value);
    if (step.captures.length > 0) capture(step.captures, this.progress.expected(planned.id)?.valueOf(message), keep);
    this.#advance();
    if (step.captures.length > 0 || branch.length > 0) this.#lookBack();
  }

  /** Expectations that waited for what is captured, or for a branch that is left out, now look at what has come. */
  #lookBack(): void {
    if (this.ended || !this.#understands()) return;
    for (const [who, { queued }] of this.roles.entries()) {
      for (let found = this.progress.lookBack(who); found && !this.ended; found = this.progress.lookBack(who)) {
        if ('wrong' in found) this.fail({ kind: 'wrong', who, by: found.wrong });
        else {
          this.#met(found.planned, found.message);
          queued?.took(found.message);
        }
      }
    }
    if (!this.ended) this.#judgeEndings();
  }
}
