import type { Engine } from './engine';

/**
 * The one thing that the world of a test knows of the engine outside of it: a function under a symbol of the global
 * object, so that every copy of a module in that world (`jest.resetModules()`, CommonJS beside ESM) finds the same.
 */
const DOOR = Symbol.for('jest-websocket.engine');

type Doorway = { [DOOR]?: () => Engine };

export function openDoor(global: object, engine: Engine): void {
  Object.defineProperty(global, DOOR, { value: () => engine, configurable: true });
}

export function engineBehind(global: object): Engine | undefined {
  return (global as Doorway)[DOOR]?.();
}
