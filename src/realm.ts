/**
 * The intrinsics of the JavaScript world that a test lives in. Jest runs every test file in a `vm` context with an
 * `Error`, an `Array` and a `JSON` of its own, while sockets are kept outside of it. What is handed to a test is made
 * of its own world's intrinsics, so that `instanceof Error` or `expect.any(Array)` hold there. They are taken once,
 * before a test can replace or spy on them.
 */
export interface Realm {
  readonly global: object;
  readonly Array: ArrayConstructor;
  readonly Object: ObjectConstructor;
  readonly Error: ErrorConstructor;
  readonly Promise: PromiseConstructor;
  readonly parse: (text: string) => unknown;
  readonly stringify: (value: unknown) => string | undefined;
}

export function realmOf(global: typeof globalThis): Realm {
  const { Array, Error, JSON, Object, Promise } = global;
  const { parse, stringify } = JSON;
  return { global, Array, Error, Object, Promise, parse: (text) => parse(text), stringify: (value) => stringify(value) };
}
