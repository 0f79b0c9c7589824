import type { Connection } from '../connection/connection';
import { startTimer } from '../runtime/timer';

/** How long a server may take to answer a ping, or to end the connection (ms). */
const LONGEST = 1000;

/**
 * Waits until everything that the servers have sent so far has come: each is sent a ping, and its pong comes after that. If
 * a connection is closing, its end is awaited instead. Waits at most `waitTime` ms, and at most a second plus the delay of a
 * simulated network. A server that has not answered for a second is not pinged again until it does.
 * @param latest When the test's own timer is due, on the clock of `performance.now()`.
 */
export async function fence(
  connections: readonly Connection[],
  waitTime = Number.POSITIVE_INFINITY,
  latest?: number,
): Promise<void> {
  const asked = connections.filter((connection) => isLive(connection) && !connection.heartbeats.isMute && !connection.whyCutOff);
  await Promise.all(
    asked.map(async (connection) => {
      const end = performance.now() + waitTime;
      let isOver = await answers(connection, end, latest);
      // on a simulated network that still delivers an earlier answer, the pong comes behind that: wait once more
      if (isOver === false && connection.network?.isBusy) isOver = await answers(connection, end, latest);
      if (isOver === false) connection.heartbeats.isMute = true;
    }),
  );
}

/**
 * Whether its server has answered a ping, or ended the connection, in time; undefined if the caller's time was over first.
 * @param end When the time for it is over, on the clock of `performance.now()`, as `latest` is.
 */
async function answers(connection: Connection, end: number, latest: number | undefined): Promise<boolean | undefined> {
  const most = LONGEST + connection.delay;
  const longest = Math.min(most, end - performance.now());
  const isOpen = connection.state === 'open';
  const answered = await (isOpen ? connection.roundTrip(longest, undefined, latest) : untilEnded(connection, longest, latest));
  return answered || longest === most ? answered : undefined;
}

/** Whether something may still come on it. */
export const isLive = ({ state }: Connection): boolean => state === 'open' || state === 'closing';

/**
 * Waits until, from now on, nothing has come for `quiet` ms, and nothing is in flight. Resolves to whether that happened
 * within `waitTime` ms; a connection that has ended is quiet.
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
      if (left > 0) await untilEnded(connection, left);
      else {
        await fence([connection], deadline - now);
        if (last < now) return true;
      }
    }
    return true;
  } finally {
    forget();
  }
}

/**
 * Waits for the end of the connection, at most `waitTime` ms. Resolves to whether it came.
 * @param latest When the test's own timer is due, on the clock of `performance.now()`.
 */
export function untilEnded(connection: Connection, waitTime: number, latest?: number): Promise<boolean> {
  return new Promise((resolve) => {
    const expire = () => {
      forget();
      resolve(false);
    };
    const stop = startTimer(waitTime, expire, latest);
    const forget = connection.whenEnded(() => {
      stop();
      resolve(true);
    });
  });
}
