import { closeSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

/** In bytes. */
const CHUNK = 1024 * 1024;

/**
 * The lines of a text file, however large it is, without their `\n`. The last one is the text after the last `\n`, which is
 * empty in a complete file.
 * @param chunk How many bytes are read at once.
 */
export function* linesOf(path: string, chunk = CHUNK): Generator<string> {
  const file = openSync(path, 'r');
  try {
    const decoder = new StringDecoder('utf8');
    const buffer = Buffer.alloc(chunk);
    let begun: string[] = []; // the pieces of a long line, so that each is searched only once
    for (let length = readSync(file, buffer); length > 0; length = readSync(file, buffer)) {
      const [first = '', ...others] = decoder.write(buffer.subarray(0, length)).split('\n');
      begun.push(first);
      const last = others.pop();
      if (last === undefined) continue;
      yield begun.join('');
      yield* others;
      begun = [last];
    }
    yield begun.join('') + decoder.end();
  } finally {
    closeSync(file);
  }
}
