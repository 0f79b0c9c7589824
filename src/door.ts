import type { Api } from './api';

/**
 * All that the realm of a test knows of the engine outside of it: a function under a symbol of the global object, so that
 * every copy of a module in that realm (`jest.resetModules()`, CommonJS beside ESM) finds the same engine.
 */
const DOOR = Symbol.for('jest-websocket.engine');

type Doorway = { [DOOR]?: () => Api };

export function openDoor(global: object, api: Api): void {
  Object.defineProperty(global, DOOR, { value: () => api, configurable: true });
}

export function apiBehind(global: object): Api | undefined {
  return (global as Doorway)[DOOR]?.();
}
