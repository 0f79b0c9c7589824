import { isRecord } from '../../src/text/options';
import { Bytes } from './bytes';
import { discriminatingField, isKindName } from './discriminating';
import { exampleOf } from './example';
import { sortedGroups } from './grouping';
import type { Kind } from './kind';
import { listKinds } from './list-kinds';
import { pascalCase } from './pascal-case';
import { fieldKeywords, isNameable, type LearntSchema, schemaOf, typeOf } from './schema-of';

type Fields = Record<string, unknown>;

const NAMES = {
  object: 'Message',
  array: 'List',
  string: 'Text',
  integer: 'Number',
  number: 'Number',
  boolean: 'Boolean',
  null: 'Empty',
};

/** A kind that the codec has named. */
const eventKind = (event: string, payloads: readonly unknown[]): Kind => ({
  name: pascalCase(event),
  event,
  schema: payloads.includes(undefined) ? {} : schemaOf(payloads),
  example: exampleOf(payloads.filter((payload) => payload !== undefined)),
});

/** The kind of a message that is bytes, which a contract judges as a text. */
const BYTES: Kind = {
  name: 'Bytes',
  contentType: 'application/octet-stream',
  schema: { type: 'string', format: 'binary' },
  example: undefined,
};

/** The kinds of some messages of one direction, whatever their order. Each message fits its kind. */
export function kindsOf(all: readonly unknown[], named: ReadonlyMap<string, readonly unknown[]> = new Map()): Kind[] {
  const messages = all.filter((message) => !(message instanceof Bytes));
  const kinds = [
    ...[...named].sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, own]) => eventKind(name, own)),
    ...(messages.length < all.length ? [BYTES] : []),
    ...objectKinds(messages.filter(isRecord)),
    ...listKinds(messages.filter(Array.isArray), NAMES.array),
    ...scalarKinds(messages.filter((message) => typeof message !== 'object' || message === null)),
  ];
  const sorted = kinds.sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0));
  return withOwnNames(sorted);
}

/** Makes names distinct: constants that have the same letters give the same name at first. */
function withOwnNames(kinds: readonly Kind[]): Kind[] {
  const taken = new Set<string>();
  return kinds.map((kind) => {
    let { name } = kind;
    for (let number = 2; taken.has(name); number++) name = `${kind.name}${number}`;
    taken.add(name);
    return { ...kind, name };
  });
}

function objectKinds(objects: readonly Fields[], told: ReadonlyMap<string, readonly string[]> = new Map()): Kind[] {
  if (objects.length === 0) return [];
  const field = discriminatingField(objects, [...told.keys()]);
  if (field === undefined || !isNameable(field)) return [otherKind(objects, told)];
  const groups = sortedGroups(objects, (object) => (Object.hasOwn(object, field) ? object[field] : undefined));
  const names = [...groups.keys()].filter(isKindName).sort();
  const kinds = names.map((name): Kind => {
    const own = groups.get(name) as readonly Fields[];
    const { properties, ...more } = fieldKeywords(own);
    const told = new Map(
      [...(properties as Map<string, LearntSchema>)].map(([key, schema]) => [key, key === field ? { const: name } : schema]),
    );
    return { name: pascalCase(name), schema: { type: 'object', ...more, properties: told }, example: exampleOf(own) };
  });
  const rest = objects.filter((object) => !(Object.hasOwn(object, field) && isKindName(object[field])));
  return [...kinds, ...objectKinds(rest, new Map([...told, [field, names]]))];
}

/** The kind of all objects without a name of their own: the field that tells the others apart is missing, or is no name. */
function otherKind(objects: readonly Fields[], told: ReadonlyMap<string, readonly string[]>): Kind {
  const schema = told.size === 0 ? schemaOf(objects) : { type: 'object', ...fieldKeywords(objects) };
  const properties = new Map((schema.properties as Map<string, LearntSchema> | undefined) ?? []);
  for (const [field, names] of told) properties.set(field, { ...properties.get(field), not: { enum: names } });
  return {
    name: told.size === 0 ? NAMES.object : 'OtherMessage',
    schema: properties.size > 0 ? { ...schema, properties } : schema,
    example: exampleOf(objects),
  };
}

const scalarKinds = (scalars: readonly unknown[]): Kind[] =>
  [...sortedGroups(scalars, (scalar) => NAMES[typeOf(scalar)])].map(([name, own]) => ({
    name,
    schema: schemaOf(own),
    example: exampleOf(own),
  }));
