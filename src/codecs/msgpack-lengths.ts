/** What follows the first byte of a value: bytes, or a length and the bytes or values that it counts. */
interface Rest {
  readonly bytes: number;
  /** How many bytes the length takes. */
  readonly width: number;
  /** How many bytes, and how many values, follow for each unit of the length. */
  readonly bytesEach: number;
  readonly valuesEach: number;
}

const fixed = (bytes: number): Rest => ({ bytes, width: 0, bytesEach: 0, valuesEach: 0 });
const data = (width: number, bytes = 0): Rest => ({ bytes, width, bytesEach: 1, valuesEach: 0 });
const items = (width: number, valuesEach: number): Rest => ({ bytes: 0, width, bytesEach: 0, valuesEach });

/** By the first byte, from 0xc0 to 0xdf, in the order of the specification. */
const RESTS: readonly Rest[] = [
  ...[fixed(0), fixed(0), fixed(0), fixed(0)], // nil, nothing, false, true
  ...[data(1), data(2), data(4)], // bin
  ...[data(1, 1), data(2, 1), data(4, 1)], // ext, with its type
  ...[fixed(4), fixed(8)], // float
  ...[fixed(1), fixed(2), fixed(4), fixed(8)], // uint
  ...[fixed(1), fixed(2), fixed(4), fixed(8)], // int
  ...[fixed(2), fixed(3), fixed(5), fixed(9), fixed(17)], // fixext, with its type
  ...[data(1), data(2), data(4)], // str
  ...[items(2, 1), items(4, 1)], // array
  ...[items(2, 2), items(4, 2)], // map
];

/**
 * The decoder allocates an array with its declared length before it reads the items, so five bytes can ask for gigabytes. Each
 * value takes at least one byte, so a message that declares more than it has is found beforehand.
 * @throws {RangeError} for such a message.
 */
export function refuseCutShort(message: Buffer): void {
  let position = 0;
  for (let values = 1; values > 0; ) {
    const left = message.length - position;
    if (values > left) throw cutShort(message);
    const first = message[position++] as number;
    values -= 1;
    if (first < 0x80 || first >= 0xe0) continue;
    if (first < 0x90) values += 2 * (first & 15);
    else if (first < 0xa0) values += first & 15;
    else if (first < 0xc0) position += first & 31;
    else {
      const { bytes, width, bytesEach, valuesEach } = RESTS[first & 31] as Rest;
      const length = width === 0 || width >= left ? 0 : message.readUIntBE(position, width);
      position += width + bytes + length * bytesEach;
      values += length * valuesEach;
    }
  }
  if (position > message.length) throw cutShort(message);
}

const cutShort = ({ length }: Buffer): RangeError => new RangeError(`it declares more than its ${length} bytes hold`);
