import { count } from './count';

const SHOWN = 64;

/** `4 bytes 01020304`: the number of bytes, and the first of them in hex. */
export function bytesText(bytes: Buffer): string {
  const more = bytes.length > SHOWN ? '…' : '';
  return `${count(bytes.length, 'byte')} ${bytes.subarray(0, SHOWN).toString('hex')}${more}`.trimEnd();
}
