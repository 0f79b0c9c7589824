import { keyIn } from './path-text';

/** The answer for a part that is right, and whose own parts are not asked for. */
export const WHOLE: unique symbol = Symbol('whole');

/** Tells what is wrong with a part of a value; undefined if its own parts are to be asked for. `depth` is 0 for the value. */
type Ask<Wrong> = (part: unknown, depth: number) => Wrong | typeof WHOLE | undefined;

interface FirstPart<Wrong> {
  readonly wrong: Wrong;
  /** They lead to it, the outermost first. */
  readonly keys: (string | number)[];
}

/**
 * The first part of a value that is wrong, depth first; undefined if none is. Cycles are not followed.
 * @param fieldsOf The keys of the parts of an object.
 * @param above The objects that the value is in, the outermost first. Left out, except by itself.
 */
export function firstPart<Wrong extends object>(
  value: unknown,
  ask: Ask<Wrong>,
  fieldsOf: (object: object) => readonly PropertyKey[],
  above: object[] = [],
): FirstPart<Wrong> | undefined {
  const wrong = ask(value, above.length);
  if (wrong === WHOLE) return undefined;
  if (wrong !== undefined) return { wrong, keys: [] };
  if (typeof value !== 'object' || value === null || above.includes(value)) return undefined;
  above.push(value);
  for (const key of fieldsOf(value)) {
    const found = firstPart((value as Record<PropertyKey, unknown>)[key], ask, fieldsOf, above);
    if (!found) continue;
    found.keys.unshift(keyIn(value, key));
    return found;
  }
  above.pop();
  return undefined;
}
