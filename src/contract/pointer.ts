/** The value at a JSON pointer (RFC 6901), by own fields and items only. */
export function valueAt(value: unknown, pointer: string): unknown {
  return valueBelow(value, keysOf(pointer));
}

export function valueBelow(value: unknown, keys: readonly string[]): unknown {
  let at = value;
  for (const key of keys) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return at;
}

export const keysOf = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));

export const pointerBelow = (pointer: string, key: string | number): string =>
  `${pointer}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** All values at a place, in which `*` means each item of an array, or each field of an object. */
export function valuesAtPlace(value: unknown, place: string): readonly unknown[] {
  let found: unknown[] = [value];
  for (const key of keysOf(place)) {
    found = found.flatMap((at) => {
      if (key === '*') return typeof at === 'object' && at !== null ? Object.values(at) : [];
      const below = valueBelow(at, [key]);
      return below === undefined ? [] : [below];
    });
  }
  return found;
}
