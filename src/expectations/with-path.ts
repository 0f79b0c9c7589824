import { said, show } from '../text/show';
import { UsageError } from '../text/usage-error';
import type { Equality } from './expected';

/** The one thing that is used of json-p3: a JSONPath query (RFC 9535). */
interface JsonPath {
  readonly jsonpath: { compile(path: string): { query(value: never): { values(): unknown[] } } };
}

/** Jest prints and asks it as any asymmetric matcher. */
const ASYMMETRIC = Symbol.for('jest.asymmetricMatcher');

/**
 * An asymmetric matcher: some value at the path is the expected one, or, without one, something is there.
 * @param load Loads json-p3, which is asked for only here.
 * @throws {UsageError} when json-p3 is missing, or the path cannot be read.
 */
export function withPath(path: string, expected: readonly unknown[], equality: Equality, load: () => JsonPath): object {
  const query = compiled(path, load);
  const text = `WithPath<${path}>`;
  return {
    $$typeof: ASYMMETRIC,
    asymmetricMatch(value: unknown): boolean {
      if (typeof value !== 'object' || value === null) return false;
      const values = query.query(value as never).values();
      if (expected.length === 0) return values.length > 0;
      return values.some((found) => equality.contain(found, expected[0]));
    },
    toString: () => text,
    getExpectedType: () => 'object',
    toAsymmetricMatcher: () => (expected.length === 0 ? text : `${text} ${show(expected[0])}`),
  };
}

function compiled(path: string, load: () => JsonPath) {
  let library: JsonPath;
  try {
    library = load();
  } catch {
    throw new UsageError('withPath() reads paths with json-p3. Install it: npm install --save-dev json-p3.');
  }
  try {
    return library.jsonpath.compile(path.startsWith('$') ? path : `$.${path}`);
  } catch (error) {
    throw new UsageError(`${show(path)} is no JSONPath (RFC 9535): ${said(error)}. Write 'body.items[*].name'.`);
  }
}
