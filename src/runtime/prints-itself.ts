import { inspect } from 'node:util';

/** What is printed by its `toString()`, wherever it is: a client, a scenario, a run. Nothing of it is a message. */
export abstract class PrintsItself {
  readonly #isOurs = true;

  constructor() {
    // Jest asks for `toJSON`; bound, because it prints copies
    Object.defineProperty(this, 'toJSON', { value: () => String(this) });
  }

  /** @internal */
  static isOne(value: unknown): boolean {
    return typeof value === 'object' && value !== null && #isOurs in value;
  }

  abstract toString(): string;

  [inspect.custom](): string {
    return this.toString();
  }
}
