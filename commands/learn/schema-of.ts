import { formatOf, ID } from '../../src/record/text-formats';
import { MASK } from '../../src/text/mask';
import { isRecord } from '../../src/text/options';
import { Bytes } from './bytes';

export type LearntSchema = Record<string, unknown>;

const TYPES = ['object', 'array', 'string', 'integer', 'number', 'boolean', 'null'] as const;
/** What is deeper may be anything. */
const DEEPEST = 20;

/**
 * The schema that some values have in common, in whatever order they came.
 * @param name The field that they are of.
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

/** Not what documents cannot hold as a name, for it has a meaning of its own there, or no text can say it; nor what is masked. */
export const isNameable = (name: string): boolean =>
  !/^(__proto__|<<|\$ref)$/.test(name) && !/\p{Surrogate}/u.test(name) && !name.includes(MASK);

/** The fields of objects that are alike. */
export function fieldKeywords(objects: readonly Record<string, unknown>[], depth = 0): LearntSchema {
  const names = namesIn(objects);
  if (names.length === 0) return {};
  const required = names.filter((name) => objects.every((object) => Object.hasOwn(object, name)));
  const properties = new Map(names.map((name) => [name, schemaOf(valuesAt(objects, name), name, depth + 1)]));
  return { ...(required.length > 0 && { required }), properties };
}

export const valuesAt = (objects: readonly Record<string, unknown>[], name: string): unknown[] =>
  objects.flatMap((object) => (Object.hasOwn(object, name) ? [object[name]] : []));

/** In the order in which they stand in most of the objects. */
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

/** Whether the names are values: ids, or many, of which each object has a few. */
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

/** A value that is one of a few is seen so often, and each of them more than once. */
const OFTEN = 5;
const MOST_LISTED = 8;
const WORD = /^[A-Za-z][\w-]{0,29}$/;
/** Of these there are only a few in tests. */
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
