/** How many pongs may wait to be written. */
const MOST = 1000;

/**
 * The pongs that answer the server's pings. If it reads more slowly than it pings, only its last ping is answered
 * (RFC 6455 §5.5.3), so that pongs do not pile up.
 */
export class Pongs {
  readonly #send: (payload: Buffer, written: () => void) => void;
  #waiting = 0;
  #owed: Buffer | undefined;

  constructor(send: (payload: Buffer, written: () => void) => void) {
    this.#send = send;
  }

  answer(payload: Buffer): void {
    if (this.#waiting >= MOST) {
      this.#owed = payload;
      return;
    }
    this.#waiting++;
    this.#send(payload, this.#written);
  }

  readonly #written = (): void => {
    this.#waiting--;
    const owed = this.#owed;
    this.#owed = undefined;
    if (owed) this.answer(owed);
  };
}
