import type { Writable } from 'node:stream';
import * as ws from 'ws';
import { beyondWs, frameOf, headerOf } from '../../src/connection/frame';

/** What `ws` reads frames with, of which its types do not know. */
const { Receiver } = ws as unknown as { Receiver: new (options: { isServer: boolean }) => Writable };

const plain = { mask: false } as const;

test('a frame says what its header says (RFC 6455 §5.2)', () => {
  const payload = Buffer.from('hi');
  const hex = (options: object) => frameOf(headerOf({ ...plain, ...options }, 2, false, false), payload).toString('hex');
  expect(hex({})).toBe('81026869');
  expect(hex({ binary: true })).toBe('82026869');
  expect(hex({ opcode: 0xb, fin: false })).toBe('0b026869');
  expect([{ rsv1: true }, { rsv2: true }, { rsv3: true }].map(hex)).toEqual(['c1026869', 'a1026869', '91026869']);
  expect(hex({ length: 0 })).toBe('81006869');
  expect(hex({ length: 126 })).toBe('817e007e6869');
  expect(hex({ length: 2 ** 16 })).toBe('817f00000000000100006869');
  expect(hex({ length: Number.MAX_SAFE_INTEGER })).toBe('817f001fffffffffffff6869');
});

test('what ws can do is left to it', () => {
  expect(beyondWs({ fin: false, mask: false, binary: true, compress: true })).toEqual([]);
  expect(beyondWs({ length: 0, rsv3: false })).toEqual(['rsv3', 'length']);
});

test.each([0, 1, 125, 126, 65_535, 65_536])('a frame of %d bytes without oddities is read as it was meant', (length) => {
  for (const mask of [true, false]) {
    const payload = Buffer.from(Array.from({ length }, (_, n) => n % 251));
    const receiver = new Receiver({ isServer: mask });
    const got: unknown[] = [];
    receiver.on('message', (message: Buffer) => got.push(message));
    receiver.write(frameOf(headerOf({ mask }, length, true, false), payload));
    expect(got).toEqual([payload]);
  }
});
