import { keysOf } from '../../src/contract/pointer';

/** Stands for bytes, which JSON does not have. */
export class Bytes {}

/** A value of JSON, with bytes at some places. */
export function withBytes(value: unknown, pointers: readonly string[] = []): unknown {
  return pointers.reduce<unknown>((whole, pointer) => putAt(whole, keysOf(pointer)), value);
}

/** Puts bytes at a place. Does nothing if there is no such place, since the name of a field may have been masked. */
function putAt(value: unknown, [key, ...keys]: readonly string[]): unknown {
  if (key === undefined) return new Bytes();
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return value;
  const part = putAt((value as Record<string, unknown>)[key], keys);
  if (Array.isArray(value)) return value.with(Number(key), part);
  return Object.fromEntries(Object.entries(value).map(([name, old]) => [name, name === key ? part : old]));
}
