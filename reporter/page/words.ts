import { escaped } from '../../src/text/escape';
import { grouped } from '../../src/text/grouped';

/** `0.4 ms`, `12 ms`, `1.23 s`, `2 min 3 s`. */
export function duration(ms: number): string {
  if (ms < 0) return `−${duration(-ms)}`;
  if (ms < 10) return `${trimmed(ms.toFixed(1))} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${trimmed((ms / 1000).toFixed(ms < 10_000 ? 2 : 1))} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

const trimmed = (number: string): string => number.replace(/\.?0+$/, '');

/** A moment of a test: `1,204`, or `12.4` where it is that fine; in ms. */
export function moment(ms: number): string {
  const rounded = Math.abs(ms) < 100 ? Math.round(ms * 10) / 10 : Math.round(ms);
  return grouped(rounded).replace('-', '−');
}

/** `812 bytes`, `1.2 kB`, `10 MB`. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  if (bytes < 999_950) return `${trimmed((bytes / 1000).toFixed(1))} kB`;
  return `${trimmed((bytes / 1_000_000).toFixed(1))} MB`;
}

/** `1 message`, `2,000 messages`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${grouped(count)} ${count === 1 ? one : many}`;

/** The beginning of a text on one line, with hidden characters escaped: no more than a row can show. */
export function beginning(text: string, length = 300): string {
  return text.length <= length ? escaped(text) : `${escaped(cutAt(text, length))}…`;
}

/** The beginning of a text, without half a character at its end. */
export function cutAt(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? length - 1 : length);
}

/** The last part of a path, which is what a reader knows a file by. */
export const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
