import type { Constant } from '../contract/definition';
import { TYPE } from '../contract/discriminator';
import { pointerBelow } from '../contract/pointer';
import { isRecord } from '../text/options';
import type { JsonSchema } from './json-schema-bundle';

/** How deep below the message constants are looked for. */
const DEEPEST = 3;
/** More values than these are not what tells messages apart. */
const MOST = 50;

type Constants = Map<string, ReadonlySet<Constant>>;

/** The places at which a schema takes a few values only. */
export function constantsOf(schema: JsonSchema): ReadonlyMap<string, ReadonlySet<Constant>> {
  return constantsIn(schema, { root: schema, pointer: '', depth: 0, refs: [] });
}

interface At {
  readonly root: JsonSchema;
  readonly pointer: string;
  readonly depth: number;
  /** The references that were followed since the last step down: one that is met again leads nowhere. */
  readonly refs: readonly string[];
}

function constantsIn(schema: unknown, at: At): Constants {
  if (!isRecord(schema)) return new Map();
  const own = ownConstants(schema, at);
  const parts = [...(Array.isArray(schema.allOf) ? schema.allOf : [])].map((part) => constantsIn(part, at));
  if (typeof schema.$ref === 'string' && !at.refs.includes(schema.$ref)) {
    parts.push(constantsIn(targetOf(at.root, schema.$ref), { ...at, refs: [...at.refs, schema.$ref] }));
  }
  for (const choice of [schema.anyOf, schema.oneOf]) {
    if (Array.isArray(choice) && choice.length > 0) parts.push(united(choice.map((branch) => constantsIn(branch, at))));
  }
  for (const [place, values] of parts.flatMap((part) => [...part])) {
    const known = own.get(place);
    own.set(place, known ? new Set([...known].filter((value) => values.has(value))) : values);
  }
  return own;
}

function ownConstants(schema: Record<string, unknown>, at: At): Constants {
  const own: Constants = new Map();
  const values = Object.hasOwn(schema, 'const') ? [schema.const] : schema.enum;
  if (at.depth > 0 && Array.isArray(values) && values.length <= MOST && values.every(isConstant)) {
    own.set(at.pointer, new Set(values));
  }
  if (at.depth === 0 && schema.type !== undefined) own.set(TYPE, new Set([schema.type].flat() as Constant[]));
  if (at.depth < DEEPEST) {
    for (const [key, part] of below(schema)) {
      const deeper = { ...at, pointer: pointerBelow(at.pointer, key), depth: at.depth + 1, refs: [] };
      for (const [place, constants] of constantsIn(part, deeper)) own.set(place, constants);
    }
  }
  return own;
}

function below({ properties, items, prefixItems }: Record<string, unknown>): [key: string, schema: unknown][] {
  const list = Array.isArray(prefixItems) ? prefixItems : Array.isArray(items) ? items : [];
  return [...(isRecord(properties) ? Object.entries(properties) : []), ...Object.entries(list)];
}

/** What holds whichever branch is taken. */
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

export function targetOf(root: JsonSchema, ref: string): unknown {
  const { definitions } = root as { readonly definitions?: Record<string, unknown> };
  return definitions?.[ref.slice('#/definitions/'.length)];
}

export const isConstant = (value: unknown): value is Constant =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);
