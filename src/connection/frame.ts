import { randomFillSync } from 'node:crypto';
import type { FrameOptions } from './connect-options';

/** The header of a frame (RFC 6455 §5.2), right or wrong. */
export interface FrameHeader {
  readonly fin: boolean;
  readonly rsv1: boolean;
  readonly rsv2: boolean;
  readonly rsv3: boolean;
  /** 0–15. */
  readonly opcode: number;
  readonly mask: boolean;
  /** How long it says that its payload is, in bytes. */
  readonly length: number;
}

const MADE_BY_HAND = ['opcode', 'rsv1', 'rsv2', 'rsv3', 'length'] as const;

/** The options that ask for a frame which `ws` does not make, by their names. */
export const beyondWs = (options: FrameOptions): string[] => MADE_BY_HAND.filter((name) => options[name] !== undefined);

const CONTINUATION = 0;
const TEXT = 1;
const BINARY = 2;

/** Whether it is a fragment of a message, or a whole one; not a control frame. */
export const isOfMessage = ({ opcode }: FrameHeader): boolean => opcode <= BINARY;

/**
 * @param isBinary Whether the payload was given as bytes.
 * @param isWithin Whether a message has begun that is not finished.
 */
export function headerOf(options: FrameOptions, bytes: number, isBinary: boolean, isWithin: boolean): FrameHeader {
  const { fin = true, rsv1 = false, rsv2 = false, rsv3 = false, mask = true, length = bytes, binary = isBinary } = options;
  return { fin, rsv1, rsv2, rsv3, mask, length, opcode: options.opcode ?? (isWithin ? CONTINUATION : binary ? BINARY : TEXT) };
}

/** The bytes of a frame, whether its header fits its payload or not. */
export function frameOf(header: FrameHeader, payload: Buffer): Buffer {
  const { fin, rsv1, rsv2, rsv3, opcode, mask } = header;
  const flags = [fin, rsv1, rsv2, rsv3].reduce((bits, isSet, index) => (isSet ? bits | (0x80 >> index) : bits), 0);
  const [length, extended] = lengthFields(header.length);
  const head = Buffer.from([flags | opcode, (mask ? 0x80 : 0) | length]);
  if (!mask) return Buffer.concat([head, extended, payload]);
  const key = randomFillSync(Buffer.alloc(4));
  return Buffer.concat([head, extended, key, payload.map((byte, index) => byte ^ (key[index % 4] as number))]);
}

/** The fields for a length, in as few bytes as can hold it. */
function lengthFields(length: number): [length: number, extended: Buffer] {
  if (length < 126) return [length, Buffer.alloc(0)];
  const extended = Buffer.alloc(length < 2 ** 16 ? 2 : 8);
  if (extended.length === 2) extended.writeUInt16BE(length);
  else extended.writeBigUInt64BE(BigInt(length));
  return [extended.length === 2 ? 126 : 127, extended];
}
