import type { Connection } from './connection';

/**
 * Waits until nothing has come for `quiet` ms and the server has answered a ping, so that what was in flight has come
 * too. Whether that was so within `patience` ms; a connection that has ended is quiet.
 */
export async function untilQuiet(connection: Connection, quiet: number, patience: number): Promise<boolean> {
  const { stream } = connection;
  const deadline = performance.now() + patience;
  for (let left = patience; left > 0; left = deadline - performance.now()) {
    const before = stream.transcript.receivedCount;
    await Promise.race([elapsed(Math.min(quiet, left)), untilEnded(connection)]);
    if (stream.ending) return true;
    if (stream.transcript.receivedCount !== before) continue;
    await connection.roundTrip(Math.min(left, 1000));
    if (stream.transcript.receivedCount === before) return true;
  }
  return false;
}

/** Waits for the end of the connection, at most `patience` ms. Whether it came. */
export async function untilClosed(connection: Connection, patience: number): Promise<boolean> {
  await Promise.race([elapsed(patience), untilEnded(connection)]);
  return connection.stream.ending !== undefined;
}

const elapsed = (ms: number): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, ms).unref());

const untilEnded = ({ stream }: Connection): Promise<unknown> => new Promise((resolve) => stream.whenEnded(resolve));
