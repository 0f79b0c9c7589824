import { bytesOf } from '../runtime/bytes';
import { tagOf } from '../runtime/tag';
import type { Payload } from './codec';
import { isJson, jsonWeight } from './json-weight';

/** The memory (bytes) of an object, of a list, of each field and item, of other values. */
const OBJECT = 56;
const LIST = 32;
const FIELD = 16;
/** An object of many fields is a table, with the names in it. */
const MANY_FIELDS = 128;
const FIELD_OF_MANY = 80;
const ITEM = 8;
const VALUE = 16;

/** What each event weighs anyway: a smaller value is a part of that (bytes). */
const SMALL = 128;

/** After so many parts it is noted which objects with objects in them were seen, so that a cyclic value comes to an end. */
const UNNOTED = 1000;

/**
 * The memory (bytes) that a decoded value takes beside its payload: an estimate, for what a codec makes of binary payloads
 * and of text that is not JSON. JSON is weighed before it is decoded.
 * @param limit More is not counted.
 */
export function madeWeight(payload: Payload, value: unknown, limit?: number): number {
  return value === payload || isJson(payload) ? 0 : Math.max(0, valueWeight(value, limit) - SMALL);
}

/** The memory (bytes) that a payload takes with its decoded value, which may be a part of it. */
export const weightWith = (payload: Payload, value: unknown): number => Math.max(jsonWeight(payload), madeWeight(payload, value));

/** The memory (bytes) of a value, whatever a codec has made. */
function valueWeight(value: unknown, limit = Number.POSITIVE_INFINITY): number {
  if (typeof value !== 'object' || value === null) return partWeight(value);
  const parts: object[] = [value];
  let seen: Set<object> | undefined;
  let weight = 0;
  const add = (part: unknown) => {
    if (typeof part === 'object' && part !== null) parts.push(part);
    else weight += partWeight(part);
  };
  try {
    for (let count = 0; weight <= limit; count++) {
      const part = parts.pop();
      if (part === undefined) break;
      if (seen?.has(part)) continue;
      const before = parts.length;
      const own = ownWeight(part, add);
      weight += own;
      if (count > UNNOTED && parts.length > before) {
        seen ??= new Set();
        seen.add(part);
      }
    }
  } catch {
    // a getter or a proxy that throws: what was counted by then stands
  }
  return weight;
}

const partWeight = (part: unknown): number => {
  if (typeof part === 'string') return VALUE + part.length;
  return Number.isInteger(part) || typeof part !== 'number' ? 0 : VALUE;
};

/** Of an object without its parts, each of which is told to `add`. */
function ownWeight(value: object, add: (part: unknown) => void): number {
  if (Array.isArray(value)) {
    for (const item of value) add(item);
    return LIST + ITEM * value.length;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null; // as most are
  if (!isPlain) {
    const bytes = bytesOf(value);
    if (bytes) return OBJECT + bytes.length;
    if (/^(Map|Set)$/.test(tagOf(value))) {
      for (const item of value as Iterable<unknown>) add(item);
      return OBJECT + 2 * ITEM * (value as Set<unknown>).size;
    }
  }
  const keys = Object.keys(value);
  for (const key of keys) add((value as Record<string, unknown>)[key]);
  return OBJECT + (keys.length > MANY_FIELDS ? FIELD_OF_MANY : FIELD) * keys.length;
}
