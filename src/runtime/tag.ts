/** The kind of a value, whatever its realm: `Date`, `RegExp`, `Promise`, or its `Symbol.toStringTag`. */
export const tagOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);

/** Whether it is a RegExp, of any realm. */
export const isRegExp = (value: unknown): value is RegExp => tagOf(value) === 'RegExp';

/** Whether it is a URL, of any realm. */
export const isUrl = (value: unknown): value is URL => tagOf(value) === 'URL';

export const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as { then?: unknown } | null | undefined)?.then === 'function';

/** To be called with a value that is dropped: if it is a promise, its rejection must not end the run. */
export function neglect(value: unknown): void {
  if (isPromise(value)) void Promise.resolve(value).catch(() => {});
}

/** Whether it is a matcher such as `expect.any(String)`, of any realm. */
export const isAsymmetric = (value: unknown): value is { asymmetricMatch(other: unknown): boolean } =>
  typeof value === 'object' && typeof (value as { asymmetricMatch?: unknown } | null)?.asymmetricMatch === 'function';
