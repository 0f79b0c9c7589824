/** Values grouped by a key, in the order of the keys, whatever the order of the values. */
export function groupedBy<Value, Key>(values: readonly Value[], keyOf: (value: Value) => Key): Map<Key, Value[]> {
  const groups = new Map<Key, Value[]>();
  for (const value of values) {
    const key = keyOf(value);
    const known = groups.get(key);
    if (known) known.push(value);
    else groups.set(key, [value]);
  }
  return new Map([...groups].sort(([one], [other]) => (String(one) < String(other) ? -1 : 1)));
}
