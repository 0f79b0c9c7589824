import type { Log } from '../log/log';
import type { Closing } from './closing';
import { Pongs } from './pongs';
import { RoundTrips } from './round-trips';
import { UnreadPings } from './unread-pings';

/** A connection, as pings and pongs see it. */
interface PingedConnection {
  readonly log: Log;
  readonly closing: Closing;
  socket(): {
    ping(payload: Buffer, mask: undefined, written: () => void): void;
    pong(payload: Buffer, mask: undefined, written: () => void): void;
  };
}

/** The pings and pongs of one connection, both ways (RFC 6455 §5.5.2, §5.5.3). */
export class Heartbeats {
  /** The server's pings. */
  readonly pings = new UnreadPings();
  /** Whether the server has left a ping unanswered for so long that no other is sent until it answers. */
  isMute = false;
  readonly #connection: PingedConnection;
  readonly #autoPong: boolean;
  readonly #roundTrips: RoundTrips;
  readonly #pongs = new Pongs((payload, written) => this.#pong(payload, written));

  /** @param autoPong Whether the server's pings are answered. */
  constructor(connection: PingedConnection, autoPong: boolean) {
    this.#connection = connection;
    this.#autoPong = autoPong;
    this.#roundTrips = new RoundTrips(connection, (payload) => connection.socket().ping(payload, undefined, () => {}));
  }

  /** As `RoundTrips.begin()`. */
  roundTrip(waitTime: number, data?: string, latest?: number): Promise<boolean> {
    return this.#roundTrips.begin(waitTime, data, latest);
  }

  /** To be called when a ping or pong has come. */
  came(kind: 'ping' | 'pong', payload: Buffer): void {
    this.#connection.log.note({ kind, direction: 'received', at: performance.now(), payload });
    if (kind === 'pong') {
      this.isMute = false;
      this.#roundTrips.pong(payload);
      return;
    }
    this.pings.came(payload);
    if (this.#autoPong) this.#pongs.answer(payload);
  }

  #pong(payload: Buffer, written: () => void): void {
    if (this.#connection.closing.ending) return; // nothing can be written any more
    this.#connection.log.note({ kind: 'pong', direction: 'sent', at: performance.now(), payload });
    this.#connection.socket().pong(payload, undefined, written);
  }
}
