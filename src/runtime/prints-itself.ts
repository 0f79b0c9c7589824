import { inspect } from 'node:util';

/** Something of ours that is always printed by its `toString()`, and is never a message: a client, a scenario, a run. */
export abstract class PrintsItself {
  readonly #isOurs = true;

  constructor() {
    // Jest prints by `toJSON`. It is bound to this, because Jest calls it on a copy
    Object.defineProperty(this, 'toJSON', { value: () => String(this) });
  }

  /** @internal */
  static isOne(value: unknown): boolean {
    return typeof value === 'object' && value !== null && #isOurs in value;
  }

  /** What it is and how it stands, in one line. */
  abstract toString(): string;

  /** For `console.log()` and `util.inspect()`: as `toString()`. */
  [inspect.custom](): string {
    return this.toString();
  }
}
