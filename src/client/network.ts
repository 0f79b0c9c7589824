import type { Connection } from '../connection/connection';
import type { Network } from '../connection/network';
import type { Callee } from '../runtime/call-location';
import { PrintsItself } from '../runtime/prints-itself';
import type { Realm } from '../runtime/realm';
import { guarded } from '../text/error-at';
import { duration, rate } from '../text/option-checks';
import type { Check } from '../text/options';
import { show } from '../text/show';
import { UsageError } from '../text/usage-error';

/**
 * The network between a client and its server. Changes of it are entries of the transcript. If the client was opened without
 * the option `network`, it can be read but not changed. (Reading must not throw: Jest reads each property of what it prints.)
 */
export class ClientNetwork extends PrintsItself {
  readonly #name: string;
  readonly #network: Network | undefined;
  readonly #realm: Realm;

  /** @internal */
  constructor({ name, network }: Connection, realm: Realm) {
    super();
    this.#name = name;
    this.#network = network;
    this.#realm = realm;
  }

  /**
   * How long each byte takes to arrive, in ms, in each direction; bytes never overtake each other. Defaults to 0.
   * @throws if it is set to anything but a finite number, 0 or more, or without the option `network`.
   */
  get latency(): number {
    return this.#network?.latency ?? 0;
  }

  set latency(latency: number) {
    this.#guard(setterOf('latency'), () => {
      this.#changeable.latency = checked('latency', latency, duration);
    });
  }

  /**
   * How many bytes pass each second, in each direction. Defaults to `Infinity`.
   * @throws if it is set to anything but a number above 0, or without the option `network`.
   */
  get bytesPerSecond(): number {
    return this.#network?.bytesPerSecond ?? Number.POSITIVE_INFINITY;
  }

  set bytesPerSecond(bytesPerSecond: number) {
    this.#guard(setterOf('bytesPerSecond'), () => {
      this.#changeable.bytesPerSecond = checked('bytesPerSecond', bytesPerSecond, rate);
    });
  }

  /**
   * Resets the TCP connection, at the client and at the server (RFC 9293 §3.10.7). Bytes on their way are lost.
   * @throws if the connection is over, or without the option `network`.
   */
  cut(): void {
    this.#guard(this.cut, () => this.#inUse('cut').cut());
  }

  /**
   * From now on nothing passes in either direction, and neither side notices, as when a phone loses its signal: not even the
   * end of the other side passes. What is sent meanwhile arrives after `restore()`.
   * @throws if the connection is over, or without the option `network`.
   */
  blackhole(): void {
    this.#guard(this.blackhole, () => this.#inUse('blackhole').blackhole());
  }

  /**
   * Ends a `blackhole()`: what was sent meanwhile arrives, then the end of a side that has closed. Does nothing without one.
   * @throws without the option `network`.
   */
  restore(): void {
    this.#guard(this.restore, () => {
      if (this.#changeable.isDark) this.#changeable.restore();
    });
  }

  override toString(): string {
    if (!this.#network) return `[network of ${this.#name}, not controlled]`;
    const { isDark, latency, bytesPerSecond } = this.#network;
    const rateText = bytesPerSecond === Number.POSITIVE_INFINITY ? '' : `, ${bytesPerSecond} bytes per second`;
    return `[network of ${this.#name}: ${isDark ? 'black hole, ' : ''}latency ${latency} ms${rateText}]`;
  }

  #inUse(name: 'cut' | 'blackhole'): Network {
    if (!this.#changeable.isOver) return this.#changeable;
    throw new UsageError(
      `${name}() was called on the network of ${this.#name}, whose connection is over. Use reconnect() first.`,
    );
  }

  /** @throws {UsageError} if the client was opened without one. */
  get #changeable(): Network {
    if (this.#network) return this.#network;
    throw new UsageError(`${this.#name} has no network to control. Open it with connect(target, { network: true }).`);
  }

  #guard(callee: Callee, act: () => void): void {
    guarded(this.#realm, callee, act);
  }
}

const setterOf = (name: keyof ClientNetwork): Callee =>
  Object.getOwnPropertyDescriptor(ClientNetwork.prototype, name)?.set as Callee;

function checked(name: string, value: number, { accepts, expects }: Check<number>): number {
  if (accepts(value)) return value;
  throw new UsageError(`network.${name} must be ${expects}, not ${show(value)}.`);
}
