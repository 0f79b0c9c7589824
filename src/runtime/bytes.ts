import { tagOf } from './tag';

/** Bytes as a `Buffer` over the same memory; undefined for any other value. */
export function bytesOf(value: unknown): Buffer | undefined {
  if (Buffer.isBuffer(value)) return value;
  if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (/^(Shared)?ArrayBuffer$/.test(tagOf(value))) return Buffer.from(value as ArrayBuffer);
  return undefined;
}
