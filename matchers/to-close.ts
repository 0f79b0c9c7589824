import { begun } from '../src/client/begun';
import { defaults } from '../src/client/settings';
import type { Connection } from '../src/connection/connection';
import type { Ending } from '../src/connection/ending';
import { describeEnding } from '../src/connection/ending';
import type { Equality } from '../src/expectations/expected';
import { CallLocation } from '../src/runtime/call-location';
import { isPlain } from '../src/runtime/literal';
import { tagOf } from '../src/runtime/tag';
import { startTimer } from '../src/runtime/timer';
import * as check from '../src/text/option-checks';
import { show } from '../src/text/show';
import { UsageError } from '../src/text/usage-error';
import type { RuleViolation } from '../src/waiting/rule-violation';
import { checkedWindow, waitTime } from '../src/waiting/scope';
import { type WaitOptions, waitChecks } from '../src/waiting/wait-options';
import { type Call, equalityOf, shown, type Verdict } from './context';
import { connectionsOf } from './subject';
import { MATCHER_DEPTH, refused, usualTimeout } from './waiting';
import { hint } from './words';

interface Asked {
  readonly code: unknown;
  readonly reason: unknown;
  readonly options: WaitOptions;
}

/** The connection closes, with this code and reason where they are given. */
export function toClose(call: Call, subject: unknown, ...args: readonly unknown[]): Promise<Verdict> {
  try {
    const connections = connectionsOf(subject);
    const asked = understandArguments(args);
    check.checkOptions(asked.options, waitChecks, call.name);
    return wait(call, connections, asked);
  } catch (error) {
    return refused(call, error);
  }
}

function understandArguments(args: readonly unknown[]): Asked {
  const last = args.at(-1);
  const hasOptions = isPlain(last);
  const [code, reason, ...more] = hasOptions ? args.slice(0, -1) : args;
  if (typeof code === 'string') throw new UsageError(`toClose() takes the close code first: toClose(1000, ${show(code)}).`);
  if (code !== undefined && !isCode(code) && !isAsymmetric(code)) {
    throw new UsageError(`toClose() takes a close code first, 1000 to 4999 (RFC 6455 §7.4), not ${show(code)}.`);
  }
  if (reason !== undefined && typeof reason !== 'string' && !isRegExp(reason) && !isAsymmetric(reason)) {
    throw new UsageError(`toClose() takes the reason second, as text or a RegExp, not ${show(reason)}.`);
  }
  check.refuseMore(more, 'toClose()', 3);
  return { code, reason, options: hasOptions ? (last as WaitOptions) : {} };
}

function wait(call: Call, connections: readonly Connection[], asked: Asked): Promise<Verdict> {
  const { engine, context, name, callee } = call;
  const caller = engine.host.caller();
  const isNot = context.isNot ?? false;
  const window = engine.config.quietWindow ?? defaults.quietWindow;
  const timeout = isNot
    ? checkedWindow(asked.options.timeout ?? window, caller)
    : waitTime(asked.options.timeout ?? usualTimeout(connections), caller);
  const equality = equalityOf(context);
  const location = new CallLocation(callee, MATCHER_DEPTH);
  return begun<Verdict>(engine, caller, { name, location }, engine.framework.thens, (resolve) => {
    const forget: (() => void)[] = [];
    const settle = (violation?: RuleViolation) => {
      stop();
      leave();
      for (const callback of forget) callback();
      for (const connection of connections) connection.endSeen ||= connection.ending !== undefined;
      if (violation) resolve(shown({ pass: isNot, message: () => forbidden(call, connections, violation) }));
      else resolve(shown(verdict(call, connections, asked, equality, timeout)));
    };
    const stop = startTimer(timeout, settle);
    const leave = caller.scope.waits.add(settle);
    const look = () => {
      const endings = connections.map(({ ending }) => ending);
      if (endings.every(Boolean) || endings.some((ending) => ending && !fits(ending, asked, equality))) settle();
    };
    for (const connection of connections) forget.push(connection.whenEnded(look));
  });
}

function verdict(call: Call, connections: readonly Connection[], asked: Asked, equality: Equality, waited: number): Verdict {
  const pass = connections.every(({ ending }) => ending && fits(ending, asked, equality));
  const message = () => {
    const states = connections.map(({ name, ending }) => `${name}: ${stateText(ending, waited)}`);
    const header = hint(call.context, call.name, connections, 'code');
    const not = call.context.isNot ? 'not ' : '';
    return [header, '', `Expected: ${not}to close${wanted(asked)}`, ...states.map((state) => `Received: ${state}`)].join('\n');
  };
  return { pass, message, name: call.name };
}

function forbidden(call: Call, connections: readonly Connection[], { sentence }: RuleViolation): string {
  return [hint(call.context, call.name, connections, 'code'), '', `Received: ${sentence}`].join('\n');
}

function fits(ending: Ending, { code, reason }: Asked, { contain }: Equality): boolean {
  if (code !== undefined && !contain(ending.code, code)) return false;
  if (reason === undefined) return true;
  return isRegExp(reason) ? reason.test(ending.reason) : contain(ending.reason, reason);
}

function stateText(ending: Ending | undefined, waited: number): string {
  return ending ? describeEnding(ending) : `it stayed open for ${Math.round(waited)} ms`;
}

function wanted({ code, reason }: Asked): string {
  const parts = [code, reason].filter((part) => part !== undefined).map((one) => show(one));
  return parts.length === 0 ? '' : ` with ${parts.join(' ')}`;
}

const isCode = (code: unknown): boolean => Number.isInteger(code) && (code as number) >= 1000 && (code as number) <= 4999;

const isRegExp = (value: unknown): value is RegExp => tagOf(value) === 'RegExp';

const isAsymmetric = (value: unknown): boolean =>
  typeof (value as { asymmetricMatch?: unknown } | null)?.asymmetricMatch === 'function';
