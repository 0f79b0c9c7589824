import * as inspector from 'node:inspector';
import { UsageError } from '../text/usage-error';
import type { Scope } from './scope';

/** The test, hook or file whose code runs, and when Jest will end it. */
export interface Caller {
  readonly scope: Scope;
  /** The moment of the test's or hook's own timeout, on the clock of `performance.now()`. */
  readonly deadline: number;
  /** Whether the test or hook is done: code of it that still runs was not awaited. */
  over?: boolean;
}

export const isOver = ({ scope, over }: Caller): boolean => over === true || scope.ended;

/** How long a wait may last outside of any test, if no timeout is set (ms). */
const OUTSIDE = 5000;

/**
 * How long a wait may last so that it ends before the test does (ms); Infinity under a debugger.
 * @param timeout Defaults to all the time that the test has.
 */
export function waitTime(timeout: number | undefined, caller: Caller | undefined): number {
  if (inspector.url() !== undefined) return Number.POSITIVE_INFINITY;
  const left = leftFor(caller);
  return left === Number.POSITIVE_INFINITY ? (timeout ?? OUTSIDE) : Math.min(timeout ?? left, left);
}

/** The time that a test has left for a wait (ms), less a margin in which it can still fail. */
function leftFor(caller: Caller | undefined): number {
  if (!caller) return Number.POSITIVE_INFINITY;
  const left = caller.deadline - performance.now();
  return Math.max(0, left - Math.min(250, left / 10));
}

/**
 * Refuses a window, in which something must not come, that is longer than the test has left: half of it would prove nothing.
 * @returns The window (ms).
 * @throws {UsageError} when the test would end first.
 */
export function checkedWindow(window: number, caller: Caller | undefined): number {
  if (inspector.url() !== undefined || window <= leftFor(caller)) return window;
  const left = Math.max(0, Math.round((caller as Caller).deadline - performance.now()));
  throw new UsageError(
    `The window of ${window} ms does not fit into the ${left} ms that the test has left. ` +
      'Give the test a longer timeout, or watch for less: { timeout }, or quietWindow in the configuration.',
  );
}
