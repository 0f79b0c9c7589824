import { nearestName } from '../text/nearest-name';
import { isRecord } from '../text/options';
import { said, show } from '../text/show';
import { UsageError } from '../text/usage-error';
import type { DataPlace } from '../text/yaml';
import { Scenario } from './scenario';
import type { ScenarioRequestOptions } from './scenario-options';

/** The text for the place of something in the data: `chat.yaml:7: user_1.steps[2].delay`. */
export type Locate = (field: DataPlace) => string;

const scenarioFields = ['connect', 'order', 'timeouts', 'steps'];
const kinds = ['expect', 'attributes', 'present', 'reply', 'send', 'request', 'close', 'oneOf', 'repeat'] as const;
const modifiers = ['as', 'after', 'delay', 'times', 'capture', 'exact', 'replies'];
/** They belong to an expectation. */
const ofExpectations = ['exact', 'replies'];
/** They belong to one of its steps; its name in `as` stands for its end. */
const notOfRepeats = ['after', 'delay', 'times', 'capture'];

/** Builds scenarios from plain data. Each mistake is reported with its place in the data. */
export class Builder {
  /** The latest version of the scenario that is being built. */
  #building: Scenario | undefined;
  /** The first mistake: what is around it fails for the same reason. */
  #mistake: UsageError | undefined;

  constructor(
    private readonly locate: Locate,
    private readonly begin: (name: string) => Scenario,
  ) {}

  /** @throws {UsageError} that names the place and the field. */
  build(data: unknown): Record<string, Scenario> {
    if (!isRecord(data) || Object.keys(data).length === 0) {
      throw new UsageError(
        `${this.locate([])} must be an object of named scenarios, { user_1: { steps: […] } }, not ${show(data)}.`,
      );
    }
    const built: Record<string, Scenario> = {};
    try {
      for (const [name, one] of Object.entries(data)) built[name] = this.#scenario(name, one);
    } catch (error) {
      for (const scenario of [...Object.values(built), this.#building]) Scenario.behind(scenario)?.use(); // none of them can be run
      throw error;
    }
    return built;
  }

  #scenario(name: string, data: unknown): Scenario {
    const fields = this.#record([name], data, scenarioFields);
    const { connect, order, timeouts, steps } = fields;
    let built = this.#try([name], () => this.begin(name));
    if (connect !== undefined) built = this.#connect([name, 'connect'], built, connect);
    if (order !== undefined) built = this.#try([name, 'order'], () => built.order(order as never));
    if (timeouts !== undefined) built = this.#try([name, 'timeouts'], () => built.timeouts(timeouts as never));
    return this.#steps([name, 'steps'], built, steps);
  }

  #connect(at: DataPlace, scenario: Scenario, data: unknown): Scenario {
    if (typeof data === 'string') return this.#try(at, () => scenario.connect(data));
    if (!isRecord(data)) throw this.#usageError(at, `must be a URL, or an object of options, not ${show(data)}`);
    const { url, as, after, delay, ...options } = data;
    const connected = this.#try(at, () =>
      url === undefined ? scenario.connect(options) : scenario.connect(url as string, options),
    );
    return this.#modify(at, connected, { as, after, delay });
  }

  #steps(at: DataPlace, scenario: Scenario, data: unknown): Scenario {
    if (!Array.isArray(data)) throw this.#usageError(at, `must be a list of steps, not ${show(data)}`);
    return data.reduce((built: Scenario, step: unknown, index) => this.#step([...at, index], built, step), scenario);
  }

  #step(at: DataPlace, scenario: Scenario, data: unknown): Scenario {
    const step = this.#record(at, data, [...kinds, ...modifiers]);
    const isExpect = 'expect' in step || 'attributes' in step || 'present' in step;
    const kind = isExpect ? 'expect' : kinds.find((known) => known in step);
    if (!kind) throw this.#usageError(at, `must say what happens: one of ${kinds.join(', ')}`);
    const others = kinds.filter(
      (other) => other in step && other !== kind && !(isExpect && ['attributes', 'present', 'reply'].includes(other)),
    );
    if (others.length > 0)
      throw this.#usageError([...at, others[0] as string], `cannot be combined with ${kind}. Make it a step of its own`);
    const lost = [...(isExpect ? [] : ofExpectations), ...(kind === 'repeat' ? notOfRepeats : [])].find((field) => field in step);
    if (lost) {
      const where = kind === 'repeat' && !ofExpectations.includes(lost) ? 'one of the steps that are repeated' : 'an expectation';
      throw this.#usageError([...at, lost], `belongs to ${where}, not to ${kind}`);
    }
    return isExpect ? this.#expect(at, scenario, step) : this.#modify(at, this.#act(at, kind, scenario, step[kind]), step);
  }

  #expect(at: DataPlace, scenario: Scenario, step: Record<string, unknown>): Scenario {
    const options = step.exact === undefined ? {} : { exact: step.exact as boolean };
    let built = this.#try([...at, 'expect'], () =>
      'expect' in step ? scenario.expect(step.expect, options) : scenario.expect(undefined, options),
    );
    for (const path of this.#list(step.present)) built = this.#try([...at, 'present'], () => built.withAttribute(path as string));
    const attributes = step.attributes === undefined ? {} : step.attributes;
    if (!isRecord(attributes))
      throw this.#usageError([...at, 'attributes'], `must be an object of paths and values, not ${show(attributes)}`);
    for (const [path, value] of Object.entries(attributes)) {
      built = this.#try([...at, 'attributes', path], () => built.withAttribute(path, value));
    }
    built = this.#modify(at, built, step);
    if ('reply' in step) built = this.#try([...at, 'reply'], () => built.reply(step.reply));
    for (const [index, reply] of this.#list(step.replies).entries()) {
      built = this.#try([...at, 'replies', index], () => built.reply(reply));
    }
    return built;
  }

  #act(at: DataPlace, kind: (typeof kinds)[number], scenario: Scenario, value: unknown): Scenario {
    const here = [...at, kind];
    switch (kind) {
      case 'reply':
        return this.#try(here, () => scenario.reply(value));
      case 'send':
        return this.#try(here, () => scenario.send(value));
      case 'request':
        return this.#request(here, scenario, value);
      case 'close':
        return this.#close(here, scenario, value);
      case 'oneOf': {
        if (!Array.isArray(value))
          throw this.#usageError(here, `must be a list of branches, each a list of steps, not ${show(value)}`);
        const branches = value.map((steps: unknown, index) => (part: Scenario) => this.#steps([...here, index], part, steps));
        return this.#try(here, () => scenario.oneOf(...branches));
      }
      default: {
        const { times, steps } = this.#record(here, value, ['times', 'steps']);
        return this.#try(here, () => scenario.repeat(times as number, (part) => this.#steps([...here, 'steps'], part, steps)));
      }
    }
  }

  #request(at: DataPlace, scenario: Scenario, value: unknown): Scenario {
    if (typeof value === 'string') return this.#try(at, () => scenario.request(value));
    if (!isRecord(value))
      throw this.#usageError(at, `must be a URL, or { url, method, headers, body, status, response }, not ${show(value)}`);
    const { url, ...options } = value;
    return this.#try(at, () => scenario.request(url as string, options as ScenarioRequestOptions));
  }

  #close(at: DataPlace, scenario: Scenario, value: unknown): Scenario {
    if (value === true || value === null) return this.#try(at, () => scenario.close());
    const { code, reason } = this.#record(at, value, ['code', 'reason']);
    return this.#try(at, () => scenario.close(code as number, reason as string));
  }

  #modify(at: DataPlace, scenario: Scenario, step: Record<string, unknown>): Scenario {
    const { times, as, after, delay, capture = {} } = step;
    let built = scenario;
    const apply = (field: string, change: () => Scenario) => {
      built = this.#try([...at, field], change);
    };
    if (times !== undefined) apply('times', () => built.times(times as number));
    if (as !== undefined) apply('as', () => built.as(as as string));
    if (after !== undefined) apply('after', () => built.after(...(this.#list(after) as string[])));
    if (delay !== undefined) apply('delay', () => built.delay(delay as number));
    if (!isRecord(capture))
      throw this.#usageError([...at, 'capture'], `must be an object of names and paths, not ${show(capture)}`);
    for (const [name, path] of Object.entries(capture)) apply('capture', () => built.capture(name, path as string));
    return built;
  }

  #list(value: unknown): unknown[] {
    if (value === undefined) return [];
    return Array.isArray(value) ? value : [value];
  }

  #record(at: DataPlace, data: unknown, known: readonly string[]): Record<string, unknown> {
    if (!isRecord(data)) throw this.#usageError(at, `must be an object with ${known.join(', ')}, not ${show(data)}`);
    for (const name of Object.keys(data)) {
      if (known.includes(name)) continue;
      const near = nearestName(name, known);
      throw this.#usageError(
        [...at, name],
        `is not a known field. ${near ? `Did you mean '${near}'?` : `It may have ${known.join(', ')}`}`,
      );
    }
    return data;
  }

  /** Adds the place to an error of the scenario's own method. */
  #try(at: DataPlace, act: () => Scenario): Scenario {
    try {
      this.#building = act();
      return this.#building;
    } catch (error) {
      const told = said(error).replace(new RegExp(`^${String(at[0]).replace(/\W/g, '\\$&')}: `), '');
      this.#mistake ??= new UsageError(`${this.locate(at)}: ${told}`);
      throw this.#mistake;
    }
  }

  #usageError(at: DataPlace, what: string): UsageError {
    this.#mistake ??= new UsageError(`${this.locate(at)} ${what.replace(/\.$/, '')}${/[?]$/.test(what) ? '' : '.'}`);
    return this.#mistake;
  }
}
