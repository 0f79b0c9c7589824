import { show } from '../text/show';
import { UsageError } from '../text/usage-error';
import type { Placeholders } from './placeholders';

/**
 * A path that a user names as volatile: `body.seq`, `items[*].id`, `*.at`. A `*` stands for any one key; at the
 * beginning it stands for any way down, none among them.
 */
export class VolatilePath {
  /** Whether it has matched anything. */
  used = false;
  readonly #keys: readonly string[];
  readonly #anywhere: boolean;
  readonly #kind: string;

  /** @throws {UsageError} when it is none. */
  constructor(readonly source: string) {
    const keys = typeof source === 'string' ? source.replace(/\[(\d+|\*)\]/g, '.$1').split('.') : [''];
    if (keys.some((key) => key === '') || keys.at(-1) === '*') {
      throw new UsageError(`${show(source)} is no volatile path. Write 'body.seq', 'items[*].id' or '*.at'.`);
    }
    this.#anywhere = keys[0] === '*';
    this.#keys = this.#anywhere ? keys.slice(1) : keys;
    this.#kind = keys.filter((key) => key !== '*').at(-1) ?? '';
  }

  /** A copy of the value with placeholders at this path. */
  apply(value: unknown, placeholders: Placeholders, depth = 0): unknown {
    if (depth === this.#keys.length) {
      this.used = true;
      // numbers are clocks and counters, and whether two of a clock are equal depends on when they were taken
      const isText = typeof value === 'string';
      return placeholders.mark(isText ? placeholders.for(this.#kind, value) : placeholders.word(this.#kind));
    }
    const key = this.#keys[depth] as string;
    return mapped(value, (name, part) => {
      if (key === '*' || key === name) return this.apply(part, placeholders, depth + 1);
      return this.#anywhere && depth === 0 ? this.apply(part, placeholders) : part;
    });
  }
}

function mapped(value: unknown, change: (key: string, part: unknown) => unknown): unknown {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map((item, index) => change(String(index), item));
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, change(key, part)]));
}
