import type { Server as HttpServer } from 'node:http';

/** Fields of a `net.Server` that Node does not document. A test fails when a new Node changes them. */
interface Kept {
  /** Set when it begins to listen; it stays when the server is closed. */
  readonly _connectionKey?: string;
  /** 1 at first, and greater with each `listen()` and `close()`. */
  readonly _listeningId?: number;
}

/**
 * What has been done with a server that does not listen: nothing yet (`'fresh'`); it has listened and was closed
 * (`'closed'`); or it was told to listen, which is not done, has failed, or was ended by `close()` (`'told'`).
 */
export function historyOf(server: HttpServer): 'fresh' | 'closed' | 'told' {
  const { _connectionKey, _listeningId = 1 } = server as Kept;
  if (_connectionKey !== undefined) return 'closed';
  return _listeningId === 1 ? 'fresh' : 'told';
}

/** Changes whenever the server is made to listen, or is closed. */
export const turnOf = (server: HttpServer): number | undefined => (server as Kept)._listeningId;
