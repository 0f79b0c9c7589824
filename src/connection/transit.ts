/** What a socket sends: bytes, the end of its data, or a reset of its connection. */
export type Cargo = Buffer | 'end' | 'reset';

interface Underway {
  cargo: Cargo;
  /** On the clock of `performance.now()`. */
  readonly due: number;
}

/** Throttled bytes arrive in pieces that take this long (ms), instead of all at the end of their chunk. */
const PIECE = 20;

/**
 * The bytes that are on their way in one direction of a network. They arrive in order, even if the latency changes, and no
 * faster than the bandwidth allows (bytes per second, `Infinity` for all at once).
 */
export class Transit {
  readonly #underway: Underway[] = [];
  #bytes = 0;
  #lastDue = Number.NEGATIVE_INFINITY;
  /** Until when the line was in use, or stood still. */
  #busyUntil = Number.NEGATIVE_INFINITY;

  /** How many bytes are on their way. */
  get bytes(): number {
    return this.#bytes;
  }

  send(cargo: Cargo, now: number, latency: number): void {
    this.#lastDue = Math.max(this.#lastDue, now + latency);
    this.#underway.push({ cargo, due: this.#lastDue });
    this.#bytes += sizeOf(cargo);
  }

  /** When the next piece arrives; undefined if nothing is on its way. */
  nextArrival(bytesPerSecond: number): number | undefined {
    const [first] = this.#underway;
    return first && this.#arrival(first, pieceOf(first.cargo, bytesPerSecond), bytesPerSecond);
  }

  /** The next piece, if it has arrived by now. */
  take(now: number, bytesPerSecond: number): Cargo | undefined {
    const [first] = this.#underway;
    if (!first) return undefined;
    const piece = pieceOf(first.cargo, bytesPerSecond);
    const arrival = this.#arrival(first, piece, bytesPerSecond);
    if (arrival > now) return undefined;
    this.#busyUntil = arrival;
    this.#bytes -= sizeOf(piece);
    if (sizeOf(piece) < sizeOf(first.cargo)) first.cargo = (first.cargo as Buffer).subarray(sizeOf(piece));
    else this.#underway.shift();
    return piece;
  }

  /** Nothing could pass until now: bytes that were held back must still keep to the bandwidth. */
  stoodStill(now: number): void {
    this.#busyUntil = now;
  }

  /** Lets everything that is on its way arrive now. */
  hurry(): void {
    this.#underway.splice(0, Number.POSITIVE_INFINITY, ...this.#underway.map(({ cargo }) => ({ cargo, due: NOW })));
    this.#lastDue = NOW;
  }

  #arrival({ due }: Underway, piece: Cargo, bytesPerSecond: number): number {
    if (bytesPerSecond === Number.POSITIVE_INFINITY) return due;
    return Math.max(due, this.#busyUntil) + (sizeOf(piece) / bytesPerSecond) * 1000;
  }
}

const NOW = Number.NEGATIVE_INFINITY;

const sizeOf = (cargo: Cargo): number => (typeof cargo === 'string' ? 0 : cargo.length);

function pieceOf(cargo: Cargo, bytesPerSecond: number): Cargo {
  if (typeof cargo === 'string' || bytesPerSecond === Number.POSITIVE_INFINITY) return cargo;
  return cargo.subarray(0, Math.max(1, Math.floor((bytesPerSecond * PIECE) / 1000)));
}
