import type { JsonSchema } from '../../src/asyncapi/json-schema-bundle';
import { keysOf, pointerBelow } from '../../src/contract/pointer';
import { isRecord } from '../../src/text/options';
import type { WrittenAt } from './severity';

/** A JSON Schema, with functions about its parts. */
export interface SchemaSource {
  /** It refers to nothing but its own `definitions`. */
  readonly schema: JsonSchema;
  /** Whether a part of it takes a value. */
  accepts(part: Part, value: unknown): boolean;
  /** The place of a part in the document, or of the nearest part around it. */
  where(pointer: string): WrittenAt;
}

/** A part of a schema without references to others: `false`, or its keywords without `$ref` and `allOf`. */
export interface Part {
  readonly source: SchemaSource;
  readonly pointer: string;
  readonly schema: false | Readonly<Record<string, unknown>>;
  /** Identifies it, also among parts of the same place that have other keywords. */
  readonly key: string;
}

/** Parts that must all fit: those of one schema and of all that it includes. If it is empty, any value fits. */
export type Conjunction = readonly Part[];

export const wholeOf = (source: SchemaSource): Conjunction => flattened(source, source.schema, '', []);

/** The conjunction of the schema below a keyword of a part: `['properties', 'text']`. */
export function below({ source, schema, pointer }: Part, ...keys: readonly (string | number)[]): Conjunction {
  const value = keys.reduce<unknown>((at, key) => (at as Record<string | number, unknown>)[key], schema);
  return flattened(source, value, keys.reduce(pointerBelow, pointer), []);
}

/** @param refs The references that were followed on the way: one that is met again adds nothing. */
function flattened(source: SchemaSource, schema: unknown, pointer: string, refs: readonly string[]): Conjunction {
  if (schema === false) return [{ source, pointer, schema, key: pointer }];
  if (!isRecord(schema)) return [];
  const { $ref, allOf, definitions, ...own } = schema;
  const parts: Part[] = Object.keys(own).length > 0 ? [{ source, pointer, schema: own, key: pointer }] : [];
  if (typeof $ref === 'string' && !refs.includes($ref)) {
    const target = $ref.slice(1);
    parts.push(...flattened(source, valueOf(source.schema, target), target, [...refs, $ref]));
  }
  if (Array.isArray(allOf)) {
    allOf.forEach((branch, index) => {
      parts.push(...flattened(source, branch, `${pointer}/allOf/${index}`, refs));
    });
  }
  return parts;
}

/** The value at a pointer in a schema. Unlike `valueAt()`, it may lead through `true` and `false`. */
function valueOf(schema: JsonSchema, pointer: string): unknown {
  return keysOf(pointer).reduce<unknown>((at, key) => (isRecord(at) || Array.isArray(at) ? at[key as never] : undefined), schema);
}

/** A part without a keyword. */
export function without(part: Part, keyword: string): Conjunction {
  const { [keyword]: _, ...schema } = part.schema as Record<string, unknown>;
  return Object.keys(schema).length === 0 ? [] : [{ ...part, schema, key: `${part.key} without ${keyword}` }];
}

/** The values of a keyword, of all parts that have it. */
export const valuesOf = (parts: Conjunction, keyword: string): readonly unknown[] =>
  parts.flatMap(({ schema }) => (schema !== false && Object.hasOwn(schema, keyword) ? [schema[keyword]] : []));

export const has = ({ schema }: Part, keyword: string): boolean => schema !== false && Object.hasOwn(schema, keyword);

/** Whether no value fits, because a part is `false`. */
export const isNever = (parts: Conjunction): boolean => parts.some(({ schema }) => schema === false);

export const keyOf = (parts: Conjunction): string =>
  parts
    .map(({ key }) => key)
    .sort()
    .join(' & ');
