import type { Payload } from './codec';

/**
 * The bytes of a payload.
 * @param protocol Its name, for the error.
 * @throws {TypeError} when it is text.
 */
export function bytesIn(payload: Payload, protocol: string): Buffer {
  if (typeof payload === 'string') throw new TypeError(`${protocol} comes in binary frames, and this is text`);
  return payload;
}
