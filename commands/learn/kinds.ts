import { isRecord } from '../../src/text/options';
import { discriminatingField, isKindName } from './discriminating';
import { exampleOf } from './example';
import { fieldKeywords, isNameable, type LearntSchema, schemaOf, typeOf } from './schema-of';

/** A kind of message, learnt from some. */
export interface Kind {
  /** In PascalCase: `ChatSaid`. */
  readonly name: string;
  readonly schema: LearntSchema;
  /** One of the messages; undefined where none can stand in a document. */
  readonly example: unknown;
}

type Fields = Record<string, unknown>;

const NAMES = {
  object: 'Message',
  array: 'List',
  string: 'Text',
  integer: 'Number',
  number: 'Number',
  boolean: 'Boolean',
  null: 'Null',
};

/** The kinds of some messages that went one way, in whatever order they came. Each message fits the kind that it is of. */
export function kindsOf(messages: readonly unknown[]): Kind[] {
  const kinds = [
    ...objectKinds(messages.filter(isRecord)),
    ...listKinds(messages.filter(Array.isArray)),
    ...scalarKinds(messages.filter((message) => typeof message !== 'object' || message === null)),
  ];
  const sorted = kinds.sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0));
  return withOwnNames(sorted);
}

/** Two kinds whose constants differ in no letter have the same name at first. */
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
  const groups = groupedBy(objects, (object) => (Object.hasOwn(object, field) ? object[field] : undefined));
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

/** What has no name of its own: whatever tells the others apart is not there, or says something else. */
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

/** Lists that begin with a name, as events of some libraries do, are told apart by it. */
function listKinds(lists: readonly unknown[][]): Kind[] {
  if (lists.length === 0) return [];
  if (!areEvents(lists)) return [{ name: NAMES.array, schema: schemaOf(lists), example: exampleOf(lists) }];
  const groups = groupedBy(lists, ([first]) => first as string);
  return [...groups].map(([name, own]) => ({ name: pascalCase(name), schema: eventSchema(name, own), example: exampleOf(own) }));
}

/** Each begins with a name; and it is none of many texts, where something else stands behind it, or it is seen again. */
function areEvents(lists: readonly unknown[][]): boolean {
  if (!lists.every(([first]) => isKindName(first))) return false;
  const names = new Set(lists.map(([first]) => first));
  return lists.some((list) => list.slice(1).some((item) => typeof item !== 'string')) || lists.length >= 2 * names.size;
}

/** With more items than these, what stands behind the name is a list of alike. */
const MOST_POSITIONS = 6;

function eventSchema(name: string, lists: readonly unknown[][]): LearntSchema {
  const least = Math.min(...lists.map(({ length }) => length));
  const most = Math.max(...lists.map(({ length }) => length));
  if (most > MOST_POSITIONS) {
    const rest = schemaOf(lists.flatMap((list) => list.slice(1)));
    return { type: 'array', minItems: 1, items: [{ const: name }], additionalItems: rest };
  }
  const positions = Array.from({ length: most - 1 }, (_, index) =>
    schemaOf(lists.flatMap((list) => (list.length > index + 1 ? [list[index + 1]] : []))),
  );
  return { type: 'array', minItems: least, items: [{ const: name }, ...positions] };
}

const scalarKinds = (scalars: readonly unknown[]): Kind[] =>
  [...groupedBy(scalars, (scalar) => NAMES[typeOf(scalar)])].map(([name, own]) => ({
    name,
    schema: schemaOf(own),
    example: exampleOf(own),
  }));

function groupedBy<Value, Key>(values: readonly Value[], keyOf: (value: Value) => Key): Map<Key, Value[]> {
  const groups = new Map<Key, Value[]>();
  for (const value of values) {
    const key = keyOf(value);
    const known = groups.get(key);
    if (known) known.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}

/** `chat.user_joined` is `ChatUserJoined`. */
export function pascalCase(text: string): string {
  const words = text
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z\d]+/)
    .filter((word) => word !== '');
  const name = words
    .map((word) => word.charAt(0).toUpperCase() + (/^[A-Z\d]+$/.test(word) ? word.slice(1).toLowerCase() : word.slice(1)))
    .join('');
  return /^[A-Z]/.test(name) ? name : `Message${name}`;
}
