import type { Server as HttpServer } from 'node:http';

/** What Node keeps of a `net.Server`, and tells by no method. A test says when it does so no more. */
interface Kept {
  /** Set when it begins to listen; it stays when the server is closed. */
  readonly _connectionKey?: string;
  /** From 1 on, another with each `listen()` and `close()`. */
  readonly _listeningId?: number;
}

/**
 * What has been done with a server that does not listen: nothing yet; it was closed after it had listened; or its
 * `listen()` is not done, has failed, or it was closed before.
 */
export function historyOf(server: HttpServer): 'fresh' | 'closed' | 'told' {
  const { _connectionKey, _listeningId = 1 } = server as Kept;
  if (_connectionKey !== undefined) return 'closed';
  return _listeningId === 1 ? 'fresh' : 'told';
}

/** Changes whenever somebody makes the server listen, or closes it. */
export const turnOf = (server: HttpServer): number | undefined => (server as Kept)._listeningId;
