import { parsePath, valuesAt } from '../text/path';
import { show } from '../text/show';
import { UsageError } from '../text/usage-error';
import { type Equality, understand } from './expected';
import { partMatcher } from './part-matcher';
import { holdsUndecodable } from './undecodable';

/** Its `$$typeof`, by which Jest prints it, and asks it, like any other asymmetric matcher. */
const ASYMMETRIC = Symbol.for('jest.asymmetricMatcher');

/**
 * An asymmetric matcher: some value at the path is the expected one, or, without one, something is there.
 * @throws {UsageError} when the path cannot be read, or no value can match.
 */
export function withPath(path: unknown, expected: readonly unknown[], equality: Equality): object {
  const parsed = parsePath(path);
  const text = `WithPath<${path}>`;
  const matches = matcherOf(expected, equality);
  return {
    $$typeof: ASYMMETRIC,
    asymmetricMatch(value: unknown): boolean {
      return matches(valuesAt(value, parsed));
    },
    toString: () => text,
    getExpectedType: () => 'object',
    toAsymmetricMatcher: () => (expected.length === 0 ? text : `${text} ${show(expected[0])}`),
  };
}

function matcherOf(expected: readonly unknown[], equality: Equality): (values: readonly unknown[]) => boolean {
  if (expected.length === 0) return (values) => values.length > 0;
  const [one] = expected;
  if (holdsUndecodable(one)) {
    throw new UsageError('withPath() was given undecodable(), which stands for a whole message. Write it alone.');
  }
  return one === undefined ? (values) => values.includes(undefined) : partMatcher([understand(one, equality)]);
}
