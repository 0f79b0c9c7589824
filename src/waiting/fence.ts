import type { Connection } from '../connection/connection';
import { startTimer } from '../runtime/timer';

/** How long a server may take to answer (ms). */
const LONGEST = 1000;

/** Connections whose server did not answer: it is not waited for again. */
const mute = new WeakSet<Connection>();

/**
 * Waits until all that the servers had sent by now has come: each is sent a ping, and its pong comes behind it. Of one
 * that is closing, the end is waited for. One that does not answer is given up on after a second, or `patience` ms.
 */
export async function fence(connections: readonly Connection[], waitTime: number): Promise<void> {
  const asked = connections.filter((connection) => isLive(connection) && !mute.has(connection));
  await Promise.all(
    asked.map(async (connection) => {
      const longest = Math.min(LONGEST, waitTime);
      const answered = await (connection.state === 'open' ? connection.roundTrip(longest) : hasEnded(connection, longest));
      if (!answered && waitTime >= LONGEST) mute.add(connection);
    }),
  );
}

/** Whether something may still come on it. */
export const isLive = ({ state }: Connection): boolean => state === 'open' || state === 'closing';

/** Whether it ends in time. */
function hasEnded(connection: Connection, waitTime: number): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (ended: boolean) => {
      stop();
      forget();
      resolve(ended);
    };
    const stop = startTimer(waitTime, () => settle(false));
    const forget = connection.whenEnded(() => settle(true));
  });
}
