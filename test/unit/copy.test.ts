import { runInNewContext } from 'node:vm';
import { copyOf } from '../../src/runtime/copy';

/** A view of a part of its memory, and what that part is. */
const part = () => Uint8Array.of(9, 1, 2, 3, 4, 9).buffer;

describe('bytes in a message are copied: who changes the original does not change what was sent', () => {
  test.each<[string, () => ArrayBufferView | ArrayBuffer]>([
    ['a Buffer', () => Buffer.from(part(), 1, 4)],
    ['a Uint8Array', () => new Uint8Array(part(), 1, 4)],
    ['a Uint16Array', () => new Uint16Array(part(), 2, 1)],
    ['a DataView', () => new DataView(part(), 1, 4)],
    ['an ArrayBuffer', part],
    ['a Uint8Array of another realm', () => runInNewContext('new Uint8Array([1, 2])')],
    ['an ArrayBuffer of another realm', () => runInNewContext('new Uint8Array([1, 2]).buffer')],
  ])('%s', (_, make) => {
    const [given, same] = [make(), make()];
    const copy = copyOf(['file', { bytes: given }]) as [string, { bytes: object }];
    const all = ArrayBuffer.isView(given) ? new Uint8Array(given.buffer) : new Uint8Array(given);
    all.fill(0);
    const { bytes } = copy[1];
    expect(Object.getPrototypeOf(bytes)).toBe(Object.getPrototypeOf(given));
    expect(hex(bytes)).toBe(hex(same));
    expect(hex(bytes)).not.toBe(hex(given));
  });
});

const hex = (bytes: object): string => {
  const { buffer, byteOffset, byteLength } = (
    ArrayBuffer.isView(bytes) ? bytes : new Uint8Array(bytes as ArrayBuffer)
  ) as Uint8Array;
  return Buffer.from(buffer, byteOffset, byteLength).toString('hex');
};
