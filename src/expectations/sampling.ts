const MOST = 64;
/** To ask the clock twice may cost so much of a piece of work (ms per ms). */
const PRICE = 64 * 0.0005;

/** Measures work by samples: to ask the clock for each piece of it costs more than most pieces. */
export class Sampling {
  #every = 4;
  #left = 4;

  /** Whether the next piece is to be measured. */
  get isDue(): boolean {
    return --this.#left <= 0;
  }

  /** Takes what a piece has cost (ms), and gives what all since the last one have cost, as far as that can be told. */
  learn(cost: number): number {
    const spent = cost * this.#every;
    this.#every = Math.max(1, Math.min(MOST, Math.ceil(PRICE / cost)));
    this.#left = this.#every;
    return spent;
  }
}
