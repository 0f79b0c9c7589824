import { targetAndOptions } from '../client/target';
import { type ConnectOptions, connectOptions } from '../connection/connect-options';
import { checkClose } from '../connection/control-frames';
import { PrintsItself } from '../runtime/prints-itself';
import { isPromise } from '../runtime/tag';
import { checkOptions, mergeOptions } from '../text/options';
import { show } from '../text/show';
import { UsageError } from '../text/usage-error';
import { contradicts } from './contradicts';
import { expectOptions, requestOptions, type ScenarioExpectOptions, type ScenarioRequestOptions } from './scenario-options';
import type { ConnectStep, Step } from './steps';
import { type CompiledTemplate, messageTemplate, template } from './template';

/*
 * What each method of a scenario adds to its steps. All throw a UsageError when their arguments cannot work.
 */

type Steps = readonly Step[];

const plain = { after: [], delay: 0, times: 1, captures: [] } as const;

/** How a user connects if the scenario does not say so. */
export const defaultConnect: ConnectStep = { ...plain, kind: 'connect', target: undefined, options: {}, prepare: [] };

/** A second call adds to the first. */
export function addConnect(steps: Steps, args: readonly unknown[]): Steps {
  const [target, options = {}] = targetAndOptions(args);
  checkOptions(options, connectOptions, 'connect()');
  const before = connectOf(steps);
  const merged = mergeOptions(connectOptions, before?.options ?? {}, options as ConnectOptions);
  const connect = { ...(before ?? defaultConnect), target: target ?? before?.target, options: merged };
  return [...steps.filter((step) => step !== before), connect];
}

export function addPrepare(steps: Steps, prepare: unknown): Steps {
  if (typeof prepare !== 'function') throw new UsageError(`prepare() takes a function of the client, not ${show(prepare)}.`);
  const before = connectOf(steps);
  const connect = before ?? defaultConnect;
  const prepared = { ...connect, prepare: [...connect.prepare, prepare as (client: never) => unknown] };
  return before ? steps.map((step) => (step === before ? prepared : step)) : [...steps, prepared];
}

const connectOf = (steps: Steps): ConnectStep | undefined => steps.find((step) => step.kind === 'connect');

export function addExpect(steps: Steps, source: unknown, options: ScenarioExpectOptions): Steps {
  checkOptions(options, expectOptions, 'expect()');
  return [
    ...steps,
    { ...plain, kind: 'expect', expected: expectedTemplate(source), exact: options.exact ?? false, attributes: [] },
  ];
}

/** What is expected of a message, a part of it, or a response. */
export function expectedTemplate(source: unknown): CompiledTemplate {
  const expected = template(source);
  const [path] = expected.paths;
  if (path) {
    const advice = 'no message triggers an expectation. Write ${@name} for what was captured, and $${ for the text ${.';
    throw new UsageError(`What is expected has \${${path.text}} in it, but ${advice}`);
  }
  return expected;
}

export function addReply(steps: Steps, source: unknown): Steps {
  const trigger = steps.findLast((step) => step.kind === 'expect' || step.kind === 'oneOf');
  if (trigger?.kind !== 'expect') {
    const instead = trigger
      ? 'Write it within the branches of oneOf().'
      : 'Write expect() before it, or send() if nothing triggers it.';
    throw new UsageError(`reply() answers the expectation before it, but there is none. ${instead}`);
  }
  const message = messageTemplate(sendable(source, 'reply()'));
  const lost = message.paths.find(({ path }) => contradicts(trigger.expected.source, path));
  if (lost) {
    throw new UsageError(`There can be nothing at \${${lost.text}} of a message that is ${show(trigger.expected.source)}.`);
  }
  return [...steps, { ...plain, kind: 'send', isReply: true, message }];
}

export function addSend(steps: Steps, source: unknown): Steps {
  const message = messageTemplate(sendable(source, 'send()'));
  refusePaths(message.paths, 'send()');
  return [...steps, { ...plain, kind: 'send', isReply: false, message }];
}

export function addRequest(steps: Steps, url: unknown, options: ScenarioRequestOptions): Steps {
  if (typeof url !== 'string') throw new UsageError(`request() takes a URL or a path first, not ${show(url)}.`);
  checkOptions(options, requestOptions, 'request()');
  const { method = 'GET', headers = {}, body, status, response } = options;
  const made = { url: template(url), headers: template(headers), body: template(body), response: expectedTemplate(response) };
  refusePaths([...made.url.paths, ...made.headers.paths, ...made.body.paths], 'request()');
  return [...steps, { ...plain, kind: 'request', method: method.toUpperCase(), ...made, status }];
}

export function addClose(steps: Steps, code: number, reason: string): Steps {
  checkClose(code, reason);
  return [...steps, { ...plain, kind: 'close', code, reason }];
}

/** @param build Makes the steps of a branch. */
export function addOneOf<Branch>(steps: Steps, given: readonly Branch[], build: (branch: Branch) => Steps): Steps {
  if (given.length < 2)
    throw new UsageError('oneOf() takes two branches or more: oneOf((it) => it.expect(…), (it) => it.expect(…)).');
  const branches = given.map(build);
  if (branches.some(([head]) => head?.kind !== 'expect')) {
    throw new UsageError('Each branch of oneOf() begins with an expectation, which decides: (it) => it.expect(…).');
  }
  return [...steps, { ...plain, kind: 'oneOf', branches }];
}

export function refuseAfterClose(steps: Steps): void {
  const close = steps.findIndex(({ kind }) => kind === 'close');
  const behind = close === -1 ? undefined : steps.slice(close).find(({ kind }) => ['expect', 'send', 'oneOf'].includes(kind));
  if (behind) throw new UsageError(`${behind.kind}() comes after close(), when the user has left. Write it before close().`);
}

function sendable(message: unknown, where: string): unknown {
  if (message === undefined) throw new UsageError(`${where} takes what to send, but was given nothing.`);
  if (isPromise(message))
    throw new UsageError(`${where} takes a message, but was given a promise. Await it, or give a function.`);
  if (PrintsItself.isOne(message)) {
    const advice = 'run' in (message as object) ? ' A scenario cannot trigger itself or another.' : '';
    throw new UsageError(`${where} takes a message, not ${message}.${advice}`);
  }
  return message;
}

/** For steps that no message triggers. */
function refusePaths([path]: readonly { readonly text: string }[], where: string): void {
  if (!path) return;
  const advice = 'Write reply() after the expectation, or ${@name} for what was captured, and $${ for the text ${.';
  throw new UsageError(`${where} has \${${path.text}} in it, but no message triggers it. ${advice}`);
}
