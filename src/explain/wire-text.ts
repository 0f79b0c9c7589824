import type { FrameEntry, NetworkEntry } from '../log/transcript';
import { count } from '../text/count';

/** `opcode 9, not fin, rsv1, unmasked, length 5`: the opcode, and whatever is unusual. */
export function frameText({ opcode, fin, rsv1, rsv2, rsv3, mask, length, payload }: FrameEntry): string {
  const parts = [
    `opcode ${opcode}`,
    ...(fin ? [] : ['not fin']),
    ...Object.entries({ rsv1, rsv2, rsv3 }).flatMap(([name, isSet]) => (isSet ? [name] : [])),
    ...(mask ? [] : ['unmasked']),
    ...(length === Buffer.byteLength(payload) ? [] : [`length ${length}`]),
  ];
  return parts.join(', ');
}

export function networkText({ change, value = 0 }: NetworkEntry): string {
  switch (change) {
    case 'cut':
      return 'cut';
    case 'blackhole':
      return 'black hole';
    case 'restore':
      return 'restored';
    case 'latency':
      return `latency ${value} ms`;
    case 'bytesPerSecond':
      return value === Number.POSITIVE_INFINITY ? 'as fast as it can' : `${count(value, 'byte')} per second`;
    case 'pause':
      return 'not read any more';
    case 'resume':
      return 'read again';
  }
}
