import type { Connection } from './connection';
import { lineOf } from './conversation';
import { escapeControls } from './show';

/** Prints what is said on a connection at once, a line each. */
export function trace({ name, stream }: Connection, since: number): void {
  stream.watch((entry) => {
    const at = Math.round(entry.at - since);
    // not console.log, which Jest holds back until the file is done
    process.stderr.write(`${escapeControls(`${String(at).padStart(6)} ms  ${name}  ${lineOf(entry)}`)}\n`);
  });
}
