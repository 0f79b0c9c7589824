import type { Constant } from '../contract/definition';
import { pointerBelow } from '../contract/pointer';
import { isRecord } from '../text/options';
import { isConstant, targetOf } from './constants';
import type { JsonSchema } from './json-schema-bundle';

/** How deep below the message enumerations are looked for. */
const DEEPEST = 6;
/** How many schemas are looked at: recursive ones have no end. */
const MOST_SCHEMAS = 5000;
/** A longer list is data, and no test will show all of it. */
const MOST_VALUES = 100;

/**
 * The places of a message whose documented values are two or more: of `enum`, or of the branches of a choice. A place is a
 * JSON pointer, in which `*` stands for each item of an array and each value of a map.
 */
export function enumerationsOf(schema: JsonSchema): ReadonlyMap<string, readonly Constant[]> {
  const finder = new Finder(schema);
  finder.find(schema, '', 0, []);
  return new Map(
    [...finder.found].map(([place, values]) => [place, [...values]] as const).filter(([, values]) => isMany(values)),
  );
}

const isMany = ({ length }: readonly Constant[]): boolean => length > 1 && length <= MOST_VALUES;

class Finder {
  readonly found = new Map<string, Set<Constant>>();
  readonly #root: JsonSchema;
  #left = MOST_SCHEMAS;

  constructor(root: JsonSchema) {
    this.#root = root;
  }

  /** @param refs The references that were followed since the last step down: one that is met again leads nowhere. */
  find(schema: unknown, place: string, depth: number, refs: readonly string[]): void {
    if (!isRecord(schema) || this.#left-- <= 0) return;
    this.#add(place, Object.hasOwn(schema, 'const') ? [schema.const] : schema.enum);
    const { $ref } = schema;
    if (typeof $ref === 'string' && !refs.includes($ref)) this.find(targetOf(this.#root, $ref), place, depth, [...refs, $ref]);
    for (const part of [schema.allOf, schema.anyOf, schema.oneOf, schema.then, schema.else].flat()) {
      this.find(part, place, depth, refs);
    }
    if (depth === DEEPEST) return;
    for (const [key, part] of below(schema)) this.find(part, `${place}${key}`, depth + 1, []);
  }

  #add(place: string, values: unknown): void {
    if (!Array.isArray(values)) return;
    const known = this.found.get(place) ?? new Set();
    this.found.set(place, known);
    for (const value of values) if (isConstant(value)) known.add(value);
  }
}

/** The schemas of fields and items, by the end of their place. */
function below(schema: Record<string, unknown>): [key: string, schema: unknown][] {
  const { properties, patternProperties, additionalProperties, items, prefixItems } = schema;
  const named = isRecord(properties) ? Object.entries(properties).filter(([name]) => name !== '*') : [];
  const mapped = [...(isRecord(patternProperties) ? Object.values(patternProperties) : []), additionalProperties];
  const listed = [prefixItems, items].filter(Array.isArray).flatMap((list) => Object.entries(list as unknown[]));
  return [
    ...[...named, ...listed].map(([name, part]): [string, unknown] => [pointerBelow('', name), part]),
    ...[...mapped, Array.isArray(items) ? undefined : items].map((part): [string, unknown] => ['/*', part]),
  ];
}
