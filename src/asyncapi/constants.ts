import type { Constant } from '../contract/definition';
import { TYPE } from '../contract/discriminator';
import { pointerBelow } from '../contract/pointer';
import { isRecord } from '../text/options';
import { type JsonSchema, targetOf } from './json-schema-bundle';

/** How deep in a message constants are looked for. */
const DEEPEST = 3;
/** A place with more values than this does not tell messages apart. */
const MOST = 50;

type Constants = Map<string, ReadonlySet<Constant>>;

/** The places at which a schema takes only a few values. */
export function constantsOf(schema: JsonSchema): ReadonlyMap<string, ReadonlySet<Constant>> {
  return new ConstantsFinder(schema).find(schema, 0);
}

/** Looks at each definition only once for each depth, however many references lead there. */
class ConstantsFinder {
  readonly #root: JsonSchema;
  readonly #known = new Map<string, Constants>();

  constructor(root: JsonSchema) {
    this.#root = root;
  }

  /** @returns places below the schema, which itself is so deep below the message. */
  find(schema: unknown, depth: number): Constants {
    if (!isRecord(schema)) return new Map();
    const found = this.#own(schema, depth);
    const parts = (Array.isArray(schema.allOf) ? schema.allOf : []).map((part) => this.find(part, depth));
    if (typeof schema.$ref === 'string') parts.push(this.#referred(schema.$ref, depth));
    for (const choice of [schema.anyOf, schema.oneOf]) {
      if (Array.isArray(choice) && choice.length > 0) parts.push(united(choice.map((branch) => this.find(branch, depth))));
    }
    for (const [place, values] of parts.flatMap((part) => [...part])) {
      const known = found.get(place);
      found.set(place, known ? new Set([...known].filter((value) => values.has(value))) : values);
    }
    return found;
  }

  #referred(ref: string, depth: number): Constants {
    const key = `${depth} ${ref}`;
    const known = this.#known.get(key);
    if (known) return known;
    this.#known.set(key, new Map()); // for a reference that leads back here without going deeper
    const found = this.find(targetOf(this.#root, ref), depth);
    this.#known.set(key, found);
    return found;
  }

  #own(schema: Record<string, unknown>, depth: number): Constants {
    const own: Constants = new Map();
    const values = Object.hasOwn(schema, 'const') ? [schema.const] : schema.enum;
    if (depth > 0 && Array.isArray(values) && values.length <= MOST && values.every(isConstant)) own.set('', new Set(values));
    if (depth === 0 && schema.type !== undefined) own.set(TYPE, new Set([schema.type].flat() as Constant[]));
    if (depth < DEEPEST) {
      for (const [key, part] of below(schema)) {
        for (const [place, constants] of this.find(part, depth + 1)) own.set(`${pointerBelow('', key)}${place}`, constants);
      }
    }
    return own;
  }
}

function below({ properties, items, prefixItems }: Record<string, unknown>): [key: string, schema: unknown][] {
  const list = Array.isArray(prefixItems) ? prefixItems : Array.isArray(items) ? items : [];
  return [...(isRecord(properties) ? Object.entries(properties) : []), ...Object.entries(list)];
}

/** The constants that hold whichever branch is taken. */
function united(branches: readonly Constants[]): Constants {
  const [first = new Map<string, ReadonlySet<Constant>>(), ...others] = branches;
  const all: Constants = new Map();
  for (const [place, values] of first) {
    if (others.every((branch) => branch.has(place))) {
      all.set(place, new Set([...values, ...others.flatMap((branch) => [...(branch.get(place) ?? [])])]));
    }
  }
  return all;
}

export const isConstant = (value: unknown): value is Constant =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);
