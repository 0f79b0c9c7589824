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

/** The part of each event's fixed weight that covers a small value (bytes). */
const SMALL = 128;

/** After this many parts, the objects that have objects in them are noted, so that a cyclic value is not counted for ever. */
const UNNOTED = 1000;

/**
 * The memory (bytes) that a decoded value takes in addition to its payload: an estimate, for values that a codec makes of
 * bytes, or of text that is not JSON. JSON is weighed before it is decoded.
 * @param limit Counting stops past this.
 */
export function madeWeight(payload: Payload, value: unknown, limit?: number): number {
  return value === payload || isJson(payload) ? 0 : Math.max(0, valueWeight(value, limit) - SMALL);
}

/** The memory (bytes) that a payload takes with its decoded value, which may be a part of it. */
export const weightWith = (payload: Payload, value: unknown): number => Math.max(jsonWeight(payload), madeWeight(payload, value));

/** The memory (bytes) of any value. */
function valueWeight(value: unknown, limit = Number.POSITIVE_INFINITY): number {
  const objects: object[] = [];
  let weight = partWeight(value, objects);
  let seen: Set<object> | undefined;
  try {
    for (let count = 0; weight <= limit; count++) {
      const object = objects.pop();
      if (object === undefined) break;
      if (seen?.has(object)) continue;
      const before = objects.length;
      weight += objectWeight(object, objects);
      if (count > UNNOTED && objects.length > before) {
        seen ??= new Set();
        seen.add(object);
      }
    }
  } catch {
    // a getter or a proxy that throws: what was counted by then stands
  }
  return weight;
}

/** The memory of a part of a value. An object is added to `objects` instead, to be counted later. */
function partWeight(part: unknown, objects: object[]): number {
  if (typeof part === 'string') return VALUE + part.length;
  if (typeof part === 'number') return Number.isInteger(part) ? 0 : VALUE;
  if (typeof part === 'object' && part !== null) objects.push(part);
  return 0;
}

/** The memory of an object and its parts, without the objects among these, which are added to `objects`. */
function objectWeight(value: object, objects: object[]): number {
  let weight = 0;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) weight += partWeight(value[index], objects);
    return weight + LIST + ITEM * value.length;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null; // as most are
  if (!isPlain) {
    const bytes = bytesOf(value);
    if (bytes) return OBJECT + bytes.length;
    if (/^(Map|Set)$/.test(tagOf(value))) {
      for (const item of value as Iterable<unknown>) weight += partWeight(item, objects);
      return weight + OBJECT + 2 * ITEM * (value as Set<unknown>).size;
    }
  }
  const keys = Object.keys(value);
  for (let index = 0; index < keys.length; index++) {
    weight += partWeight((value as Record<string, unknown>)[keys[index] as string], objects);
  }
  return weight + OBJECT + (keys.length > MANY_FIELDS ? FIELD_OF_MANY : FIELD) * keys.length;
}
