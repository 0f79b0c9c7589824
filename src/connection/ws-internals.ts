/*
 * All that we know of `ws` and it promises to nobody, beside what `Socket` overrides: that `ws` calls its own `close()`
 * when a close frame arrives. A test for each fails when a new `ws` moves it.
 */

interface Receiver {
  readonly _fragments?: readonly { readonly length: number }[];
  readonly _bufferedBytes?: number;
}

/** How many bytes have come of a message that is not whole: fragments without the last one, or part of a frame. */
export function unfinishedBytes(socket: object): number {
  const { _fragments = [], _bufferedBytes = 0 } = (socket as { _receiver?: Receiver })._receiver ?? {};
  return _fragments.reduce((sum, { length }) => sum + length, _bufferedBytes);
}

/** Whether a WebSocketServer that listened by itself is closed. */
export const isClosedServer = (webSocketServer: object): boolean => (webSocketServer as { _server?: unknown })._server === null;
