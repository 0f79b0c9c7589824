import { wouldMatch } from '../expectations/expected';
import type { TranscriptEntry } from '../log/transcript';
import { startTimer } from '../runtime/timer';
import type { SettledWait } from './outcome';

/** How long to look for messages that come too late, when a test has failed (ms). */
const WAIT_TIME = 250;

/**
 * Did the message come just after the wait had timed out? That is what a reader of the failure asks first. Resolves when
 * it has come, can no longer come, or has not come for a moment.
 */
export async function untilLate(waits: readonly SettledWait[]): Promise<void> {
  const open = waits.flatMap(({ outcome, ended }) =>
    outcome.kind === 'timed-out' ? outcome.parts.map(({ connection, lacks }) => ({ connection, lacks, ended })) : [],
  );
  const waiting = open.filter(({ connection }) => !connection.ending);
  if (waiting.length === 0) return;
  await new Promise<void>((resolve) => {
    const forget: (() => void)[] = [];
    let isDone = false;
    const done = () => {
      isDone = true;
      stopTimer();
      for (const callback of forget.splice(0)) callback();
      resolve();
    };
    const stopTimer = startTimer(WAIT_TIME, done);
    for (const { connection, lacks, ended } of waiting) {
      const look = (entry: TranscriptEntry) => {
        const isLate = entry.kind === 'message' && entry.direction === 'received' && entry.at > ended;
        if (isLate && lacks.some((expected) => wouldMatch(expected, entry))) done();
      };
      connection.log.entries.forEach(look);
      if (isDone) return;
      forget.push(connection.log.watch(look), connection.whenEnded(done));
    }
  });
}
