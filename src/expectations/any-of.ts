import { inspect } from 'node:util';
import { show } from '../text/show';

/** Makes Jest print it and ask it like any other asymmetric matcher. */
const ASYMMETRIC = Symbol.for('jest.asymmetricMatcher');

const known = new WeakMap<object, readonly unknown[]>();

/**
 * An expected value that stands for several alternatives.
 * @param matches Whether a value is one of them, for where this stands within another expected value.
 */
export function eitherOf(alternatives: readonly unknown[], matches: (value: unknown) => boolean): object {
  const text = () => `any of ${alternatives.map((one) => show(one)).join(', ')}`;
  const made = {
    $$typeof: ASYMMETRIC,
    asymmetricMatch: matches,
    toString: () => 'AnyOf',
    toAsymmetricMatcher: text,
    [inspect.custom]: text,
  };
  known.set(made, alternatives);
  return made;
}

/** What `anyOf()` was given; undefined for any other value. */
export const alternativesOf = (value: unknown): readonly unknown[] | undefined => known.get(value as object);
