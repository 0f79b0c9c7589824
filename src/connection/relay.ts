import type { Socket } from 'node:net';
import { LONGEST_TIMER } from '../runtime/timer';
import { type Cargo, Transit } from './transit';

/** The conditions of a network, as they are now. */
export interface Conditions {
  /** How long each byte takes to arrive, in ms. */
  readonly latency: number;
  /** How many bytes pass each second, in each direction; `Infinity` for no limit. */
  readonly bytesPerSecond: number;
  /** Whether nothing passes, in either direction, and neither side notices. */
  readonly isDark: boolean;
}

/** How many bytes may be on their way in one direction: past this, reading from the sender pauses. */
const ROOM = 2 ** 20;

/** Passes bytes between two sockets, unchanged, as the conditions of a network allow. */
export class Relay {
  /** Resolves when both sockets are gone. */
  readonly over: Promise<void>;
  #isOver = false;
  readonly #sockets: readonly Socket[];
  readonly #directions: readonly OneWayRelay[];

  /** @param conditions They may change: then `adapt()` must be called. */
  constructor(near: Socket, far: Socket, conditions: Conditions) {
    this.#sockets = [near, far];
    this.#directions = [new OneWayRelay(near, far, conditions), new OneWayRelay(far, near, conditions)];
    this.over = Promise.all(this.#sockets.map(closed)).then(() => {
      this.#isOver = true;
    });
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** How many bytes are on their way, in both directions. */
  get bytes(): number {
    return this.#directions.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** To be called when the conditions have changed. */
  adapt(): void {
    for (const direction of this.#directions) direction.adapt();
  }

  /** Lets everything that is on its way arrive. */
  hurry(): void {
    for (const direction of this.#directions) direction.hurry();
  }

  /** Resets both connections (RFC 9293 §3.10.7): what is on its way is lost. */
  cut(): void {
    for (const socket of this.#sockets) reset(socket);
  }

  end(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}

const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    if (socket.closed) resolve();
    else socket.once('close', () => resolve());
  });

function reset(socket: Socket): void {
  if (socket.destroyed) return;
  try {
    socket.resetAndDestroy();
  } catch {
    // a unix socket cannot be reset
  }
  socket.destroy(); // at once, even if earlier bytes have not been sent
}

/** One direction of a relay. */
class OneWayRelay {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #conditions: Conditions;
  readonly #transit = new Transit();
  #timer: NodeJS.Timeout | undefined;
  /** Whether the receiver reads too slowly. */
  #isStuck = false;

  constructor(from: Socket, to: Socket, conditions: Conditions) {
    this.#from = from;
    this.#to = to;
    this.#conditions = conditions;
    from.on('data', (bytes) => this.#send(bytes));
    from.on('end', () => this.#send('end'));
    from.on('error', () => this.#send('reset'));
    to.on('drain', () => {
      this.#isStuck = false;
      this.adapt();
    });
    to.on('close', () => {
      this.#isStuck = false;
      this.hurry(); // nobody waits for it any more
    });
    if (from.destroyed) this.#send('reset');
    else this.adapt();
  }

  get bytes(): number {
    return this.#transit.bytes;
  }

  adapt(): void {
    this.#transit.stoodStill(performance.now());
    this.#flow();
  }

  hurry(): void {
    this.#transit.hurry();
    this.#flow();
  }

  #send(cargo: Cargo): void {
    this.#transit.send(cargo, performance.now(), this.#conditions.latency);
    this.#flow();
  }

  /** Hands over what has arrived, and reads from the sender as long as there is room. */
  #flow(): void {
    clearTimeout(this.#timer);
    const { isDark, bytesPerSecond } = this.#conditions;
    if (!isDark) {
      const now = performance.now();
      while (!this.#isStuck) {
        const cargo = this.#transit.take(now, bytesPerSecond);
        if (cargo === undefined) break;
        this.#deliver(cargo);
      }
      const next = this.#isStuck ? undefined : this.#transit.nextArrival(bytesPerSecond);
      if (next !== undefined) this.#timer = setTimeout(() => this.#flow(), Math.min(next - now, LONGEST_TIMER));
    }
    if (isDark || this.#transit.bytes >= ROOM) this.#from.pause();
    else this.#from.resume();
  }

  #deliver(cargo: Cargo): void {
    if (this.#to.destroyed) return;
    if (cargo === 'end') this.#to.end();
    else if (cargo === 'reset') reset(this.#to);
    else this.#isStuck = !this.#to.write(cargo);
  }
}
