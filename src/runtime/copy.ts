import { isPlain } from './literal';
import { tagOf } from './tag';

/** Deeper values, and cyclic ones, are handed out as they are. */
const DEEPEST = 100;

/**
 * A copy of a message for the user's code, which may change it; expectations look at the original later. Objects, arrays
 * and bytes are copied, each in its own realm; other things that a codec makes, such as instances of classes, are not.
 */
export function copyOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? copied(value, []) : value;
}

function copied(value: object, above: object[]): unknown {
  const isList = Array.isArray(value);
  if (!isList && !isPlain(value)) return copiedBytes(value) ?? value;
  if (above.length > DEEPEST || above.includes(value)) return value;
  above.push(value);
  // both stay in the realm of the original
  const copy = isList ? value.slice() : Object.create(Object.getPrototypeOf(value));
  for (const key of Object.keys(value)) {
    const part: unknown = (value as Record<string, unknown>)[key];
    if (typeof part === 'object' && part !== null) set(copy, key, copied(part, above));
    else if (!isList) set(copy, key, part);
  }
  above.pop();
  return copy;
}

/** A copy of bytes; undefined for any other value. */
function copiedBytes(value: object): object | undefined {
  if (Buffer.isBuffer(value)) return Buffer.from(value);
  if (!ArrayBuffer.isView(value)) return isBuffer(value) ? value.slice(0) : undefined;
  const { buffer, byteOffset, byteLength } = value;
  if (tagOf(value) !== 'DataView') return (value as Uint8Array).slice();
  return new (value.constructor as DataViewConstructor)(buffer.slice(byteOffset, byteOffset + byteLength));
}

const isBuffer = (value: object): value is ArrayBuffer => /^(Shared)?ArrayBuffer$/.test(tagOf(value));

function set(copy: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(copy, key, { value, writable: true, enumerable: true, configurable: true });
  else copy[key] = value;
}
