import { count } from '../text/count';
import { grouped } from '../text/grouped';
import type { HandshakeFailure } from './handshake-failure';

/** The pause before the next attempt grows by this with each, up to the longest (ms). */
const STEP = 25;
const LONGEST = 250;

/** The attempts to reach a server that may not be there yet. */
export class Attempts {
  readonly #waitTime: number;
  readonly #began = performance.now();
  #made = 1;
  /** The failure of the last attempt; undefined if no other followed the first. */
  last: HandshakeFailure | undefined;

  /** @param waitTime How long further attempts are made (ms): with 0, none. */
  constructor(waitTime: number) {
    this.#waitTime = waitTime;
  }

  /** After how many ms to try again after this failure; undefined if that was the last attempt. */
  next(failure: HandshakeFailure): number | undefined {
    const pause = Math.min(STEP * this.#made, LONGEST);
    if (!isAbsence(failure) || this.#passed + pause > this.#waitTime) return undefined;
    this.#made++;
    this.last = failure;
    return pause;
  }

  /** A sentence to add to the failure; empty if there was only one attempt. */
  get account(): string {
    if (this.#made === 1) return '';
    return ` Tried ${count(this.#made, 'time')} in ${grouped(Math.round(this.#passed))} ms.`;
  }

  get #passed(): number {
    return performance.now() - this.#began;
  }
}

const BAD_GATEWAY = 502;
const UNAVAILABLE = 503;

/** Whether nothing listens, or a proxy answers that the server is not there (RFC 9110 §15.6.3, §15.6.4). */
const isAbsence = ({ code, status }: HandshakeFailure): boolean =>
  code === 'ECONNREFUSED' || code === 'ENOENT' || status === BAD_GATEWAY || status === UNAVAILABLE;
