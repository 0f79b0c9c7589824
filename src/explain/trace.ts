import type { Connection } from '../connection/connection';
import { oneLine } from '../text/show';
import { lineOf } from './conversation';

/** Prints every event of a connection as it happens, on a line of its own. */
export function trace({ name, log }: Connection, since: number): void {
  log.watch((entry) => {
    const at = Math.round(entry.at - since);
    // not console.log, which Jest holds back until the file is done
    process.stderr.write(`${String(at).padStart(6)} ms  ${oneLine(name)}  ${lineOf(entry)}\n`);
  });
}
