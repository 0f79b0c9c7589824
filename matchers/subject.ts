import { WebSocketClient } from '../src/client/client';
import type { Connection } from '../src/connection/connection';
import { isPromise, neglect } from '../src/runtime/tag';
import { show } from '../src/text/show';
import { UsageError } from '../src/text/usage-error';

/**
 * The connections of the client, or clients, given to `expect()`.
 * @throws {UsageError} when it is something else.
 */
export function connectionsOf(subject: unknown): readonly Connection[] {
  if (!Array.isArray(subject)) return [connected(subject)];
  if (subject.length === 0) throw new UsageError('The array given to expect() has no clients in it.');
  const connections = subject.map(connected);
  const seen = new Set<Connection>();
  const twice = connections.find((connection) => seen.size === seen.add(connection).size);
  if (twice) throw new UsageError(`The array given to expect() has ${twice.name} twice.`);
  return connections;
}

function connected(subject: unknown): Connection {
  const connection = WebSocketClient.connectionOf(subject);
  if (connection) return connection;
  if (isPromise(subject)) {
    neglect(subject);
    throw new UsageError('expect() was given a promise, not a client. Write expect(await connect(…)), or await it first.');
  }
  throw new UsageError(
    `expect() was given ${show(subject)}, which is not a client of jest-websocket. Give it what connect() resolves to.`,
  );
}
