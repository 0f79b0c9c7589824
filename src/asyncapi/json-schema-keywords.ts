import { isRecord } from '../text/options';

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

const KNOWN: readonly string[] = [...SCHEMAS, ...LISTS, ...MAPS, ...DATA];
/** A shorter name is near to many words: it only means a keyword if nothing but its capitals differ. */
const SHORTEST_NEAR = 5;

/**
 * The keyword that a name in a schema surely means, if it is misspelt: what it says would not be checked. Undefined for other
 * names: a schema may have annotations of any name, also of one that is near to a keyword, such as `requires`.
 */
export function meantKeyword(name: string, value: unknown): string | undefined {
  if (KNOWN.includes(name) || /^(x-|\$)/.test(name)) return undefined;
  const lower = name.toLowerCase();
  const isMeant = (keyword: string) => {
    const known = keyword.toLowerCase();
    if (lower === known) return true;
    if (lower.length < SHORTEST_NEAR || known.length < SHORTEST_NEAR) return false;
    return isSlip(lower, known) || (isOtherNumber(lower, known) && takes(keyword, value));
  };
  return KNOWN.find(isMeant);
}

/** Whether two neighbouring letters are swapped, or one within the word is added, missing or wrong: other endings make words. */
function isSlip(name: string, known: string): boolean {
  let start = 0;
  while (start < name.length && name[start] === known[start]) start++;
  let end = 0;
  while (end < Math.min(name.length, known.length) - start && name.at(-1 - end) === known.at(-1 - end)) end++;
  const wrong = name.slice(start, name.length - end);
  const right = known.slice(start, known.length - end);
  if (right.length === 2 && wrong === `${right[1]}${right[0]}`) return true;
  return start > 0 && end > 0 && wrong.length <= 1 && right.length <= 1;
}

/** Whether one is the plural of the other. */
const isOtherNumber = (name: string, known: string): boolean => `${name}s` === known || name === `${known}s`;

/** Whether the value is of the kind that a keyword takes. False for those that take many kinds. */
function takes(keyword: string, value: unknown): boolean {
  if (LISTS.has(keyword) && Array.isArray(value)) return true;
  if (SCHEMAS.has(keyword) || MAPS.has(keyword)) return isRecord(value);
  return /^(max|min)/.test(keyword) && typeof value === 'number';
}
