import type { WaitRecord } from '../../src/record/test-record';

/**
 * What share of its timeout a wait has used, from 0 to 1. Undefined without a timeout, and for a wait for something not to
 * come, which always uses all of it when it passes.
 */
export function nearnessOf({ began, ended, timeout, negated }: WaitRecord): number | undefined {
  if (timeout === undefined || timeout <= 0 || negated) return undefined;
  return Math.max(0, Math.min(1, (ended - began) / timeout));
}

/** The indexes of the waits that have a nearness, the nearest to its timeout first. */
export function byNearness(waits: readonly WaitRecord[]): number[] {
  const near = waits.map(nearnessOf);
  return waits
    .map((_, index) => index)
    .filter((index) => near[index] !== undefined)
    .sort((a, b) => (near[b] as number) - (near[a] as number) || a - b);
}
