import type { Log } from '../log/log';
import { startTimer } from '../runtime/timer';
import type { Closing } from './closing';

/** A connection, as its round trips see it. */
interface PingingConnection {
  readonly log: Log;
  readonly closing: Closing;
}

/** A ping that waits for its pong. */
interface RoundTrip {
  readonly payload: Buffer;
  readonly settle: (answered: boolean) => void;
  /** Whether it waits no more. */
  isOver: boolean;
}

/**
 * The pings of one connection that wait for their pongs (RFC 6455 §5.5.2). The pong of a ping answers those before it too:
 * a server that has got several may answer only the last of them (§5.5.3).
 */
export class RoundTrips {
  readonly #connection: PingingConnection;
  readonly #ping: (payload: Buffer) => void;
  /** In the order in which they were sent. One that is over stays while one before it waits, which its pong would answer. */
  readonly #sent = new Set<RoundTrip>();
  #count = 0;

  constructor(connection: PingingConnection, ping: (payload: Buffer) => void) {
    this.#connection = connection;
    this.#ping = ping;
  }

  /**
   * Sends a ping and waits for its pong, at most `waitTime` ms. Resolves to whether it came.
   * @param data Defaults to a unique number.
   * @param latest When the test's own timer is due, on the clock of `performance.now()`.
   */
  begin(waitTime: number, data = `${++this.#count}`, latest?: number): Promise<boolean> {
    const payload = Buffer.from(data);
    return new Promise((resolve) => {
      const settle = (answered: boolean) => {
        stop();
        trip.isOver = true;
        this.#forgetFirst();
        forget();
        resolve(answered);
      };
      const trip: RoundTrip = { payload, settle, isOver: false };
      const stop = startTimer(waitTime, () => settle(false), latest);
      this.#sent.add(trip);
      const forget = this.#connection.closing.whenEnded(() => settle(false));
      this.#connection.log.note({ kind: 'ping', direction: 'sent', at: performance.now(), payload });
      this.#ping(payload);
    });
  }

  pong(payload: Buffer): void {
    const sent = [...this.#sent];
    const answered = sent.findIndex((trip) => trip.payload.equals(payload));
    sent.forEach((trip, index) => {
      if (!trip.isOver && (index <= answered || trip.payload.equals(payload))) trip.settle(true);
    });
  }

  #forgetFirst(): void {
    for (const trip of this.#sent) {
      if (!trip.isOver) return;
      this.#sent.delete(trip);
    }
  }
}
