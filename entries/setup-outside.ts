import { type HookGlobals, serve } from '../environment/setup-file';
import { register } from '../matchers/register';

/** What `jest-websocket/setup` loads, outside of the test's world, where the environment is not ours. */
export function begin(global: typeof globalThis, globals: HookGlobals, Promise: PromiseConstructor): void {
  serve(global, globals, register, Promise);
}
