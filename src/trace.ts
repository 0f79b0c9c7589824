import type { Connection } from './connection';
import { lineOf } from './conversation';
import { oneLine } from './show';

/** Prints what is said on a connection at once, a line each. */
export function trace({ name, stream }: Connection, since: number): void {
  stream.watch((entry) => {
    const at = Math.round(entry.at - since);
    // not console.log, which Jest holds back until the file is done
    process.stderr.write(`${String(at).padStart(6)} ms  ${oneLine(name)}  ${lineOf(entry)}\n`);
  });
}
