import { groupedBy } from '../../src/runtime/grouped-by';

/** Values grouped by a key, in the order of the keys, whatever the order of the values. */
export const sortedGroups = <Value, Key>(values: readonly Value[], keyOf: (value: Value) => Key): Map<Key, Value[]> =>
  new Map([...groupedBy(values, keyOf)].sort(([one], [other]) => (String(one) < String(other) ? -1 : 1)));
