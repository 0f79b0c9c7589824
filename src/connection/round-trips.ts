import type { Log } from '../log/log';
import { startTimer } from '../runtime/timer';
import type { Closing } from './closing';

/** A connection, as its round trips see it. */
interface PingingConnection {
  readonly log: Log;
  readonly closing: Closing;
}

/** The pings of one connection that wait for their pongs (RFC 6455 §5.5.2). */
export class RoundTrips {
  readonly #connection: PingingConnection;
  readonly #ping: (payload: Buffer) => void;
  readonly #waiting = new Set<(pong: Buffer) => void>();
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
        this.#waiting.delete(listener);
        forget();
        resolve(answered);
      };
      const listener = (pong: Buffer) => {
        if (pong.equals(payload)) settle(true);
      };
      const stop = startTimer(waitTime, () => settle(false), latest);
      this.#waiting.add(listener);
      const forget = this.#connection.closing.whenEnded(() => settle(false));
      this.#connection.log.note({ kind: 'ping', direction: 'sent', at: performance.now(), payload });
      this.#ping(payload);
    });
  }

  pong(payload: Buffer): void {
    for (const listener of [...this.#waiting]) listener(payload);
  }
}
