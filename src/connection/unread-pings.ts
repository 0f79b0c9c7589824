import { Bag } from '../runtime/bag';

/** How many of the last pings are kept. */
const MOST = 1000;

/** The pings of the server (RFC 6455 §5.5.2) that no assertion has taken yet. */
export class UnreadPings {
  readonly #payloads: Buffer[] = [];
  readonly #watchers = new Bag<() => void>();

  get payloads(): readonly Buffer[] {
    return this.#payloads;
  }

  came(payload: Buffer): void {
    this.#payloads.push(payload);
    if (this.#payloads.length > MOST) this.#payloads.shift();
    for (const watcher of this.#watchers.items) watcher();
  }

  /** Calls back at each ping that comes. Returns what ends that. */
  watch(watcher: () => void): () => void {
    return this.#watchers.add(watcher);
  }

  /** Takes a ping, and those before it. */
  take(payload: Buffer): void {
    this.#payloads.splice(0, this.#payloads.indexOf(payload) + 1);
  }
}
