const MOST = 64;
/** Work that takes this long (ms) is measured every time; shorter work less often, in proportion. */
const PRICE = 64 * 0.0005;

/** Measures work by samples: asking the clock for each piece would cost more than most pieces do. */
export class Sampling {
  #every = 4;
  #left = 4;

  /** Whether the next piece must be measured. */
  get isDue(): boolean {
    return --this.#left <= 0;
  }

  /** Takes the cost of a measured piece (ms). Returns an estimate of what all pieces since the last sample have cost (ms). */
  learn(cost: number): number {
    const spent = cost * this.#every;
    this.#every = Math.max(1, Math.min(MOST, Math.ceil(PRICE / cost)));
    this.#left = this.#every;
    return spent;
  }
}
