import { nearestName } from '../text/nearest-name';

/** Keywords whose value is one schema. */
export const SCHEMAS: ReadonlySet<string> = new Set([
  'additionalItems',
  'additionalProperties',
  'contains',
  'else',
  'if',
  'items',
  'not',
  'propertyNames',
  'then',
  'unevaluatedItems',
  'unevaluatedProperties',
]);

/** Keywords whose value is a list of schemas. */
export const LISTS: ReadonlySet<string> = new Set(['allOf', 'anyOf', 'items', 'oneOf', 'prefixItems']);

/** Keywords whose value is a map of schemas. */
export const MAPS: ReadonlySet<string> = new Set(['dependencies', 'dependentSchemas', 'patternProperties', 'properties']);

/** Keywords whose value is data. All keywords that are not in these lists are dropped: they do not restrict messages. */
export const DATA: ReadonlySet<string> = new Set([
  'const',
  'dependentRequired',
  'enum',
  'exclusiveMaximum',
  'exclusiveMinimum',
  'format',
  'maxContains',
  'maxItems',
  'maxLength',
  'maxProperties',
  'maximum',
  'minContains',
  'minItems',
  'minLength',
  'minProperties',
  'minimum',
  'multipleOf',
  'nullable',
  'pattern',
  'required',
  'type',
  'uniqueItems',
]);

/** Keywords that do not restrict messages: those that are frequent, or near to others. */
const OTHERS: ReadonlySet<string> = new Set([
  ...['default', 'definitions', 'description', 'example', 'examples', 'propertyName', 'title'],
]);

const KNOWN: readonly string[] = [...SCHEMAS, ...LISTS, ...MAPS, ...DATA];
/** A shorter name is near to many words: it only means a keyword if nothing but its capitals differ. */
const SHORTEST_NEAR = 5;
const LONG = KNOWN.filter(({ length }) => length >= SHORTEST_NEAR);

/**
 * The keyword that a name in a schema most likely means, if it is misspelt: what it says would not be checked. Undefined for
 * other names, which a schema may have.
 */
export function meantKeyword(name: string): string | undefined {
  if (KNOWN.includes(name) || OTHERS.has(name) || /^(x-|\$)/.test(name)) return undefined;
  const capitalized = nearestName(name, KNOWN, 0);
  if (capitalized !== undefined || name.length < SHORTEST_NEAR) return capitalized;
  return nearestName(name, LONG, name.length < 8 ? 1 : 2);
}
