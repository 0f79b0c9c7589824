import type { IncomingMessage } from 'node:http';
import WebSocket from 'ws';
import type { Payload } from './codec';

/** What a socket reports, each thing in the order in which it happened. */
export interface SocketEvents {
  /** The server has answered the upgrade with 101. */
  upgrade(response: IncomingMessage): void;
  /** The server has answered it with something else. */
  refused(response: IncomingMessage): void;
  open(): void;
  message(payload: Payload): void;
  heartbeat(kind: 'ping' | 'pong', payload: Buffer): void;
  /** The server's close frame has arrived. The TCP connection may live on for a while. */
  closeFrame(code: number, reason: string): void;
  /** The connection broke, or was never made. */
  fault(error: NodeJS.ErrnoException): void;
  /** The socket is gone, with or without a close frame. */
  gone(): void;
}

const NO_STATUS = 1005;

interface Receiver {
  readonly _fragments?: readonly { readonly length: number }[];
  readonly _bufferedBytes?: number;
}

/**
 * The `ws` client, listened to from its construction on, so that nothing which the server says first is missed. It
 * reports the server's close frame when it arrives; `ws` itself speaks of it only when the socket is gone, which a
 * server can delay for as long as it likes.
 */
export class Socket extends WebSocket {
  #received: SocketEvents;
  #broken = false;

  constructor(address: string, protocols: string[], options: Readonly<Record<string, unknown>>, events: SocketEvents) {
    super(address, protocols, { ...options, autoPong: false });
    this.#received = events;
    this.on('upgrade', (response) => events.upgrade(response));
    this.on('unexpected-response', (_request, response) => events.refused(response));
    this.on('open', () => events.open());
    this.on('message', (data, isBinary) => events.message(payloadOf(data as Buffer, isBinary)));
    this.on('ping', (data) => events.heartbeat('ping', data));
    this.on('pong', (data) => events.heartbeat('pong', data));
    this.on('error', (error) => {
      this.#broken = true;
      events.fault(error);
    });
    this.on('close', () => events.gone());
  }

  /** Begins the closing handshake (RFC 6455 §7.1.2). */
  shut(code: number, reason: string): void {
    super.close(code, reason);
  }

  /** How many bytes have come of a message that is not whole: fragments without the last one, or part of a frame. */
  get unfinished(): number {
    // `ws` has no public word for it
    const { _fragments = [], _bufferedBytes = 0 } = (this as unknown as { _receiver?: Receiver })._receiver ?? {};
    return _fragments.reduce((sum, { length }) => sum + length, _bufferedBytes);
  }

  /**
   * Only `ws` calls this: when the server's close frame has arrived, and when a frame was against the protocol, which
   * it then says by 'error' before it returns.
   */
  override close(code: number = NO_STATUS, reason: string | Buffer = ''): void {
    queueMicrotask(() => {
      if (!this.#broken) this.#received.closeFrame(code, reason.toString());
    });
    if (code === NO_STATUS) super.close();
    else super.close(code, reason);
  }
}

/** A small payload that came in one chunk with others must not keep all of that chunk in memory. */
function payloadOf(data: Buffer, isBinary: boolean): Payload {
  if (!isBinary) return data.toString();
  return data.buffer.byteLength > 2 * data.length ? Buffer.from(data) : data;
}
