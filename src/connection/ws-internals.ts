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
  /** Whether what is sent next begins a message. */
  _firstFragment?: boolean;
  /** Whether the message that has begun is compressed. */
  _compress?: boolean;
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

/** Whether a message has begun whose last fragment was not sent: what `ws` sends next continues it (RFC 6455 §5.4). */
export const isWithinMessage = (socket: object): boolean => (socket as { _sender?: Sender })._sender?._firstFragment === false;

/** Tells `ws` that a frame which it has not made itself has begun a message, or ended one. */
export function setWithinMessage(socket: object, isWithin: boolean): void {
  const { _sender: sender } = socket as { _sender?: Sender };
  if (!sender || isWithinMessage(socket) === isWithin) return;
  sender._firstFragment = !isWithin;
  sender._compress = false;
}

/** Whether a WebSocketServer that has no other server under it is closed. */
export const isClosedServer = (webSocketServer: object): boolean => (webSocketServer as { _server?: unknown })._server === null;
