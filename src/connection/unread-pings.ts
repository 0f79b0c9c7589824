import { Bag } from '../runtime/bag';

/** So many are kept, the last ones: more tell nothing that these do not. */
const MOST = 1000;

/** The pings of the server (RFC 6455 §5.5.2) that no assertion has met yet. */
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

  /** Takes one, and those before it. */
  take(payload: Buffer): void {
    this.#payloads.splice(0, this.#payloads.indexOf(payload) + 1);
  }
}
