import { formatOf, ID } from '../../src/record/text-formats';
import { MASK } from '../../src/text/mask';
import { isRecord } from '../../src/text/options';
import { Bytes } from './bytes';

export type LearntSchema = Record<string, unknown>;

const TYPES = ['object', 'array', 'string', 'integer', 'number', 'boolean', 'null'] as const;
/** Values that are deeper than this may be anything. */
const DEEPEST = 20;

/**
 * The schema that some values have in common, whatever their order.
 * @param name The name of their field.
 */
export function schemaOf(values: readonly unknown[], name = '', depth = 0): LearntSchema {
  if (depth > DEEPEST || values.length === 0) return {};
  if (values.some((value) => value instanceof Bytes)) return { description: 'Bytes, of which JSON Schema knows nothing.' };
  const types = TYPES.filter((type) => values.some((value) => typeOf(value) === type));
  const named = types.includes('number') ? types.filter((type) => type !== 'integer') : types;
  const objects = values.filter(isRecord);
  const lists = values.filter(Array.isArray);
  const texts = values.filter((value) => typeof value === 'string');
  return {
    type: named.length === 1 ? named[0] : named,
    ...(texts.length > 0 && textKeywords(texts, name, named.length === 1)),
    ...(lists.length > 0 && itemKeywords(lists, name, depth)),
    ...(objects.length > 0 && (isMap(objects) ? mapKeywords(objects, depth) : fieldKeywords(objects, depth))),
  };
}

export function typeOf(value: unknown): (typeof TYPES)[number] {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value as 'object' | 'string' | 'boolean';
}

function itemKeywords(lists: readonly unknown[][], name: string, depth: number): LearntSchema {
  const items = lists.flat();
  return items.length > 0 ? { items: schemaOf(items, name, depth + 1) } : {};
}

/** Whether a document can have a field of this name: not one with a special meaning there, with lone surrogates, or masked. */
export const isNameable = (name: string): boolean =>
  !/^(__proto__|<<|\$ref)$/.test(name) && !/\p{Surrogate}/u.test(name) && !name.includes(MASK);

/** The keywords for the fields of similar objects. */
export function fieldKeywords(objects: readonly Record<string, unknown>[], depth = 0): LearntSchema {
  const names = namesIn(objects);
  if (names.length === 0) return {};
  const required = names.filter((name) => objects.every((object) => Object.hasOwn(object, name)));
  const properties = new Map(names.map((name) => [name, schemaOf(valuesAt(objects, name), name, depth + 1)]));
  return { ...(required.length > 0 && { required }), properties };
}

export const valuesAt = (objects: readonly Record<string, unknown>[], name: string): unknown[] =>
  objects.flatMap((object) => (Object.hasOwn(object, name) ? [object[name]] : []));

/** The names of the fields, in the order that they have in most of the objects. */
function namesIn(objects: readonly Record<string, unknown>[]): string[] {
  const places = new Map<string, { sum: number; count: number }>();
  for (const object of objects) {
    Object.keys(object).forEach((name, index) => {
      const place = places.get(name) ?? { sum: 0, count: 0 };
      places.set(name, place);
      place.sum += index;
      place.count++;
    });
  }
  const mean = (name: string) => (places.get(name)?.sum ?? 0) / (places.get(name)?.count ?? 1);
  return [...places.keys()].filter(isNameable).sort((one, other) => mean(one) - mean(other) || (one < other ? -1 : 1));
}

/** With more different names than these, objects that share few of them are maps. */
const MANY_NAMES = 20;
const FEW = 0.3;

/** Whether objects are maps, whose names are values: ids, or many names of which each object has only a few. */
function isMap(objects: readonly Record<string, unknown>[]): boolean {
  const names = new Set(objects.flatMap((object) => Object.keys(object)));
  if (names.size === 0) return false;
  if ([...names].every((name) => ID.test(name))) return true;
  const mean = objects.reduce((sum, object) => sum + Object.keys(object).length, 0) / objects.length;
  const types = new Set(objects.flatMap((object) => Object.values(object)).map(typeOf));
  return names.size > MANY_NAMES && mean / names.size < FEW && types.size === 1;
}

const mapKeywords = (objects: readonly Record<string, unknown>[], depth: number): LearntSchema => ({
  additionalProperties: schemaOf(
    objects.flatMap((object) => Object.values(object)),
    '',
    depth + 1,
  ),
});

/** How often the values of an enumeration must be seen on average; each of them must occur more than once. */
const OFTEN = 5;
const MOST_LISTED = 8;
const WORD = /^[A-Za-z][\w-]{0,29}$/;
/** Names of fields that have few values only in tests, and so are no enumerations. */
const OF_MANY =
  /(name|user|id|from|to|by|author|sender|owner|room|channel|topic|text|message|title|body|nick|mail|key|token)s?$/i;

function textKeywords(texts: readonly string[], name: string, isOnlyText: boolean): LearntSchema {
  if (texts.some((text) => text.includes(MASK))) return {};
  const format = formatOf(texts);
  if (format !== undefined) return { format };
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const isEnum =
    isOnlyText &&
    counts.size > 1 &&
    counts.size <= MOST_LISTED &&
    texts.length >= OFTEN * counts.size &&
    [...counts].every(([text, count]) => count > 1 && WORD.test(text)) &&
    !OF_MANY.test(name);
  return isEnum ? { enum: [...counts.keys()].sort() } : {};
}
