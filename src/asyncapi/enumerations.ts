import type { Constant } from '../contract/definition';
import { isConstant } from './constants';

/** How deep below the message enumerations are looked for. */
const DEEPEST = 6;
/** How many schemas are looked at: what is many schemas, each of which is many, has no end. */
const MOST_SCHEMAS = 5000;
/** A longer list is data, and no test will show all of it. */
const MOST_VALUES = 100;

/** What is looked at of a schema, in whatever language it is written. */
export interface SchemaParts<Schema> {
  /** Those that it takes; undefined where it takes others, too. */
  readonly values?: unknown;
  /** Schemas of the same value, such as the branches of a choice. */
  readonly same: readonly Schema[];
  /** Those of its fields and items, by the end of their place: `/text`, `/*`. */
  readonly below: readonly (readonly [place: string, schema: Schema])[];
}

/**
 * The places of a message whose documented values are two or more: of an enumeration, or of the branches of a choice. A place
 * is a JSON pointer, in which `*` stands for each item of an array and each value of a map.
 */
export function enumerationsOf<Schema>(
  schema: Schema,
  partsOf: (schema: Schema) => SchemaParts<Schema>,
): ReadonlyMap<string, readonly Constant[]> {
  const found = new Map<string, Set<Constant>>();
  let left = MOST_SCHEMAS;
  /** @param around The schemas that this one is in: one that is met again says nothing new. The first may be met once more. */
  const look = (one: Schema, place: string, depth: number, around: readonly Schema[]): void => {
    if (around.includes(one) || left-- <= 0) return;
    const { values, same, below } = partsOf(one);
    if (Array.isArray(values)) {
      const known = found.get(place) ?? new Set();
      found.set(place, known);
      for (const value of values) if (isConstant(value)) known.add(value);
    }
    const inside = depth === 0 && one === schema ? around : [...around, one];
    for (const part of same) look(part, place, depth, inside);
    if (depth < DEEPEST) for (const [end, part] of below) look(part, `${place}${end}`, depth + 1, inside);
  };
  look(schema, '', 0, []);
  return new Map([...found].map(([place, known]) => [place, [...known]] as const).filter(([, known]) => isMany(known)));
}

const isMany = ({ length }: readonly Constant[]): boolean => length > 1 && length <= MOST_VALUES;
