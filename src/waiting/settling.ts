import type { Connection } from '../connection/connection';
import { startTimer } from '../runtime/timer';

/**
 * Waits until nothing has come for `quiet` ms, from now on, and the server has answered a ping, so that what was in
 * flight has come too. Whether that can be within `patience` ms; a connection that has ended is quiet.
 */
export async function untilQuiet(connection: Connection, quiet: number, waitTime: number): Promise<boolean> {
  const deadline = performance.now() + waitTime;
  let last = performance.now();
  const forget = connection.log.watch((entry) => {
    if (entry.kind === 'message' && entry.direction === 'received') last = entry.at;
  });
  try {
    while (!connection.ending) {
      const now = performance.now();
      const left = last + quiet - now;
      if (now + left > deadline) return false;
      if (left > 0) await elapsedOrEnded(left, connection);
      else {
        await connection.roundTrip(Math.min(deadline - now, LONGEST_ROUND_TRIP));
        if (last < now) return true;
      }
    }
    return true;
  } finally {
    forget();
  }
}

/** How long a server may take to answer a ping (ms). */
const LONGEST_ROUND_TRIP = 1000;

/** Waits for the end of the connection, at most `patience` ms. Whether it came. */
export async function untilClosed(connection: Connection, waitTime: number): Promise<boolean> {
  await elapsedOrEnded(waitTime, connection);
  return connection.ending !== undefined;
}

function elapsedOrEnded(ms: number, connection: Connection): Promise<void> {
  return new Promise((resolve) => {
    const stop = startTimer(ms, () => {
      forget();
      resolve();
    });
    const forget = connection.whenEnded(() => {
      stop();
      resolve();
    });
  });
}
