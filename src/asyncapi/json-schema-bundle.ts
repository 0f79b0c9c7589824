import { keysOf } from '../contract/pointer';
import { isRecord } from '../text/options';
import { said, show } from '../text/show';
import { isYoungBesideRef, looksBesideRefs, schemaRoot } from './json-schema-dialect';
import { DATA, LISTS, MAPS, meantKeyword, SCHEMAS } from './json-schema-keywords';
import type { Located } from './located';
import { compilePattern } from './pattern';
import { JSON_SCHEMA, wrappedSchema } from './wrapped-schema';

/** A JSON Schema, or a part of one. */
export type JsonSchema = boolean | { readonly [keyword: string]: unknown; readonly [EXAMPLES]?: readonly unknown[] };

/** A schema that needs no other file: what it refers to is among its `definitions`. */
export interface Bundle {
  /** Its own name among the definitions. */
  readonly name: string;
  readonly schema: JsonSchema;
  /** The definitions that it needs, including itself: there may be others, which other schemas of the bundler need. */
  readonly needed: readonly string[];
  /** The place of a part of it in the document; if that is not there, of the nearest part around it. */
  sourceOf(pointer: string): Located;
}

/**
 * Brings a schema and all that it refers to, in whatever files, into one schema. Recursive schemas stay recursive.
 * @param format The `schemaFormat` that the document gives it.
 */
export function bundled(schema: Located, format?: string): Bundle {
  const root = schemaRoot(schema, format);
  return new Bundler({
    looksBesideRefs: looksBesideRefs(root, format),
    refTo: (name) => `#/definitions/${name}`,
  }).bundle(root);
}

export interface BundlerOptions {
  /** Whether keywords beside a reference count: draft 7, and with it AsyncAPI, ignores them; later versions do not. */
  readonly looksBesideRefs: boolean;
  /** Makes the reference to another definition. */
  refTo(name: string): string;
}

/** Bundles schemas of a document, which share their definitions: what several refer to is read once. */
export class Bundler {
  readonly #options: BundlerOptions;
  readonly #names = new Map<string, string>();
  readonly #located = new Map<string, Located>();
  readonly #definitions: Record<string, JsonSchema> = {};
  /** The definitions that each definition refers to directly. */
  readonly #refs = new Map<string, Set<string>>();
  /** The names that are referred to and are not among the definitions yet. */
  readonly #pending: string[] = [];

  constructor(options: BundlerOptions) {
    this.#options = options;
  }

  /** @param root The schema as a whole, as `schemaRoot` gives it. */
  bundle(root: Located): Bundle {
    const name = this.#nameOf(root);
    for (let next = this.#pending.shift(); next !== undefined; next = this.#pending.shift()) {
      const refs = new Set<string>();
      this.#refs.set(next, refs);
      this.#definitions[next] = this.#visit(this.#located.get(next) as Located, refs);
    }
    const own = this.#definitions[name] as JsonSchema;
    return {
      name,
      schema: isRecord(own) ? { ...own, definitions: this.#definitions } : own,
      needed: this.#neededBy(name),
      sourceOf: (pointer) => this.sourceOf(name, pointer),
    };
  }

  /** A definition, by its name. */
  definition(name: string): JsonSchema {
    return this.#definitions[name] as JsonSchema;
  }

  /** The place of a part of a definition in the document; its pointer may lead into another definition. */
  sourceOf(name: string, pointer: string): Located {
    const [, other, rest] = /^\/definitions\/(\d+)(.*)$/s.exec(pointer) ?? [];
    let at = this.#located.get(other ?? name) as Located;
    for (const key of keysOf(rest ?? pointer)) {
      const { value } = at;
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) break;
      at = at.below(Array.isArray(value) ? Number(key) : key);
    }
    return at;
  }

  #neededBy(name: string): readonly string[] {
    const needed = new Set([name]);
    for (const one of needed) for (const ref of this.#refs.get(one) as Set<string>) needed.add(ref);
    return [...needed];
  }

  #visit(at: Located, refs: Set<string>): JsonSchema {
    const { value } = at;
    if (!isRecord(value)) return value as JsonSchema; // if it is no schema, the check of all schemas says so
    const schema: Record<string | symbol, unknown> = {};
    const target = at.referred();
    if (target) {
      at.followed(); // which refuses one that leads to itself
      const name = this.#nameOf(this.#schemaAt(target, at));
      refs.add(name);
      schema.$ref = this.#options.refTo(name);
      if (!this.#options.looksBesideRefs && !isYoungBesideRef(value)) return schema;
    }
    const dynamic = ['$dynamicRef', '$recursiveRef'].find((keyword) => Object.hasOwn(value, keyword));
    if (dynamic !== undefined) {
      throw at.problem(`has a ${dynamic}, which is not understood: write a $ref to the schema that it means`, dynamic);
    }
    for (const keyword of Object.keys(value)) this.#visitKeyword(schema, keyword, at.below(keyword), refs);
    if (schema.nullable !== undefined && typeof schema.nullable !== 'boolean') {
      throw at.below('nullable').problem(`must be true or false, not ${show(schema.nullable)}`); // it is no keyword of JSON Schema
    }
    if (schema.type === undefined || schema.nullable !== true) delete schema.nullable; // ajv refuses false beside null
    exclude(schema, 'minimum', 'exclusiveMinimum');
    exclude(schema, 'maximum', 'exclusiveMaximum');
    const examples = examplesIn(value);
    if (examples.length > 0) schema[EXAMPLES] = examples;
    return schema;
  }

  /** The schema to which a reference leads. */
  #schemaAt(target: Located, from: Located): Located {
    const { value } = target;
    if (!isRecord(value)) return target;
    if (Object.hasOwn(value, '$ref')) {
      const isSchema = this.#options.looksBesideRefs || isYoungBesideRef(value);
      return isSchema && Object.keys(value).length > 1 ? target : this.#schemaAt(target.referred() as Located, target);
    }
    if (target.place.length === 0 && Object.hasOwn(value, 'asyncapi')) {
      throw from.problem('has a $ref to the whole document, which is not a schema: write a pointer to the schema, from the top');
    }
    return this.#unwrapped(target, from);
  }

  #unwrapped(target: Located, from: Located): Located {
    const wrapped = wrappedSchema(target);
    if (!wrapped) return target;
    if (JSON_SCHEMA.test(wrapped.format)) return this.#schemaAt(wrapped.schema, target);
    throw from.problem(`has a $ref to a schema of ${show(wrapped.format)}, which cannot be a part of JSON Schema`);
  }

  #visitKeyword(schema: Record<string | symbol, unknown>, keyword: string, part: Located, refs: Set<string>): void {
    const { value } = part;
    if (LISTS.has(keyword) && Array.isArray(value)) {
      schema[keyword] = value.map((_, index) => this.#visit(part.below(index), refs));
    } else if (MAPS.has(keyword) && isRecord(value)) {
      const map: Record<string, unknown> = {};
      for (const [name, item] of Object.entries(value)) {
        if (keyword === 'patternProperties') checkPattern(name, part);
        map[name] = Array.isArray(item) ? item : this.#visit(part.below(name), refs); // a list: dependencies of draft 7
      }
      schema[keyword] = map;
    } else if (SCHEMAS.has(keyword)) schema[keyword] = this.#visit(part, refs);
    else if (DATA.has(keyword) || LISTS.has(keyword) || MAPS.has(keyword)) {
      if (keyword === 'pattern' && typeof value === 'string') checkPattern(value, part);
      schema[keyword] = value;
    } else refuseMisspeltKeyword(part, keyword);
  }

  #nameOf(target: Located): string {
    const known = this.#names.get(target.id);
    if (known !== undefined) return known;
    if (MESSAGE.test(target.pointer) && isRecord(target.value) && Object.hasOwn(target.value, 'payload')) {
      throw target.problem(`is a message, and not the schema that a $ref takes it for: write '#${target.pointer}/payload'`);
    }
    const name = `${this.#names.size}`;
    this.#names.set(target.id, name);
    this.#located.set(name, target);
    this.#pending.push(name);
    return name;
  }
}

/** The place of a message in a document of AsyncAPI. */
const MESSAGE = /^\/(components|channels\/[^/]+)\/messages\/[^/]+$/;

/** The schema that a reference in a bundle leads to. */
export function targetOf(root: JsonSchema, ref: string): unknown {
  const { definitions } = root as { readonly definitions?: Record<string, unknown> };
  return definitions?.[nameIn(ref)];
}

/** The name of a definition in a reference to it: `#/definitions/7`, `schema:7`. */
export const nameIn = (ref: string): string => ref.slice(Math.max(ref.lastIndexOf('/'), ref.lastIndexOf(':')) + 1);

/** In OpenAPI 3.0 and draft 4, `exclusiveMinimum: true` stands beside `minimum`; in later drafts it is the limit itself. */
function exclude(schema: Record<string | symbol, unknown>, limit: string, excluded: string): void {
  const isExcluded = schema[excluded];
  if (typeof isExcluded !== 'boolean') return;
  delete schema[excluded];
  if (!isExcluded || schema[limit] === undefined) return;
  schema[excluded] = schema[limit];
  delete schema[limit];
}

function refuseMisspeltKeyword(part: Located, keyword: string): void {
  const meant = meantKeyword(keyword, part.value);
  if (meant === undefined) return;
  throw part.problem(`is a keyword that JSON Schema does not have. Did you mean '${meant}'?`);
}

/** The key of a schema's examples, which do not restrict messages. Whether they fit is checked when they are used. */
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
