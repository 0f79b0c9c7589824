import type { WebSocketClient } from '../client/client';
import type { Engine } from '../client/engine';
import type { Target } from '../client/target';
import type { ConnectOptions } from '../connection/connect-options';
import type { ExpectedMessage } from '../expectations/pattern';
import type { MessageOrder } from '../expectations/requirement';
import { orders } from '../expectations/requirement';
import { type Callee, CallLocation } from '../runtime/call-location';
import { PrintsItself } from '../runtime/prints-itself';
import { errorAt, guarded } from '../text/error-at';
import { checkOptions, mergeOptions } from '../text/options';
import { show } from '../text/show';
import { UsageError } from '../text/usage-error';
import {
  addClose,
  addConnect,
  addExpect,
  addOneOf,
  addPrepare,
  addReply,
  addRequest,
  addSend,
  refuseAfterClose,
} from './add-steps';
import { modifyLast, wholeTimes, withAfter, withAttribute, withCapture, withDelay, withLabel } from './modify-last-step';
import { run } from './run-scenarios';
import {
  type ScenarioExpectOptions,
  type ScenarioRequestOptions,
  type ScenarioTimeouts,
  timeoutOptions,
} from './scenario-options';
import type { ScenarioBehind, ScenarioRun } from './scenario-run';
import type { Parts, Step } from './steps';

/** A message in which strings such as `'${body.message}'` stand for values of any type. */
export type MessageTemplate<Message> = 0 extends 1 & Message
  ? any
  :
      | Message
      | `\${${string}}`
      | (Message extends object ? { readonly [Key in keyof Message]: MessageTemplate<Message[Key]> } : never);

/** What a function that makes a message is given: one of `send()` as its only argument, one of `reply()` as the second. */
export interface ScenarioContext {
  /** What has been captured so far, by name. */
  readonly captured: Readonly<Record<string, any>>;
}

interface Origin {
  readonly engine: Engine;
  /** Where `scenario()` was called. */
  readonly location: Pick<CallLocation, 'frames' | 'position'>;
  /** A branch or a repeated part is not a scenario of its own. */
  readonly isPart: boolean;
}

/**
 * A conversation of one user as a value: what it expects, what it sends, and when. Each method returns a new scenario, so
 * a scenario can be extended, shared, and run more than once.
 */
export class Scenario<Incoming = any, Outgoing = any> extends PrintsItself {
  readonly #parts: Parts;
  readonly #origin: Origin;
  readonly #behind: ScenarioBehind;

  /** @internal */
  constructor(parts: Parts, origin: Origin) {
    super();
    this.#parts = parts;
    this.#origin = origin;
    this.#behind = { parts, use: origin.isPart ? () => {} : this.#expectToBeUsed(), run: undefined };
  }

  /**
   * What is behind a scenario; undefined for any other value.
   * @internal
   */
  static behind(this: void, value: unknown): ScenarioBehind | undefined {
    return typeof value === 'object' && value !== null && #behind in value ? value.#behind : undefined;
  }

  /** The name of the user, in failures. */
  get name(): string {
    return this.#parts.name;
  }

  /**
   * Where and how the user connects, as for `connect()`. A second call adds to the first. Without it, the user connects to
   * the configured URL or server.
   * @throws if an option is wrong.
   */
  connect(target?: Target, options?: ConnectOptions | string): Scenario<Incoming, Outgoing>;
  /** How the user connects, as for `connect()`. A second call adds to the first. */
  connect(options: ConnectOptions): Scenario<Incoming, Outgoing>;
  connect(...args: readonly unknown[]): Scenario<Incoming, Outgoing> {
    this.#origin.engine.servers.given(args[0]);
    return this.#extend(this.connect, (steps) => addConnect(steps, args));
  }

  /**
   * Prepares the client as soon as it has connected, before its messages are looked at: `client.ignore()`,
   * `client.respond()`, `client.never()`.
   */
  prepare(prepare: (client: WebSocketClient<Incoming, Outgoing>) => unknown): Scenario<Incoming, Outgoing> {
    return this.#extend(this.prepare, (steps) => addPrepare(steps, prepare));
  }

  /**
   * The order in which the expectations must be met. `'any'` (the default): each message goes to the first expectation that
   * it fits. `'sequence'`: all steps one after the other, as written; other messages may come in between. `'exact'`: the
   * same, but no other message may come.
   * @throws for any other order, and in a part that is given to `oneOf()` or `repeat()`.
   */
  order(order: MessageOrder): Scenario<Incoming, Outgoing> {
    return this.#with(this.order, () => {
      if (!orders.includes(order)) throw new UsageError(`order() takes 'any', 'sequence' or 'exact', not ${show(order)}.`);
      return { order };
    });
  }

  /**
   * How long things may take, in ms. A second call adds to the first.
   * @throws if a timeout is wrong, and in a part that is given to `oneOf()` or `repeat()`.
   */
  timeouts(timeouts: ScenarioTimeouts): Scenario<Incoming, Outgoing> {
    return this.#with(this.timeouts, () => {
      checkOptions(timeouts, timeoutOptions, 'timeouts()');
      return { timeouts: mergeOptions(timeoutOptions, this.#parts.timeouts, timeouts) };
    });
  }

  /** A message that must arrive. `${@name}` in it stands for the value that was captured under this name. */
  expect(expected?: ExpectedMessage<Incoming>, options: ScenarioExpectOptions = {}): Scenario<Incoming, Outgoing> {
    return this.#extend(this.expect, (steps) => addExpect(steps, expected, options));
  }

  /**
   * The message of the last expectation must have something at this path, and this value if one is given:
   * `body[0].colour`, or `body[*].colour` for any element of a list.
   * @throws if the path cannot match.
   */
  withAttribute(path: string, expected?: unknown): Scenario<Incoming, Outgoing>;
  withAttribute(...args: readonly unknown[]): Scenario<Incoming, Outgoing> {
    return this.#modify(this.withAttribute, ['expect'], (last) => withAttribute(last, args));
  }

  /**
   * What to send when the message of the last expectation arrives: a message, in which `${body.message}` stands for the
   * value at that path in the message that arrived (with its type), or a function of that message. Several replies are sent
   * one after the other.
   * @throws if there is no expectation before it.
   */
  reply(message: (message: Incoming, context: ScenarioContext) => Outgoing | Promise<Outgoing>): Scenario<Incoming, Outgoing>;
  /** What to send when the message of the last expectation arrives: a message with `${…}` for values of that message. */
  reply(message: MessageTemplate<Outgoing>): Scenario<Incoming, Outgoing>;
  reply(message: unknown): Scenario<Incoming, Outgoing> {
    return this.#extend(this.reply, (steps) => addReply(steps, message));
  }

  /**
   * What to send when the user has connected, in the order written; with `order('sequence')` or `order('exact')`, when the
   * steps before it are done. `${@room}` stands for what was captured as `room`: the message is sent once that is known.
   */
  send(message: (context: ScenarioContext) => Outgoing | Promise<Outgoing>): Scenario<Incoming, Outgoing>;
  /** What to send when the user has connected: a message with `${@name}` for captured values. */
  send(message: MessageTemplate<Outgoing>): Scenario<Incoming, Outgoing>;
  send(message: unknown): Scenario<Incoming, Outgoing> {
    return this.#extend(this.send, (steps) => addSend(steps, message));
  }

  /**
   * An HTTP request alongside the conversation; messages are received meanwhile.
   * @param url A URL, or a path on the host that the user is connected to.
   */
  request(url: string, options: ScenarioRequestOptions = {}): Scenario<Incoming, Outgoing> {
    return this.#extend(this.request, (steps) => addRequest(steps, url, options));
  }

  /**
   * The user leaves when all steps before it are done. Without it, at the end of the run. No message can be expected or sent
   * after it.
   * @param code As for `client.close()`. Defaults to 1000.
   * @param reason At most 123 bytes of UTF-8. Defaults to none.
   */
  close(code = 1000, reason = ''): Scenario<Incoming, Outgoing> {
    return this.#extend(this.close, (steps) => addClose(steps, code, reason));
  }

  /**
   * One of two or more branches, each beginning with an expectation: the branch whose expectation is met first is taken. The
   * others are left out.
   */
  oneOf(
    ...branches: readonly ((part: Scenario<Incoming, Outgoing>) => Scenario<Incoming, Outgoing>)[]
  ): Scenario<Incoming, Outgoing> {
    return this.#extend(this.oneOf, (steps) => addOneOf(steps, branches, (branch) => this.#part(branch, 'oneOf()')));
  }

  /** The same steps several times: `repeat(3, (it, n) => it.expect({ n }).reply('next'))`, with `n` from 1. */
  repeat(
    times: number,
    build: (part: Scenario<Incoming, Outgoing>, n: number) => Scenario<Incoming, Outgoing>,
  ): Scenario<Incoming, Outgoing> {
    return this.#extend(this.repeat, (steps) => {
      const numbers = Array.from({ length: wholeTimes(times, 'repeat()') }, (_, index) => index + 1);
      const built = numbers.flatMap((n) => this.#part((part: Scenario<Incoming, Outgoing>) => build(part, n), 'repeat()'));
      return [...steps, ...built];
    });
  }

  /** How often the last step happens, 1 or more: for example a message that arrives three times, with its replies. */
  times(times: number): Scenario<Incoming, Outgoing> {
    return this.#modify(this.times, ['expect', 'send', 'request'], () => ({ times: wholeTimes(times, 'times()') }));
  }

  /** Labels the last step, so that `after()` can refer to it, also in other users' scenarios. */
  as(label: string): Scenario<Incoming, Outgoing> {
    return this.#modify(this.as, undefined, () => withLabel(label));
  }

  /** The last step waits for these steps, of this user or of others that run together with it. */
  after(...labels: readonly string[]): Scenario<Incoming, Outgoing> {
    return this.#modify(this.after, undefined, (last) => withAfter(last, labels));
  }

  /**
   * How long the last step waits when its turn has come.
   * @param ms In milliseconds.
   */
  delay(ms: number): Scenario<Incoming, Outgoing> {
    return this.#modify(this.delay, ['connect', 'send', 'request', 'close'], () => withDelay(ms));
  }

  /**
   * Keeps a value of the last step's message (or of its response: `status`, `headers`, `body`) under a name, for all users
   * that run together with this one.
   * @param from A path into it, or a function of it. Defaults to the whole.
   */
  capture(name: string, from?: string | ((message: any) => unknown)): Scenario<Incoming, Outgoing>;
  capture(name: string, from: unknown = undefined): Scenario<Incoming, Outgoing> {
    return this.#modify(this.capture, ['expect', 'request'], (last) => withCapture(last, name, from));
  }

  /**
   * Connects and does all steps. Resolves when they are done and the user has left.
   * @throws (rejects) as soon as a step can no longer be done: the message lists the open steps.
   */
  run(): Promise<ScenarioRun<Incoming, Outgoing>> {
    const { engine } = this.#origin;
    return run(engine, { name: `${this.name}.run`, callee: this.run }, [this.#behind], ([run]) => run as ScenarioRun);
  }

  /** Its latest run; undefined before the first. */
  get lastRun(): ScenarioRun<Incoming, Outgoing> | undefined {
    return this.#behind.run as ScenarioRun<Incoming, Outgoing> | undefined;
  }

  /** Whether its latest run has done all of its steps. */
  isComplete(): boolean {
    return this.lastRun?.isComplete() ?? false;
  }

  override toString(): string {
    const { length } = this.#parts.steps;
    return `[scenario ${this.name}, ${length} ${length === 1 ? 'step' : 'steps'}]`;
  }

  #with(method: Callee, change: () => Partial<Parts>): Scenario<Incoming, Outgoing> {
    this.#behind.use(); // also if the change is refused, which has an error of its own
    const changed = this.#guard(method, change);
    if (this.#origin.isPart && !changed.steps) {
      throw errorAt(
        this.#origin.engine.realm,
        new CallLocation(method),
        `${method.name}() belongs to the whole scenario, not to a part of it.`,
      );
    }
    return new Scenario({ ...this.#parts, ...changed }, this.#origin);
  }

  #extend(method: Callee, change: (steps: readonly Step[]) => readonly Step[]): Scenario<Incoming, Outgoing> {
    return this.#with(method, () => {
      const steps = change(this.#parts.steps);
      refuseAfterClose(steps);
      return { steps };
    });
  }

  #modify<Kind extends Step['kind']>(
    method: Callee,
    kinds: readonly Kind[] | undefined,
    change: (last: Extract<Step, { readonly kind: Kind }>) => Partial<Step>,
  ): Scenario<Incoming, Outgoing> {
    return this.#extend(method, (steps) => modifyLast(steps, `${method.name}()`, kinds, change));
  }

  /** The steps that a function adds to an empty part. */
  #part(build: unknown, where: string): readonly Step[] {
    if (typeof build !== 'function')
      throw new UsageError(`${where} takes functions such as (it) => it.expect(…), not ${show(build)}.`);
    const empty = new Scenario<Incoming, Outgoing>({ ...this.#parts, steps: [] }, { ...this.#origin, isPart: true });
    const built = Scenario.behind(build(empty))?.parts.steps;
    if (!built || built.length === 0)
      throw new UsageError(`A function given to ${where} must return the part with its steps: (it) => it.expect(…).`);
    if (built.some(({ kind }) => kind === 'connect'))
      throw new UsageError(`A part given to ${where} cannot connect: the scenario does.`);
    return built;
  }

  /** A scenario that is built in a test and never run fails that test. */
  #expectToBeUsed(): () => void {
    const { engine, location } = this.#origin;
    const { name } = this.#parts;
    return engine.host.caller().scope.unfinished.add({
      location,
      sentence: () =>
        `The scenario '${name}' was built but never run. Write await ${name}.run(), or await expect(${name}).toComplete().`,
    });
  }

  #guard<T>(method: Callee, act: () => T): T {
    return guarded(this.#origin.engine.realm, method, act, this.name);
  }
}
