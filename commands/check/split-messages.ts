import { canonical } from './canonical';
import { isSafe } from './certainty';
import type { DescribedMessage } from './described-api';
import { listedValues, propertyOf, requiredIn } from './domain';
import { conjunctionChanges } from './schema-changes';
import { type Conjunction, type SchemaSource, wholeOf } from './schema-part';

/** A property with more values does not tell messages apart. */
const MOST_VALUES = 20;

/**
 * The messages that together take the same values as one: each takes some values of a property that tells them apart.
 * Undefined if there are none.
 */
export function takenTogether(
  { payload }: DescribedMessage,
  others: readonly DescribedMessage[],
): readonly DescribedMessage[] | undefined {
  if (typeof payload === 'string') return undefined;
  const whole = wholeOf(payload);
  for (const name of requiredIn(whole)) {
    const values = listedValues(propertyOf(whole, name)) ?? [];
    if (values.length < 2 || values.length > MOST_VALUES) continue;
    const takers = values.map((value) => others.find((other) => takes(other, [...whole, only(payload, name, value)])));
    if (takers.every((taker) => taker !== undefined)) return [...new Set(takers)];
  }
  return undefined;
}

const takes = ({ payload }: DescribedMessage, parts: Conjunction): boolean =>
  typeof payload !== 'string' && payload.schema !== true && isSafe(conjunctionChanges(parts, wholeOf(payload)), 'refuses');

function only(source: SchemaSource, name: string, value: unknown): Conjunction[number] {
  const key = `only ${name} ${canonical(value)}`;
  return { source, pointer: `/${key}`, schema: { properties: { [name]: { const: value } } }, key };
}
