import { equals, iterableEquality, subsetEquality } from '@jest/expect-utils';
import type { Equality } from '../../src/expected';

/** Jest's own equality, for the tests of the core. */
export const jestEquality: Equality = {
  equal: (received, expected) => equals(received, expected, [iterableEquality]),
  contain: (received, expected) => equals(received, expected, [iterableEquality, subsetEquality]),
  extended: false,
};
