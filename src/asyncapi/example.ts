import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '../text/options';
import { numberOf, textOf, typeIn } from './example-scalars';
import { EXAMPLES, type JsonSchema } from './json-schema-bundle';
import { type MergedSchema, mergedSchema } from './merged-schema';
import { compilePattern } from './pattern';

/** Whether a value fits a part of the schema. */
export type FitsPart = (part: unknown, value: unknown) => boolean;

/** How deep an example may be. */
const DEEPEST = 12;
/** Optional fields are made down to this depth. */
const DEEPEST_OPTIONAL = 3;
/** How many schemas are tried. */
const MOST = 3000;
/** No example has a longer array. */
const MOST_ITEMS = 100;

/** Nothing was found that fits. */
const NONE: unique symbol = Symbol('no example');
type Found = unknown;

/**
 * A value that fits a schema: one of its own (`examples`, `default`), otherwise a simple one that is made.
 * @returns undefined if none was found; JSON has no such value.
 */
export function exampleOfSchema(schema: JsonSchema, fits: FitsPart): unknown {
  const found = new ExampleMaker(schema, fits).make([schema], { depth: 0, refs: [], salt: 0, isBare: false });
  return found === NONE || !fits(schema, found) ? undefined : found;
}

interface At {
  readonly depth: number;
  /** The references around it: one that is met a third time is not followed, since it may be endless. */
  readonly refs: readonly string[];
  /** A number that makes the items of an array differ. */
  readonly salt: number;
  /** Whether it has only what is required, so that only one branch of a choice may fit. */
  readonly isBare: boolean;
}

class ExampleMaker {
  readonly #root: JsonSchema;
  readonly #fits: FitsPart;
  #left = MOST;

  constructor(root: JsonSchema, fits: FitsPart) {
    this.#root = root;
    this.#fits = fits;
  }

  /** @param parts All of them must fit. */
  make(parts: readonly unknown[], at: At): Found {
    if (at.depth > DEEPEST || this.#left-- <= 0) return NONE;
    const schema = mergedSchema(parts, this.#root, at.refs);
    if (!schema || schema.refs.some((ref) => schema.refs.filter((other) => other === ref).length > 2)) return NONE;
    const inside = { ...at, refs: schema.refs };
    const isRight = (value: unknown) => value !== NONE && parts.every((part) => this.#fits(part, value));
    const own = this.#written(schema, at.salt).find(isRight);
    if (own !== undefined) return own;
    if (Array.isArray(schema.enum)) return NONE;
    const [choice, ...choices] = schema.choices;
    if (choice) {
      const made = (isBare: boolean) => (branch: unknown) =>
        this.make([{ ...schema, choices }, branch], { ...inside, isBare: inside.isBare || isBare });
      const full = this.#firstOf(choice, made(false), isRight);
      return full === NONE && !inside.isBare ? this.#firstOf(choice, made(true), isRight) : full;
    }
    if (schema.if !== undefined) {
      const { if: condition, then: met = true, else: otherwise = true, ...rest } = schema;
      const ways = [
        [rest, condition, met],
        [rest, otherwise],
      ];
      return this.#firstOf(ways, (way) => this.make(way as unknown[], inside), isRight);
    }
    return this.#ofType(schema, inside, isRight);
  }

  #firstOf(branches: readonly unknown[], make: (branch: unknown) => Found, isRight: (value: unknown) => boolean): Found {
    for (const branch of branches) {
      const made = make(branch);
      if (isRight(made)) return made;
    }
    return NONE;
  }

  /** The values that are written in the schema itself: examples, a default, those of an enumeration. */
  #written({ enum: values, [EXAMPLES]: examples }: MergedSchema, salt: number): unknown[] {
    const own = [...(examples ?? []), ...(Array.isArray(values) ? values : [])].filter(isJson);
    const turn = own.length === 0 ? 0 : salt % own.length;
    return [...own.slice(turn), ...own.slice(0, turn)];
  }

  #ofType(schema: MergedSchema, at: At, isRight: (value: unknown) => boolean): Found {
    for (const type of typeIn(schema)) {
      const isHard = ['not', 'pattern', 'format', 'contains', 'propertyNames', 'dependencies', 'multipleOf'].some(
        (keyword) => keyword in schema,
      );
      for (const made of this.#candidates(type, schema, at)) {
        if (made !== NONE && (!isHard || isRight(made))) return made;
      }
    }
    return NONE;
  }

  *#candidates(type: unknown, schema: MergedSchema, at: At): Iterable<Found> {
    if (type === 'object') {
      yield this.#object(schema, at, at.depth < DEEPEST_OPTIONAL && !at.isBare);
      yield this.#object(schema, at, false);
    } else if (type === 'array') {
      yield this.#array(schema, at, 1);
      yield this.#array(schema, at, 0);
    } else if (type === 'string') yield* textOf(schema, at.salt);
    else if (type === 'number' || type === 'integer') yield* numberOf(schema, type === 'integer', at.salt);
    else if (type === 'boolean') yield* at.salt % 2 === 0 ? [true, false] : [false, true];
    else if (type === 'null') yield null;
  }

  #object(schema: MergedSchema, at: At, hasOptional: boolean): Found {
    const properties = isRecord(schema.properties) ? schema.properties : {};
    const required = Array.isArray(schema.required) ? (schema.required as string[]) : [];
    const made: Record<string, unknown> = {};
    const most = Number(schema.maxProperties ?? Number.POSITIVE_INFINITY);
    const least = Number(schema.minProperties ?? 0);
    for (const name of required) if (!this.#field(made, name, schema, at)) return NONE;
    for (const name of Object.keys(properties)) {
      const size = Object.keys(made).length;
      if (!Object.hasOwn(made, name) && size < most && (hasOptional || size < least)) this.#field(made, name, schema, at);
    }
    for (let index = 1; Object.keys(made).length < least && index <= MOST_ITEMS; index++) {
      for (const name of nameSources(schema, index)) if (this.#field(made, name, schema, at)) break;
    }
    return Object.keys(made).length < least ? NONE : inOrderOf(properties, made);
  }

  /** Makes one field, if it can be made. */
  #field(made: Record<string, unknown>, name: string, schema: MergedSchema, at: At): boolean {
    const properties = isRecord(schema.properties) ? schema.properties : {};
    const patterns = isRecord(schema.patternProperties) ? Object.entries(schema.patternProperties) : [];
    const parts = [
      ...(Object.hasOwn(properties, name) ? [properties[name]] : []),
      ...patterns.filter(([pattern]) => compilePattern(pattern).test(name)).map(([, part]) => part),
    ];
    const value = this.make(parts.length > 0 ? parts : [schema.additionalProperties ?? true], below(at));
    if (value === NONE || name === '__proto__') return false;
    made[name] = value;
    return true;
  }

  /** @param wanted How many items, if the schema does not say. */
  #array(schema: MergedSchema, at: At, wanted: number): Found {
    const { items, prefixItems } = schema;
    const first = [prefixItems, items].find(Array.isArray) as unknown[] | undefined;
    const rest = first === items ? schema.additionalItems : items;
    const least = Number(schema.minItems ?? 0);
    const most = Math.min(Number(schema.maxItems ?? MOST_ITEMS), MOST_ITEMS);
    const contained = schema.contains === undefined ? 0 : Math.min(Number(schema.minContains ?? 1), MOST_ITEMS);
    const made: unknown[] = [];
    const isNew = (value: unknown) => schema.uniqueItems !== true || !made.some((item) => isDeepStrictEqual(item, value));
    for (let salt = 0; made.length < contained && salt < contained * 3; salt++) {
      const value = this.make([schema.contains, ...(first ? [] : [rest ?? true])], below(at, at.salt + salt));
      if (value === NONE) return NONE;
      if (isNew(value)) made.push(value);
    }
    const size = Math.max(least, Math.min(most, first ? first.length : wanted));
    for (let salt = 0; made.length < size && salt < size * 3 + 3; salt++) {
      const part = first && made.length < first.length ? first[made.length] : (rest ?? true);
      const value = this.make([part], below(at, schema.uniqueItems === true ? salt : at.salt));
      if (value === NONE) break;
      if (isNew(value)) made.push(value);
    }
    return made.length < least || made.includes(NONE) ? NONE : made;
  }
}

const below = (at: At, salt = at.salt): At => ({ ...at, depth: at.depth + 1, salt, isBare: false });

/** Whether JSON can express it: YAML has numbers such as `.inf`, of which a codec would make null. */
function isJson(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(isJson);
}

/** Names that the fields of a map may have. */
function nameSources({ patternProperties, propertyNames }: MergedSchema, index: number): string[] {
  const patterns = isRecord(patternProperties) ? Object.keys(patternProperties) : [];
  const { pattern } = isRecord(propertyNames) ? (propertyNames as { pattern?: unknown }) : {};
  const sources = typeof pattern === 'string' ? [...patterns, pattern] : patterns;
  return [...sources.flatMap((source) => [...textOf({ pattern: source, minLength: index }, 0)]), `field${index}`];
}

function inOrderOf(properties: Record<string, unknown>, made: Record<string, unknown>): Record<string, unknown> {
  const names = [...Object.keys(properties).filter((name) => Object.hasOwn(made, name)), ...Object.keys(made)];
  return Object.fromEntries(names.map((name) => [name, made[name]]));
}
