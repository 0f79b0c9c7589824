import { atKey, type Compare, replaces, type SchemaChange } from './certainty';
import { below, type Conjunction, has, type Part } from './schema-part';

/** How many positions with schemas of their own are compared one by one. */
const MOST_POSITIONS = 50;

/** The changes of the items of arrays. */
export function arrayChanges(old: Conjunction, now: Conjunction, at: SchemaChange['at'], compare: Compare): SchemaChange[] {
  const positions = Math.max(0, ...[...old, ...now].map((part) => tupleOf(part).length));
  if (positions > MOST_POSITIONS) {
    const isSame = [...old].every((part, index) => JSON.stringify(part.schema) === JSON.stringify(now[index]?.schema));
    return isSame
      ? []
      : [{ pointer: '', text: `has changed, with ${positions} positions: not judged`, ...replaces('maybe'), at }];
  }
  const itemsAt = (parts: Conjunction, index: number) => parts.flatMap((part) => itemOf(part, index));
  const changes = Array.from({ length: positions }, (_, index) =>
    atKey(compare(itemsAt(old, index), itemsAt(now, index)), `${index}`),
  );
  const rest = compare(itemsAt(old, positions), itemsAt(now, positions));
  return [...changes.flat(), ...atKey(rest, '*')];
}

/** The keyword whose value has a schema for each position (`items` until draft 2019-09). */
const listOf = ({ schema }: Part): 'items' | 'prefixItems' =>
  Array.isArray((schema as Record<string, unknown>).items) ? 'items' : 'prefixItems';

function tupleOf(part: Part): readonly unknown[] {
  const list = (part.schema as Record<string, unknown>)[listOf(part)];
  return Array.isArray(list) ? list : [];
}

/** The schemas for the item at a position. */
function itemOf(part: Part, index: number): Conjunction {
  const list = listOf(part);
  if (index < tupleOf(part).length) return below(part, list, index);
  const rest = list === 'items' ? 'additionalItems' : 'items';
  return has(part, rest) ? below(part, rest) : [];
}
