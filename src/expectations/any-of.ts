import { inspect } from 'node:util';
import { show } from '../text/show';

/** An expected value that stands for several alternatives. Jest prints it and asks it like its own asymmetric matchers. */
export class Alternatives {
  readonly $$typeof = Symbol.for('jest.asymmetricMatcher');
  readonly #alternatives: readonly unknown[];
  // own functions without `this`, since Jest copies values before it prints them
  readonly toAsymmetricMatcher: () => string;
  readonly [inspect.custom]: () => string;

  /** @param asymmetricMatch Whether a value matches one of them: called by Jest where this is a part of an expected value. */
  constructor(
    alternatives: readonly unknown[],
    readonly asymmetricMatch: (value: unknown) => boolean,
  ) {
    const text = () => `any of ${alternatives.map((one) => show(one)).join(', ')}`;
    this.#alternatives = alternatives;
    this.toAsymmetricMatcher = text;
    this[inspect.custom] = text;
  }

  /** What `anyOf()` was given; undefined for any other value. */
  static of(value: unknown): readonly unknown[] | undefined {
    return typeof value === 'object' && value !== null && #alternatives in value ? value.#alternatives : undefined;
  }

  toString(): string {
    return 'AnyOf';
  }
}
