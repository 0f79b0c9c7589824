/** The part of a window that it needs. */
interface AddressBar {
  readonly location: { readonly hash: string };
  readonly history: {
    pushState(data: unknown, unused: string, url: string): void;
    replaceState(data: unknown, unused: string, url: string): void;
  };
}

/** How long the keys must rest, in ms: a held key goes through 30 rows a second, and browsers refuse so many changes. */
const REST = 250;

/** Writes the reader's place into the address: another view at once, another row when the keys rest. */
export class Address {
  readonly #bar: AddressBar;
  #next: { readonly from: string; readonly hash: string } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(bar: AddressBar) {
    this.#bar = bar;
  }

  push(hash: string): void {
    this.#settle();
    this.#write('pushState', hash);
  }

  replace(hash: string): void {
    clearTimeout(this.#timer);
    this.#next = { from: this.#bar.location.hash, hash };
    this.#timer = setTimeout(() => this.#settle(), REST);
  }

  /** Writes what is still to be written, unless the reader has gone elsewhere meanwhile. */
  #settle(): void {
    clearTimeout(this.#timer);
    const next = this.#next;
    this.#next = undefined;
    if (next !== undefined && next.from === this.#bar.location.hash) this.#write('replaceState', next.hash);
  }

  #write(how: 'pushState' | 'replaceState', hash: string): void {
    try {
      this.#bar.history[how](null, '', hash);
    } catch {
      // a browser that refuses further changes keeps the old address: the page itself still shows the right place
    }
  }
}
