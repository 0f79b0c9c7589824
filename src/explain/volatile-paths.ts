import { parsePath } from '../text/path';
import { EACH, type Path, pathText, type Segment } from '../text/path-text';
import { UsageError } from '../text/usage-error';
import type { Placeholders } from './placeholders';

/** A path that a user names as volatile: `body.seq`, `items[*].id`, `..at`. */
export class VolatilePath {
  /** Whether it has matched anything. */
  used = false;
  readonly #path: Path;
  /** The end of the path from its last key on: that key names the placeholders. */
  readonly #last: Path;
  readonly #kind: string;

  /** @throws {UsageError} when it is not a path, or has no key in it. */
  constructor(readonly source: string) {
    this.#path = parsePath(source);
    const index = this.#path.findLastIndex(({ select }) => typeof select === 'string');
    if (index === -1) {
      throw new UsageError(`The volatile path '${source}' names no key. Write one such as body.seq, items[*].id or ..at.`);
    }
    this.#last = this.#path.slice(index);
    this.#kind = String(this.#last[0]?.select);
  }

  /** The sentence about a path that has matched nothing. */
  get unusedText(): string {
    const [key, ...rest] = this.#last as [Segment, ...Segment[]];
    const sentence = `The volatile path '${this.source}' matches nothing in what is written.`;
    return key.anywhere ? sentence : `${sentence} At any depth it is ${pathText([{ ...key, anywhere: true }, ...rest])}.`;
  }

  /** A copy of the value with placeholders at this path. */
  apply(value: unknown, placeholders: Placeholders, depth = 0): unknown {
    const segment = this.#path[depth];
    if (!segment) {
      this.used = true;
      // numbers are times and counters, and whether two times are equal depends on when they were taken
      const isText = typeof value === 'string';
      return placeholders.mark(isText ? placeholders.for(this.#kind, value) : placeholders.word(this.#kind));
    }
    return mapped(value, (key, part, length) => {
      const changed = selects(segment, key, length) ? this.apply(part, placeholders, depth + 1) : part;
      return segment.anywhere ? this.apply(changed, placeholders, depth) : changed;
    });
  }
}

/** Whether it selects that key of an object, or that index of a list of this length. */
function selects({ select }: Segment, key: string | number, length: number): boolean {
  return select === EACH || key === (typeof select === 'number' && select < 0 ? length + select : select);
}

function mapped(value: unknown, change: (key: string | number, part: unknown, length: number) => unknown): unknown {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map((item, index) => change(index, item, value.length));
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, change(key, part, 0)]));
}
