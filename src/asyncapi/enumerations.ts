import type { Constant } from '../contract/definition';
import { isConstant } from './constants';

/** How deep in a message enumerations are looked for. */
const DEEPEST = 6;
/** How many schemas are looked at: choices within choices may multiply without end. */
const MOST_SCHEMAS = 5000;
/** A longer list is data, not an enumeration: no test shows all of it. */
const MOST_VALUES = 100;

/** The parts of a schema that matter here, in whatever language it is written. */
export interface SchemaParts<Schema> {
  /** The only values that it takes; undefined if it takes others too. */
  readonly values?: unknown;
  /** Schemas of the same value, such as the branches of a choice. */
  readonly same: readonly Schema[];
  /** Schemas of its fields and items, each with the last part of its place: `/text`, `/*`. */
  readonly below: readonly (readonly [place: string, schema: Schema])[];
}

/**
 * The places of a message with two or more documented values: those of an enumeration, or of the branches of a choice. A
 * place is a JSON pointer, in which `*` stands for each item of an array and each value of a map.
 */
export function enumerationsOf<Schema>(
  schema: Schema,
  partsOf: (schema: Schema) => SchemaParts<Schema>,
): ReadonlyMap<string, readonly Constant[]> {
  const found = new Map<string, Set<Constant>>();
  let left = MOST_SCHEMAS;
  /** @param around The schemas that this one is in: one within itself says nothing new. The first may be within itself once. */
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
