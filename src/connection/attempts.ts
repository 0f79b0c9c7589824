import { count } from '../text/count';
import { grouped } from '../text/grouped';
import type { HandshakeFailure } from './handshake-failure';

/** How long it takes until the next attempt: more with each, up to the longest (ms). */
const STEP = 25;
const LONGEST = 250;

/** The attempts to reach a server that may not be there yet. */
export class Attempts {
  readonly #waitTime: number;
  readonly #began = performance.now();
  #made = 1;
  /** What came of the last one; undefined before there was another. */
  last: HandshakeFailure | undefined;

  /** @param waitTime How long new ones are made (ms): with 0, none. */
  constructor(waitTime: number) {
    this.#waitTime = waitTime;
  }

  /** In how many ms there is another attempt after this failure; undefined where that was the last. */
  next(failure: HandshakeFailure): number | undefined {
    const pause = Math.min(STEP * this.#made, LONGEST);
    if (!isAbsence(failure) || this.#passed + pause > this.#waitTime) return undefined;
    this.#made++;
    this.last = failure;
    return pause;
  }

  /** A sentence to stand behind the failure; empty where there was one attempt. */
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

/** Whether nobody listens, or somebody says in place of the server that it is not there (RFC 9110 §15.6.3, §15.6.4). */
const isAbsence = ({ code, status }: HandshakeFailure): boolean =>
  code === 'ECONNREFUSED' || code === 'ENOENT' || status === BAD_GATEWAY || status === UNAVAILABLE;
