import { inspect } from 'node:util';
import { checkClose, type WebSocketClient } from '../client/client';
import type { Engine } from '../client/engine';
import { type Target, targetAndOptions } from '../client/target';
import { type ConnectOptions, connectChecks, mergeOptions, type Values } from '../connection/connect-options';
import type { ExpectedMessage } from '../expectations/pattern';
import type { Order } from '../expectations/requirement';
import { orders } from '../expectations/requirement';
import { type Callee, CallLocation } from '../runtime/call-location';
import { printsItself } from '../runtime/prints-itself';
import { errorAt, guarded } from '../text/error-at';
import * as check from '../text/option-checks';
import { parsePath } from '../text/path';
import { show } from '../text/show';
import { UsageError } from '../text/usage-error';
import { lastOf, refuseBehindClose, replaced, sendable, untriggered, whole } from './builder-checks';
import { contradicts } from './contradicts';
import { knownOf, makeKnown } from './known';
import { run } from './perform';
import type { ScenarioRun } from './scenario-run';
import type { Attribute, ExpectStep, Parts, ScenarioTimeouts, Step } from './steps';
import { messageTemplate, template } from './template';

/** A message in which strings such as `'${body.message}'` stand for values of any type. */
export type Template<Message> = 0 extends 1 & Message
  ? any
  : Message | `\${${string}}` | (Message extends object ? { readonly [Key in keyof Message]: Template<Message[Key]> } : never);

/** What a function that makes a message is given, in addition to the message that triggered it. */
export interface ScenarioContext {
  /** What has been captured so far, by name. */
  readonly captured: Readonly<Record<string, any>>;
}

export interface ScenarioExpectOptions {
  /** Whether objects must be equal, rather than contained. Defaults to `false`. */
  readonly exact?: boolean;
}

/** An HTTP request alongside the conversation. */
export interface ScenarioRequestOptions {
  /** Defaults to `GET`. */
  readonly method?: string;
  readonly headers?: Values;
  /** Sent as JSON; text and bytes as they are. */
  readonly body?: unknown;
  /** What the response must be. Defaults to any status below 400. */
  readonly status?: number;
  /** What the body of the response must be: anything that may be expected of a message. */
  readonly response?: ExpectedMessage;
}

interface Origin {
  readonly engine: Engine;
  /** Where `scenario()` was called. */
  readonly location: Pick<CallLocation, 'frames' | 'position'>;
  /** A branch or a repeated part is not a scenario of its own. */
  readonly isPart: boolean;
}

const timeoutChecks: check.Checks = {
  response: check.milliseconds,
  message: check.milliseconds,
  request: check.milliseconds,
  total: check.milliseconds,
};

const requestChecks: check.Checks = {
  method: check.string,
  headers: check.record,
  body: { expects: 'anything', accepts: () => true },
  status: { expects: 'a number such as 201', accepts: (value) => Number.isInteger(value) },
  response: { expects: 'anything', accepts: () => true },
};

const plain = { after: [], delay: 0, times: 1, captures: [] } as const;

/**
 * A conversation of one user as a value: what it expects, what it sends, and when. Each method returns a new scenario, so
 * a scenario can be extended, shared, and run more than once.
 */
export class Scenario<Incoming = any, Outgoing = any> {
  readonly #parts: Parts;
  readonly #origin: Origin;

  /** @internal */
  constructor(parts: Parts, origin: Origin) {
    this.#parts = parts;
    this.#origin = origin;
    makeKnown(this, { parts, use: origin.isPart ? () => {} : this.#expectToBeUsed(), run: undefined });
    printsItself(this);
  }

  get name(): string {
    return this.#parts.name;
  }

  /**
   * Where and how the user connects, as for `connect()`. A second call adds to the first. Without it, the user connects to
   * the configured URL.
   * @throws if an option is wrong.
   */
  connect(target?: Target, options?: ConnectOptions | string): Scenario<Incoming, Outgoing>;
  connect(options: ConnectOptions): Scenario<Incoming, Outgoing>;
  connect(...args: readonly unknown[]): Scenario<Incoming, Outgoing> {
    return this.#extend(this.connect, (steps) => {
      const [target, options = {}] = targetAndOptions(args);
      check.checkOptions(options, connectChecks, 'connect()');
      const before = steps.find((step) => step.kind === 'connect');
      const merged = mergeOptions(before?.options ?? {}, options as ConnectOptions);
      const step: Step = { ...plain, prepare: [], ...before, kind: 'connect', target: target ?? before?.target, options: merged };
      return [...steps.filter((other) => other !== before), step];
    });
  }

  /**
   * Prepares the client as soon as it has connected, before its messages are looked at: `client.ignore()`,
   * `client.respond()`, `client.never()`.
   */
  prepare(prepare: (client: WebSocketClient<Incoming, Outgoing>) => unknown): Scenario<Incoming, Outgoing> {
    if (!this.#parts.steps.some(({ kind }) => kind === 'connect')) return this.connect().prepare(prepare);
    return this.#extend(this.prepare, (steps) => {
      if (typeof prepare !== 'function') throw new UsageError(`prepare() takes a function of the client, not ${show(prepare)}.`);
      return steps.map((step) => (step.kind === 'connect' ? { ...step, prepare: [...step.prepare, prepare] } : step));
    });
  }

  /**
   * In which order the expectations must be met. `'any'` (the default): each message goes to the first that it fits.
   * `'sequence'`: all steps one after the other, as written; other messages may come in between. `'exact'`: the same, but
   * no other message may.
   */
  order(order: Order): Scenario<Incoming, Outgoing> {
    return this.#with(this.order, () => {
      if (!orders.includes(order)) throw new UsageError(`order() takes 'any', 'sequence' or 'exact', not ${show(order)}.`);
      return { order };
    });
  }

  /** How long things may take. */
  timeouts(timeouts: ScenarioTimeouts): Scenario<Incoming, Outgoing> {
    return this.#with(this.timeouts, () => {
      check.checkOptions(timeouts, timeoutChecks, 'timeouts()');
      return { timeouts: { ...this.#parts.timeouts, ...timeouts } };
    });
  }

  /** A message that must arrive. `${@name}` in it stands for what was captured. */
  expect(expected?: ExpectedMessage<Incoming>, options: ScenarioExpectOptions = {}): Scenario<Incoming, Outgoing> {
    return this.#extend(this.expect, (steps) => {
      check.checkOptions(options, { exact: check.boolean }, 'expect()');
      const made = template(expected);
      const [path] = made.paths;
      if (path) {
        const advice = 'no message triggers an expectation. Write ${@name} for what was captured, and $${ for the text ${.';
        throw new UsageError(`What is expected has \${${path.text}} in it, but ${advice}`);
      }
      return [...steps, { ...plain, kind: 'expect', expected: made, exact: options.exact ?? false, attributes: [] }];
    });
  }

  /**
   * The message of the last expectation must have something at this path, and this value if one is given:
   * `body[0].colour`, or `body[*].colour` for any element of a list.
   * @throws if the path cannot match.
   */
  withAttribute(path: string, expected?: unknown): Scenario<Incoming, Outgoing>;
  withAttribute(...args: readonly unknown[]): Scenario<Incoming, Outgoing> {
    return this.#extend(this.withAttribute, (steps) => {
      const last = lastOf(steps, ['expect'], 'withAttribute()', 'expect()') as ExpectStep;
      const parsed = parsePath(args[0]);
      if (contradicts(last.expected.source, parsed)) {
        throw new UsageError(`Nothing can be at ${show(args[0])} of a message that is ${show(last.expected.source)}.`);
      }
      const attribute: Attribute = {
        text: args[0] as string,
        path: parsed,
        ...(args.length > 1 && { expected: { value: args[1] } }),
      };
      return replaced(steps, last, { ...last, attributes: [...last.attributes, attribute] });
    });
  }

  /**
   * What to send when the message of the last expectation arrives: a message, in which `${body.message}` stands for the
   * value at that path in the message that arrived (with its type), or a function of that message. Several replies are sent
   * one after the other.
   */
  reply(message: (message: Incoming, context: ScenarioContext) => Outgoing | Promise<Outgoing>): Scenario<Incoming, Outgoing>;
  reply(message: Template<Outgoing>): Scenario<Incoming, Outgoing>;
  reply(message: unknown): Scenario<Incoming, Outgoing> {
    return this.#extend(this.reply, (steps) => {
      const trigger = steps.findLast((step) => step.kind === 'expect' || step.kind === 'oneOf');
      if (trigger?.kind !== 'expect') {
        const instead = trigger
          ? 'Write it within the branches of oneOf().'
          : 'Write expect() before it, or send() if nothing triggers it.';
        throw new UsageError(`reply() answers the expectation before it, but there is none. ${instead}`);
      }
      const made = messageTemplate(sendable(message, 'reply()'));
      const lost = made.paths.find(({ path }) => contradicts(trigger.expected.source, path));
      if (lost) {
        throw new UsageError(`There can be nothing at \${${lost.text}} of a message that is ${show(trigger.expected.source)}.`);
      }
      return [...steps, { ...plain, kind: 'send', isReply: true, message: made }];
    });
  }

  /**
   * What to send on connection, in the order written; in a scenario in order, when the steps before it are done. `${@room}`
   * stands for what was captured as `room`, and waits for it.
   */
  send(message: (context: ScenarioContext) => Outgoing | Promise<Outgoing>): Scenario<Incoming, Outgoing>;
  send(message: Template<Outgoing>): Scenario<Incoming, Outgoing>;
  send(message: unknown): Scenario<Incoming, Outgoing> {
    return this.#extend(this.send, (steps) => {
      const made = messageTemplate(sendable(message, 'send()'));
      untriggered(made.paths, 'send()');
      return [...steps, { ...plain, kind: 'send', isReply: false, message: made }];
    });
  }

  /**
   * An HTTP request alongside the conversation; messages are received meanwhile. A path goes to the host that the user is
   * connected to.
   */
  request(url: string, options: ScenarioRequestOptions = {}): Scenario<Incoming, Outgoing> {
    return this.#extend(this.request, (steps) => {
      if (typeof url !== 'string') throw new UsageError(`request() takes a URL or a path first, not ${show(url)}.`);
      check.checkOptions(options, requestChecks, 'request()');
      const { method = 'GET', headers = {}, body, status, response } = options;
      const made = { url: template(url), headers: template(headers), body: template(body) };
      untriggered([...made.url.paths, ...made.headers.paths, ...made.body.paths], 'request()');
      return [...steps, { ...plain, kind: 'request', method: method.toUpperCase(), ...made, status, response }];
    });
  }

  /** The user leaves when all steps before it are done. Without it, at the end of the run. */
  close(code = 1000, reason = ''): Scenario<Incoming, Outgoing> {
    return this.#extend(this.close, (steps) => {
      checkClose(code, reason);
      return [...steps, { ...plain, kind: 'close', code, reason }];
    });
  }

  /**
   * One of several branches, each beginning with an expectation: the first of these that is met decides. The other
   * branches are left out.
   */
  oneOf(
    ...branches: readonly ((part: Scenario<Incoming, Outgoing>) => Scenario<Incoming, Outgoing>)[]
  ): Scenario<Incoming, Outgoing> {
    return this.#extend(this.oneOf, (steps) => {
      if (branches.length < 2)
        throw new UsageError('oneOf() takes two branches or more: oneOf((it) => it.expect(…), (it) => it.expect(…)).');
      const made = branches.map((branch) => this.#part(branch, 'oneOf()'));
      if (made.some(([head]) => head?.kind !== 'expect')) {
        throw new UsageError('Each branch of oneOf() begins with an expectation, which decides: (it) => it.expect(…).');
      }
      return [...steps, { ...plain, kind: 'oneOf', branches: made }];
    });
  }

  /** The same steps several times: `repeat(3, (it, n) => it.expect({ n }).reply('next'))`, with `n` from 1. */
  repeat(
    times: number,
    build: (part: Scenario<Incoming, Outgoing>, n: number) => Scenario<Incoming, Outgoing>,
  ): Scenario<Incoming, Outgoing> {
    return this.#extend(this.repeat, (steps) => {
      const numbers = Array.from({ length: whole(times, 'repeat()') }, (_, index) => index + 1);
      return [
        ...steps,
        ...numbers.flatMap((n) => this.#part((part: Scenario<Incoming, Outgoing>) => build(part, n), 'repeat()')),
      ];
    });
  }

  /** How often the last step happens: a message that arrives three times, with its replies. */
  times(times: number): Scenario<Incoming, Outgoing> {
    return this.#modify(this.times, ['expect', 'send', 'request'], () => ({ times: whole(times, 'times()') }));
  }

  /** The label by which `after()` refers to the last step, also from other users' scenarios. */
  as(label: string): Scenario<Incoming, Outgoing> {
    return this.#modify(this.as, undefined, () => {
      if (typeof label !== 'string' || label === '')
        throw new UsageError(`as() takes a name for the last step, not ${show(label)}.`);
      return { label };
    });
  }

  /** The last step waits for these steps, of this user or of others that run together with it. */
  after(...labels: readonly string[]): Scenario<Incoming, Outgoing> {
    return this.#modify(this.after, undefined, (last) => {
      const wrong = labels.find((label) => typeof label !== 'string' || label === '');
      if (wrong !== undefined || labels.length === 0)
        throw new UsageError(`after() takes the names of other steps, not ${show(wrong)}.`);
      if (last.label !== undefined && labels.includes(last.label)) throw new UsageError(`'${last.label}' waits for itself.`);
      return { after: [...last.after, ...labels] };
    });
  }

  /** How long the last step waits when its turn has come. @param ms In milliseconds. */
  delay(ms: number): Scenario<Incoming, Outgoing> {
    return this.#modify(this.delay, ['connect', 'send', 'request', 'close'], () => {
      if (!check.milliseconds.accepts(ms) || !Number.isFinite(ms)) {
        throw new UsageError(`delay() takes ${check.milliseconds.expects}, not ${show(ms)}.`);
      }
      return { delay: ms };
    });
  }

  /**
   * Keeps a value of the last step's message (or of its response: `status`, `headers`, `body`) under a name, for all users
   * that run together with this one.
   * @param from A path into it, or a function of it. Defaults to the whole.
   */
  capture(name: string, from?: string | ((message: any) => unknown)): Scenario<Incoming, Outgoing>;
  capture(name: string, from: unknown = undefined): Scenario<Incoming, Outgoing> {
    return this.#modify(this.capture, ['expect', 'request'], (last) => {
      if (typeof name !== 'string' || !/^[\p{L}\p{N}_-]+$/u.test(name)) {
        throw new UsageError(`capture() takes a name of letters, digits, _ and - first, not ${show(name)}.`);
      }
      const path = from === undefined ? [] : typeof from === 'function' ? (from as (value: unknown) => unknown) : parsePath(from);
      if (last.kind === 'expect' && typeof path !== 'function' && contradicts(last.expected.source, path)) {
        throw new UsageError(`There can be nothing at ${show(from)} of a message that is ${show(last.expected.source)}.`);
      }
      return { captures: [...last.captures, { name, from: path }] };
    });
  }

  /**
   * Connects and does all steps. Resolves when they are done and the user has left. Rejects as soon as one of them can no
   * longer be done, and lists the open steps.
   */
  run(): Promise<ScenarioRun<Incoming, Outgoing>> {
    const { engine } = this.#origin;
    return run(engine, { name: `${this.name}.run`, callee: this.run }, [this], ([run]) => run as ScenarioRun);
  }

  /** Its latest run. */
  get lastRun(): ScenarioRun<Incoming, Outgoing> | undefined {
    return knownOf(this)?.run as ScenarioRun<Incoming, Outgoing> | undefined;
  }

  /** Whether its latest run has done all of its steps. */
  isComplete(): boolean {
    return this.lastRun?.isComplete() ?? false;
  }

  toString(): string {
    const { length } = this.#parts.steps;
    return `[scenario ${this.name}, ${length} ${length === 1 ? 'step' : 'steps'}]`;
  }

  [inspect.custom](): string {
    return this.toString();
  }

  #with(method: Callee, change: () => Partial<Parts>): Scenario<Incoming, Outgoing> {
    knownOf(this)?.use(); // also when the change is refused: that is said then
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
      refuseBehindClose(steps);
      return { steps };
    });
  }

  #modify(
    method: Callee,
    kinds: readonly Step['kind'][] | undefined,
    change: (last: Step) => Partial<Step>,
  ): Scenario<Incoming, Outgoing> {
    return this.#extend(method, (steps) => {
      const last = lastOf(
        steps,
        kinds,
        `${method.name}()`,
        (kinds ?? ['expect', 'send']).map((kind) => `${kind}()`).join(' or '),
      );
      return replaced(steps, last, { ...last, ...change(last) } as Step);
    });
  }

  /** The steps that a function adds to nothing. */
  #part(build: unknown, where: string): readonly Step[] {
    if (typeof build !== 'function')
      throw new UsageError(`${where} takes functions such as (it) => it.expect(…), not ${show(build)}.`);
    const empty = new Scenario<Incoming, Outgoing>({ ...this.#parts, steps: [] }, { ...this.#origin, isPart: true });
    const built = knownOf(build(empty))?.parts.steps;
    if (!built || built.length === 0)
      throw new UsageError(`A function given to ${where} must return the part with its steps: (it) => it.expect(…).`);
    if (built.some(({ kind }) => kind === 'connect'))
      throw new UsageError(`A part given to ${where} cannot connect: the scenario does.`);
    return built;
  }

  /** A scenario that is built in a test and never run fails the test. */
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
