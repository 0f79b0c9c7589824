/**
 * The intrinsics of the JavaScript realm that a test lives in. Jest runs every test file in a `vm` context with its own
 * `Error`, `Array` and `JSON`, while sockets are kept outside of it. What is handed to a test is made with the intrinsics
 * of its realm, so that `instanceof Error` and `expect.any(Array)` hold there. They are taken once, before a setup file can
 * replace them (zone.js, bluebird, core-js) or a test can spy on them.
 */
export interface Realm {
  readonly global: object;
  // only to be constructed, since a test may have replaced their methods
  readonly Array: new () => unknown[];
  readonly Object: new () => object;
  readonly Error: new (message: string) => Error;
  readonly Promise: PromiseConstructor;
  /** An array of these items. */
  readonly list: ArrayConstructor['from'];
  readonly parse: (text: string) => unknown;
  readonly stringify: (value: unknown) => string | undefined;
}

/** @param Promise To be given if the global one may have been replaced already. */
export function realmOf(global: typeof globalThis, Promise: PromiseConstructor = global.Promise): Realm {
  const { Array, Error, JSON, Object } = global;
  const { parse, stringify } = JSON;
  const list = Array.from.bind(Array) as ArrayConstructor['from'];
  return { global, Array, Error, Object, Promise, list, parse: (text) => parse(text), stringify: (value) => stringify(value) };
}
