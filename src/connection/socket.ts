import type { IncomingMessage } from 'node:http';
import WebSocket from 'ws';
import type { Payload } from '../codecs/codec';
import { ABNORMAL } from './ending';
import { isWithinMessage, setWithinMessage, unfinishedBytes, writeRaw } from './ws-internals';

/** What a socket reports, in the order in which it happens. */
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

/**
 * The `ws` client, listened to from its construction on, so that nothing that the server sends first is missed. It reports
 * the server's close frame once, as soon as it arrives. `ws` itself reports it only when the socket is gone, which a server
 * can delay for as long as it likes. If the socket is gone before the frame was read, it is reported then.
 */
export class Socket extends WebSocket {
  #received: SocketEvents;
  #broken = false;
  #closeFrameSeen = false;
  /** What to report once the code that runs now, and the code that it wakes, has returned. */
  #later: (() => void)[] = [];

  constructor(address: string, protocols: string[], options: Readonly<Record<string, unknown>>, events: SocketEvents) {
    super(address, protocols, { ...options, autoPong: false });
    this.#received = events;
    this.on('upgrade', (response) => {
      // listened to before `ws` does, which reports nothing more once it has seen the end
      response.socket.on('end', () => this.#tell());
      events.upgrade(response);
    });
    this.on('unexpected-response', (_request, response) => events.refused(response));
    this.on('open', () => events.open());
    this.on('message', (data, isBinary) => events.message(payloadOf(data as Buffer, isBinary)));
    this.on('ping', (data) => events.heartbeat('ping', data));
    this.on('pong', (data) => events.heartbeat('pong', data));
    this.on('error', (error) => {
      this.#broken = true;
      this.tellLater(() => events.fault(error));
    });
    this.on('close', (code, reason) => {
      this.#tell();
      if (code !== ABNORMAL) this.#closeFrame(code, reason);
      events.gone();
    });
  }

  /** Cuts the connection and reports nothing more: another socket takes its place. */
  leave(): void {
    this.removeAllListeners();
    this.on('error', () => {});
    this.terminate();
  }

  /** Begins the closing handshake (RFC 6455 §7.1.2). */
  shut(code: number, reason: string): void {
    super.close(code, reason);
  }

  /** How many bytes have come of a message that is not whole: fragments without the last one, or part of a frame. */
  get unfinished(): number {
    return unfinishedBytes(this);
  }

  /** Whether a message has begun whose last fragment was not sent: what is sent next continues it (RFC 6455 §5.4). */
  get isWithinMessage(): boolean {
    return isWithinMessage(this);
  }

  /**
   * Writes bytes as they are, behind what was sent before: a frame, or a part of one.
   * @param isWithin Whether a message is unfinished behind it. Defaults to what it was before.
   */
  write(bytes: Buffer, isWithin = this.isWithinMessage): void {
    writeRaw(this, bytes);
    setWithinMessage(this, isWithin);
  }

  /**
   * Only `ws` calls this: when the server's close frame arrives while the socket is alive, and when a frame breaks the
   * protocol, for which it also emits 'error' in the same turn.
   */
  override close(code: number = NO_STATUS, reason: string | Buffer = ''): void {
    this.tellLater(() => {
      if (!this.#broken) this.#closeFrame(code, reason);
      if (code === NO_STATUS) super.close();
      else super.close(code, reason);
    });
  }

  /**
   * The end of the connection may come in one chunk with messages before it. The code that waits for those runs first, so
   * that it can answer as if they had come alone.
   */
  tellLater(end: () => void): void {
    this.#later.push(end);
    setImmediate(() => this.#tell());
  }

  #closeFrame(code: number, reason: string | Buffer): void {
    if (this.#closeFrameSeen) return;
    this.#closeFrameSeen = true;
    this.#received.closeFrame(code, reason.toString());
  }

  #tell(): void {
    for (const end of this.#later.splice(0)) end();
  }
}

/** A small payload that came in one chunk with others must not keep all of that chunk in memory. */
function payloadOf(data: Buffer, isBinary: boolean): Payload {
  if (!isBinary) return data.toString();
  return data.buffer.byteLength > 2 * data.length ? Buffer.from(data) : data;
}
