import { parsePath, valuesAt } from '../text/path';
import { show } from '../text/show';
import type { Equality } from './expected';

/** Its `$$typeof`, by which Jest prints it, and asks it, like any other asymmetric matcher. */
const ASYMMETRIC = Symbol.for('jest.asymmetricMatcher');

/**
 * An asymmetric matcher: some value at the path is the expected one, or, without one, something is there.
 * @throws {UsageError} when the path cannot be read.
 */
export function withPath(path: unknown, expected: readonly unknown[], equality: Equality): object {
  const parsed = parsePath(path);
  const text = `WithPath<${path}>`;
  return {
    $$typeof: ASYMMETRIC,
    asymmetricMatch(value: unknown): boolean {
      const values = valuesAt(value, parsed);
      if (expected.length === 0) return values.length > 0;
      return values.some((found) => equality.contain(found, expected[0]));
    },
    toString: () => text,
    getExpectedType: () => 'object',
    toAsymmetricMatcher: () => (expected.length === 0 ? text : `${text} ${show(expected[0])}`),
  };
}
