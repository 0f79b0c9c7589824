import { bytesOf } from '../runtime/bytes';
import { fieldsOf, hasField } from '../runtime/fields';
import { tagOf } from '../runtime/tag';
import type { Equality } from './expected';

/** Compares two values, or returns undefined to leave that to the other testers. */
export type Tester = (received: any, expected: any) => boolean | undefined;

/** Jest's `equals`: the first tester that has a verdict decides; asymmetric matchers decide for themselves. */
type Equals = (received: unknown, expected: unknown, testers: Tester[]) => boolean;

/**
 * How values are compared, made of Jest's parts.
 * @param own The equality testers that the user has added.
 * @param iterable Jest's `iterableEquality`.
 */
export function equalityBy(equals: Equals, own: readonly Tester[], iterable: Tester): Equality {
  const testers = [...own, bytes, iterable];
  let partial: Tester[] | undefined;
  return {
    equal: (received, expected) => equals(received, expected, testers),
    contain: (received, expected) => {
      partial ??= [...testers, subset(equals, testers)];
      return equals(received, expected, partial);
    },
    extended: own.length > 0,
  };
}

/** Bytes equal the same bytes in any view, and nothing else. */
const bytes: Tester = (received, expected) => {
  const wanted = bytesOf(expected);
  return wanted && (bytesOf(received)?.equals(wanted) ?? false);
};

/**
 * Compares objects by subset, recursively, like Jest's `subsetEquality`, with two differences: properties inherited from
 * `Object` or `Array` are not part of a message, and only objects match an expected object.
 */
function subset(equals: Equals, others: readonly Tester[]): Tester {
  const above = new Set<unknown>(); // an expected value may be cyclic
  const testers: Tester[] = [...others, bySubset];

  function bySubset(received: any, expected: any): boolean | undefined {
    if (!isCompared(expected) || above.has(expected)) return undefined;
    if (typeof received !== 'object' || received === null) return false;
    above.add(expected);
    try {
      return fieldsOf(expected).every((key) => hasField(received, key) && equals(received[key], expected[key], testers));
    } finally {
      above.delete(expected);
    }
  }
  return bySubset;
}

/** Objects that are compared as a whole, not by their fields. */
const WHOLE = ['Array', 'Date', 'Error', 'Map', 'RegExp', 'Set'];

const isCompared = (expected: unknown): boolean =>
  typeof expected === 'object' && expected !== null && !WHOLE.includes(tagOf(expected));
