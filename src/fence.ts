import type { Connection } from './connection';

/** How long a server may take to answer (ms). */
const LONGEST = 1000;

/** Connections whose server did not answer: it is not waited for again. */
const mute = new WeakSet<Connection>();

/**
 * Waits until all that the servers had sent by now has come: each is sent a ping, and its pong comes behind it. One that
 * does not answer is given up on after a second, or `patience` ms; one that has ended is not asked.
 */
export async function fence(connections: readonly Connection[], patience: number): Promise<void> {
  const asked = connections.filter((connection) => connection.state === 'open' && !mute.has(connection));
  await Promise.all(
    asked.map(async (connection) => {
      const answered = await connection.roundTrip(Math.min(LONGEST, patience));
      if (!answered && patience >= LONGEST) mute.add(connection);
    }),
  );
}
