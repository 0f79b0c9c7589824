import { type Callee, CallLocation } from '../runtime/call-location';
import type { Realm } from '../runtime/realm';
import { failureText } from './failure-text';
import { isUsageError } from './usage-error';

const placed = new WeakSet<object>();

/** Whether it was made by `errorAt`. */
export const isPlaced = (error: unknown): boolean => placed.has(error as object);

/** An error of the test's own realm whose stack is the location's, so that Jest's code frame shows the user's line. */
export function errorAt<P extends object>(
  realm: Realm,
  location: Pick<CallLocation, 'frames'>,
  message: string,
  properties?: P,
): Error & P {
  const error = new realm.Error(failureText(message));
  error.stack = `${error.name}: ${error.message}\n${location.frames}`;
  placed.add(error);
  return Object.assign(error, properties);
}

/** Turns a usage error into an error of the test's realm, at the caller's line. */
export function guarded<T>(realm: Realm, callee: Callee, act: () => T, name?: string): T {
  try {
    return act();
  } catch (error) {
    if (!isUsageError(error)) throw error;
    throw errorAt(realm, new CallLocation(callee), name === undefined ? error.message : `${name}: ${error.message}`);
  }
}
