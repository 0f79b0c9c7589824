import { mustAwait } from '../src/client/must-await';
import type { Connection } from '../src/connection/connection';
import { CallLocation } from '../src/runtime/call-location';
import { startTimer } from '../src/runtime/timer';
import { isUsageError } from '../src/text/usage-error';
import { type Caller, checkedWindow, waitTime } from '../src/waiting/caller';
import { fence } from '../src/waiting/fence';
import type { EndedEarly } from '../src/waiting/outcome';
import { settleOnce } from '../src/waiting/settle-once';
import { endedEarly } from './explain-wait';
import { type Failure, failed, usageErrorResult } from './failure-message';
import { type Call, jestFrameworkOf, type MatcherResult } from './matcher';

/** How many frames are taken: that of `expect`, and some of the user's. `expect` keeps the whole stack for a failure. */
export const MATCHER_DEPTH = 4;

export type SettleResult = (result: MatcherResult) => void;

/** The test, hook or file that calls a matcher, and the line. */
export interface CalledFrom {
  readonly caller: Caller;
  readonly location: CallLocation;
}

export const calledFrom = ({ engine, callee, location }: Call): CalledFrom => ({
  caller: engine.host.caller(),
  location: location ?? new CallLocation(callee, MATCHER_DEPTH),
});

/** The promise of a matcher that waits: a test that does not await it fails. */
export function awaited(
  { engine, name, thens = jestFrameworkOf(engine).thens }: Call,
  { caller, location }: CalledFrom,
  start: (settle: SettleResult, fail: (error: unknown) => void) => void,
): Promise<MatcherResult> {
  return mustAwait<MatcherResult>(engine, caller, { name, location }, start, thens);
}

/** The promise of a matcher that waits, after a usage error: the error comes through it, like any other result. */
export function refused(call: Call, error: unknown): Promise<MatcherResult> {
  return awaited(call, calledFrom(call), (settle) => settle(usageErrorResult(call, error)));
}

/** What a matcher waits for other than messages. */
interface Awaited<T> {
  /** In ms. Defaults to `Infinity`: it ends by itself. */
  readonly timeout?: number;
  /** Under `.not`: clients for which all that their servers had sent when the time was over is awaited, and counts too. */
  readonly fenced?: readonly Connection[];
  /** May return a function that stops it. */
  readonly start: (done: (value: T) => void, fail: (error: unknown) => void) => (() => void) | undefined;
  /** @param value Undefined if the time was over first. */
  readonly result: (value: T | undefined) => MatcherResult;
  /** What ends it from outside. Defaults to a broken rule, or the end of the test. */
  readonly endsWith?: 'rule or test' | 'test';
  /** The beginning of the failure if the wait is ended from outside. */
  readonly failure: Pick<Failure, 'hint' | 'expected'>;
}

/** Waits, and gives the result; fails if a rule is broken, or the test ends. */
export function until<T>(
  call: Call,
  { timeout = Number.POSITIVE_INFINITY, fenced = [], start, result, endsWith, failure }: Awaited<T>,
) {
  const from = calledFrom(call);
  const { isNot } = call.context;
  return awaited(call, from, (settle, fail) => {
    const startTimed = (done: (end: Finished<T>) => void) => {
      const giveUp = () => done({ kind: 'done', value: undefined });
      const expire = isNot ? () => void fence(fenced).then(giveUp) : giveUp;
      const stopTimer = startTimer(timeout, expire, isNot ? undefined : from.caller.deadline);
      const stop = start((value) => done({ kind: 'done', value }), fail);
      return () => {
        stopTimer();
        stop?.();
      };
    };
    const ended = (end: Finished<T> | EndedEarly) => {
      try {
        if (end.kind === 'done') settle(result(end.value));
        else settle(failed(call, () => ({ ...failure, received: [endedEarly(end)] })));
      } catch (error) {
        if (isUsageError(error)) settle(usageErrorResult(call, error));
        else fail(error);
      }
    };
    settleOnce(from.caller.scope, startTimed, ended, endsWith);
  });
}

interface Finished<T> {
  readonly kind: 'done';
  readonly value: T | undefined;
}

/** How long to wait (ms). Under `.not`, this is the window in which nothing must come. */
export function waitingTime({ engine, context }: Call, connections: readonly Connection[], timeout: number | undefined): number {
  const caller = engine.host.caller();
  if (!context.isNot) return waitTime(timeout ?? usualTimeout(connections), caller);
  return checkedWindow(timeout ?? engine.config.quietWindow, caller);
}

/** The longest of the clients' timeouts; undefined if one has none, and may wait for all the time that the test has. */
export function usualTimeout(connections: readonly Connection[]): number | undefined {
  let longest = 0;
  for (const { timeout } of connections) {
    if (timeout === undefined) return undefined;
    longest = Math.max(longest, timeout);
  }
  return longest;
}
