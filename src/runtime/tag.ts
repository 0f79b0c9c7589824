/** What a value is, in any realm: `Date`, `RegExp`, `Promise`, or what its class calls itself. */
export const tagOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);

export const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as { then?: unknown } | null | undefined)?.then === 'function';

/** Nobody waits for it: its rejection must not end the run. */
export function neglect(value: unknown): void {
  if (isPromise(value)) void Promise.resolve(value).catch(() => {});
}

/** Such as `expect.any(String)`, of any realm. */
export const isAsymmetric = (value: unknown): value is { asymmetricMatch(other: unknown): boolean } =>
  typeof value === 'object' && typeof (value as { asymmetricMatch?: unknown } | null)?.asymmetricMatch === 'function';
