import { type HookGlobals, serve } from '../environment/setup-file';
import { register } from '../matchers/register';

/** Loaded by `jest-websocket/setup`, outside of the test's realm, where the environment is not ours. */
export function begin(global: typeof globalThis, globals: HookGlobals, Promise: PromiseConstructor): void {
  serve(global, globals, register, Promise);
}
