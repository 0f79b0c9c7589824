import { pointerBelow } from '../contract/pointer';
import { isRecord } from '../text/options';
import { said, show } from '../text/show';
import type { Located } from './located';
import { compilePattern } from './pattern';

/** A JSON Schema, or a part of one. */
export type JsonSchema = boolean | { readonly [keyword: string]: unknown; readonly [EXAMPLES]?: readonly unknown[] };

/** A schema that needs no other file: what it refers to is among its `definitions`. */
export interface Bundle {
  readonly schema: JsonSchema;
  /** Where each part of it stands in the document, by its JSON pointer within the bundle. */
  readonly sources: ReadonlyMap<string, Located>;
}

/** Keywords whose value is one schema. */
const SCHEMAS = new Set([
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
const LISTS = new Set(['allOf', 'anyOf', 'items', 'oneOf', 'prefixItems']);
/** Keywords whose value is a map of schemas. */
const MAPS = new Set(['dependencies', 'dependentSchemas', 'patternProperties', 'properties']);
/** Keywords whose value is data. All other keywords say nothing of a message, and are left out. */
const DATA = new Set([
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

/** Brings a schema and all that it refers to, in whatever files, into one. Recursive schemas stay so. */
export function bundled(root: Located): Bundle {
  return new Bundler(root).bundle();
}

class Bundler {
  readonly #root: Located;
  readonly #sources = new Map<string, Located>();
  readonly #names = new Map<string, string>();
  /** What is referred to and not yet among the definitions. */
  readonly #pending: Located[] = [];
  /** Draft 7, and with it AsyncAPI, ignores what stands beside a reference; later versions do not. */
  readonly #looksBesideRefs: boolean;

  constructor(root: Located) {
    this.#root = root.followed();
    this.#looksBesideRefs = /20(19-09|20-12)/.test(this.#root.text('$schema') ?? '');
  }

  bundle(): Bundle {
    const schema = this.#visit(this.#root, '');
    const definitions: Record<string, JsonSchema> = {};
    for (let next = this.#pending.shift(); next; next = this.#pending.shift()) {
      const name = this.#names.get(next.id) as string;
      definitions[name] = this.#visit(next, `/definitions/${name}`);
    }
    const isWhole = typeof schema === 'boolean' || Object.keys(definitions).length === 0;
    return { schema: isWhole ? schema : { ...schema, definitions }, sources: this.#sources };
  }

  #visit(at: Located, pointer: string): JsonSchema {
    this.#sources.set(pointer, at);
    const { value } = at;
    if (!isRecord(value)) return value as JsonSchema; // if it is no schema, the check of all schemas says so
    const schema: Record<string | symbol, unknown> = {};
    const target = at.referred();
    if (target) schema.$ref = this.#refTo(target.followed());
    if (target && !this.#looksBesideRefs) return schema;
    for (const keyword of Object.keys(value)) this.#visitKeyword(schema, keyword, at.below(keyword), `${pointer}/${keyword}`);
    if (schema.nullable !== undefined && typeof schema.nullable !== 'boolean') {
      throw at.below('nullable').problem(`must be true or false, not ${show(schema.nullable)}`); // it is no keyword of JSON Schema
    }
    if (schema.type === undefined) delete schema.nullable;
    exclude(schema, 'minimum', 'exclusiveMinimum');
    exclude(schema, 'maximum', 'exclusiveMaximum');
    const examples = examplesIn(value);
    if (examples.length > 0) schema[EXAMPLES] = examples;
    return schema;
  }

  #visitKeyword(schema: Record<string | symbol, unknown>, keyword: string, part: Located, pointer: string): void {
    const { value } = part;
    this.#sources.set(pointer, part);
    if (LISTS.has(keyword) && Array.isArray(value)) {
      schema[keyword] = value.map((_, index) => this.#visit(part.below(index), `${pointer}/${index}`));
    } else if (MAPS.has(keyword) && isRecord(value)) {
      const map: Record<string, unknown> = {};
      for (const [name, item] of Object.entries(value)) {
        if (keyword === 'patternProperties') checkPattern(name, part);
        const isSchema = !Array.isArray(item); // a list: dependencies of draft 7
        map[name] = isSchema ? this.#visit(part.below(name), pointerBelow(pointer, name)) : item;
      }
      schema[keyword] = map;
    } else if (SCHEMAS.has(keyword)) schema[keyword] = this.#visit(part, pointer);
    else if (DATA.has(keyword) || LISTS.has(keyword) || MAPS.has(keyword)) {
      if (keyword === 'pattern' && typeof value === 'string') checkPattern(value, part);
      schema[keyword] = value;
    }
  }

  #refTo(target: Located): string {
    let name = this.#names.get(target.id);
    if (name === undefined) {
      name = `${this.#names.size}`;
      this.#names.set(target.id, name);
      this.#pending.push(target);
    }
    return `#/definitions/${name}`;
  }
}

/** OpenAPI 3.0 and draft 4 say beside a limit whether it is excluded; later drafts have a limit that is. */
function exclude(schema: Record<string | symbol, unknown>, limit: string, excluded: string): void {
  const isExcluded = schema[excluded];
  if (typeof isExcluded !== 'boolean') return;
  delete schema[excluded];
  if (!isExcluded || schema[limit] === undefined) return;
  schema[excluded] = schema[limit];
  delete schema[limit];
}

/** Where the examples of a schema are kept: whether they fit is seen when they are used, and they say nothing of messages. */
export const EXAMPLES: unique symbol = Symbol('examples');

function examplesIn({ examples, example, default: usual }: Record<string, unknown>): unknown[] {
  return [...(Array.isArray(examples) ? examples : []), example, usual].filter((value) => value !== undefined);
}

function checkPattern(pattern: string, at: Located): void {
  try {
    compilePattern(pattern);
  } catch (error) {
    throw at.problem(`is not a regular expression: ${said(error)}`);
  }
}
