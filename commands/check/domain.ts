import { compilePattern } from '../../src/asyncapi/pattern';
import { shownValue } from '../../src/contract/issue-text';
import { listed } from '../../src/text/listed';
import { canonical } from './canonical';
import { below, type Conjunction, has, isNever, type Part, valuesOf } from './schema-part';

/** The types of JSON Schema, made disjoint: a number that is not an integer is a `fraction`. */
type Type = 'null' | 'boolean' | 'string' | 'integer' | 'fraction' | 'array' | 'object';

const ALL: readonly Type[] = ['object', 'array', 'string', 'integer', 'fraction', 'boolean', 'null'];

/** The types that a value may have. */
export function typesOf(parts: Conjunction): ReadonlySet<Type> {
  let types: readonly Type[] = ALL;
  for (const { schema } of parts) {
    if (schema === false) return new Set();
    if (schema.type === undefined) continue;
    const named = [schema.type].flat().flatMap((type): unknown[] => (type === 'number' ? ['integer', 'fraction'] : [type]));
    if (schema.nullable === true) named.push('null');
    types = types.filter((type) => named.includes(type));
  }
  if (valuesOf(parts, 'multipleOf').some(Number.isInteger)) types = types.filter((type) => type !== 'fraction');
  return new Set(types);
}

/** `a string or null`. */
export function typesText(types: Iterable<Type>): string {
  const names = [...types].map((type) => (type === 'fraction' ? 'number' : type)) as string[];
  const shown = names.filter((name) => name !== 'integer' || !names.includes('number'));
  if (shown.length === 0) return 'nothing';
  return shown.length >= 6 ? 'anything' : shown.map(withArticle).join(' or ');
}

const withArticle = (name: string): string => (name === 'null' ? name : `${/^[aio]/.test(name) ? 'an' : 'a'} ${name}`);

/** All values that fit, if they are listed: by `const`, by `enum`, or by types with only one or two values. */
export function listedValues(parts: Conjunction): readonly unknown[] | undefined {
  if (isNever(parts)) return [];
  const lists = [...valuesOf(parts, 'const').map((value) => [value]), ...valuesOf(parts, 'enum')] as unknown[][];
  const [first] = lists.sort((one, other) => one.length - other.length);
  if (first) return distinct(first).filter((value) => accept(parts, value));
  const types = [...typesOf(parts)];
  if (!types.every((type) => type === 'null' || type === 'boolean')) return undefined;
  return types.flatMap((type) => (type === 'null' ? [null] : [true, false])).filter((value) => accept(parts, value));
}

export const accept = (parts: Conjunction, value: unknown): boolean => parts.every((part) => part.source.accepts(part, value));

/** The parts, separately for each type that they allow. */
export function splitByType(parts: Conjunction): Conjunction[] {
  const types = new Set([...typesOf(parts)].map((type) => (type === 'integer' || type === 'fraction' ? 'number' : type)));
  const [first] = parts;
  if (types.size < 2 || types.size === ALL.length - 1 || !first) return [parts];
  return [...types].map((type) => [...parts, { ...first, schema: { type }, key: `only ${type}` }]);
}

const distinct = (values: readonly unknown[]): unknown[] => [
  ...new Map(values.map((value) => [canonical(value), value])).values(),
];

/** The values that are not among the others. */
export function missingIn(values: readonly unknown[], others: readonly unknown[]): unknown[] {
  const known = new Set(others.map(canonical));
  return values.filter((value) => !known.has(canonical(value)));
}

const DEEPEST = 3;

/** Whether it is certain that no value fits both. */
export function areDisjoint(one: Conjunction, other: Conjunction, depth = 0): boolean {
  if (isNever(one) || isNever(other)) return true;
  const types = typesOf(other);
  if (![...typesOf(one)].some((type) => types.has(type))) return true;
  const [values, otherValues] = [listedValues(one), listedValues(other)];
  if (values) return !values.some((value) => accept(other, value));
  if (otherValues) return !otherValues.some((value) => accept(one, value));
  if (depth >= DEEPEST || [...typesOf(one)].some((type) => types.has(type) && type !== 'object')) return false;
  const required = requiredIn(other);
  return [...requiredIn(one)].some(
    (name) => required.has(name) && areDisjoint(propertyOf(one, name), propertyOf(other, name), depth + 1),
  );
}

export const requiredIn = (parts: Conjunction): ReadonlySet<string> =>
  new Set(valuesOf(parts, 'required').flatMap((names) => (Array.isArray(names) ? (names as string[]) : [])));

/** The schemas for a property. */
export const propertyOf = (parts: Conjunction, name: string): Conjunction => parts.flatMap((part) => propertyOfPart(part, name));

function propertyOfPart(part: Part, name: string): Conjunction {
  const { properties = {}, patternProperties = {} } = part.schema as Record<string, Record<string, unknown>>;
  const named = Object.hasOwn(properties, name) ? [below(part, 'properties', name)] : [];
  const matching = Object.keys(patternProperties).filter((pattern) => compilePattern(pattern).test(name));
  const all = [...named, ...matching.map((pattern) => below(part, 'patternProperties', pattern))];
  return all.length > 0 ? all.flat() : otherPropertyOf(part);
}

/** The schemas for a property that a part does not name. */
export const otherPropertyOf = (part: Part): Conjunction =>
  has(part, 'additionalProperties') ? below(part, 'additionalProperties') : [];

const MOST_LISTED = 6;

/** Values in a sentence: `"gif", "png"`. */
export const valuesText = (values: readonly unknown[], place: string): string =>
  listed(values, MOST_LISTED, (value) => shownValue(place, value));

/** A schema in two or three words. */
export function brief(parts: Conjunction): string {
  const values = listedValues(parts);
  if (values && values.length > 0) return valuesText(values, '');
  return typesText(typesOf(parts));
}
