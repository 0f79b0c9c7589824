/*
 * What we rely on in `ws` without any promise of its own. One more such thing is in `Socket`, which overrides `close()`:
 * `ws` calls it when a close frame arrives. Each has a test that fails when a new `ws` changes it.
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

interface Sender {
  readonly _state?: number;
  readonly _queue?: unknown[];
  sendFrame?(list: readonly Buffer[], written: () => void): void;
}

/** `ws` adds up the size of what waits to be sent, under a symbol that we do not know: this object gives 0 for any. */
const weightless = new Proxy({}, { get: () => 0 });

/** Writes bytes behind all that was sent before, as they are. */
export function writeRaw(socket: object, bytes: Buffer): void {
  const { _sender: sender } = socket as { _sender?: Sender };
  const written = () => {};
  if (sender?._state === 0) sender.sendFrame?.([bytes], written);
  else sender?._queue?.push([sender.sendFrame, [bytes], written, weightless]);
}

/** Whether a WebSocketServer that has no other server under it is closed. */
export const isClosedServer = (webSocketServer: object): boolean => (webSocketServer as { _server?: unknown })._server === null;
