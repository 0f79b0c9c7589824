import { isPlain } from './literal';

/** Deeper values, and cyclic ones, are handed out as they are. */
const DEEPEST = 100;

/**
 * A message for the user's code, which may change it: what expectations look at later is another. Copied are objects,
 * arrays and bytes, into their own realm; what else a codec makes, such as instances of classes, is not.
 */
export function copyOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? copied(value, []) : value;
}

function copied(value: object, above: object[]): unknown {
  if (Buffer.isBuffer(value)) return Buffer.from(value);
  const isList = Array.isArray(value);
  if ((!isList && !isPlain(value)) || above.length > DEEPEST || above.includes(value)) return value;
  above.push(value);
  // the arrays and objects of a realm make their like
  const copy = isList ? value.slice() : Object.create(Object.getPrototypeOf(value));
  for (const key of Object.keys(value)) {
    const part: unknown = (value as Record<string, unknown>)[key];
    if (typeof part === 'object' && part !== null) set(copy, key, copied(part, above));
    else if (!isList) set(copy, key, part);
  }
  above.pop();
  return copy;
}

function set(copy: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(copy, key, { value, writable: true, enumerable: true, configurable: true });
  else copy[key] = value;
}
