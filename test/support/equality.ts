import { equals, iterableEquality } from '@jest/expect-utils';
import { equalityBy } from '../../src/expectations/equality';

/** Jest's own equality, for the tests of the core. */
export const jestEquality = equalityBy(equals as never, [], iterableEquality);
