import fc from 'fast-check';

/** A change of a value: somewhere in it, something is removed, added, or replaced. */
interface Mutation {
  readonly at: number;
  readonly how: 'remove' | 'replace' | 'add' | 'swap';
  readonly name: string;
  readonly value: unknown;
}

/** Values like these bases, with up to three changes, in which the given scalars turn up often. */
export function mutated(bases: readonly unknown[], scalars: readonly unknown[]): fc.Arbitrary<unknown> {
  const value = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom<unknown>(...scalars, 0, 1, -1, 1.5, '', 'x', true, false, null, [], {}) },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 1 }) },
  );
  const names = [...new Set(bases.flatMap(namesIn))];
  const mutation = fc.record<Mutation>({
    at: fc.nat(1000),
    how: fc.constantFrom('remove', 'replace', 'replace', 'replace', 'add', 'swap'),
    name: fc.constantFrom('x', ...names),
    value,
  });
  const base =
    bases.length === 0 ? value : fc.oneof({ weight: 20, arbitrary: fc.constantFrom(...bases) }, { weight: 1, arbitrary: value });
  return fc.tuple(base, fc.array(mutation, { maxLength: 3 })).map(([start, changes]) => changes.reduce(changed, start));
}

/** Documents like this one, in which one keyword of a schema is another. */
export function mutatedSchemas(document: unknown): fc.Arbitrary<unknown> {
  const change = fc.constantFrom<Record<string, unknown>>(
    { type: 'string' },
    { type: ['object', 'integer'] },
    { required: ['x'] },
    { required: undefined },
    { additionalProperties: false },
    { const: 1 },
    { const: undefined, enum: undefined },
    { minimum: 1, minLength: 2, minItems: 2, minProperties: 2 },
    { maximum: 1, maxLength: 2, maxItems: 1, maxProperties: 1 },
    { oneOf: [{ type: 'object' }, { required: ['type'] }] },
    { not: { type: 'object', required: ['type'] } },
  );
  const count = schemasIn(document).length;
  return fc.tuple(fc.nat(count - 1), change).map(([index, keywords]) => {
    const copy = structuredClone(document);
    Object.assign(schemasIn(copy)[index] as object, keywords);
    return JSON.parse(JSON.stringify(copy)) as unknown;
  });
}

/** The schemas of a document that are objects: what says of which type a value is. */
function schemasIn(part: unknown): object[] {
  if (typeof part !== 'object' || part === null) return [];
  const below = Object.values(part).flatMap(schemasIn);
  return 'type' in part && !('$ref' in part) && /^(object|string|number|integer|array|boolean|null)/.test(String(part.type))
    ? [part, ...below]
    : below;
}

function namesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = Array.isArray(value) ? [] : Object.keys(value);
  return [...own, ...Object.values(value).flatMap(namesIn)];
}

function changed(value: unknown, { at, how, name, value: other }: Mutation): unknown {
  const copy = structuredClone({ value });
  const places = placesIn(copy);
  const [owner, key] = places[at % places.length] as Place;
  const here = owner[key];
  if (how === 'add' && typeof here === 'object' && here !== null) {
    if (Array.isArray(here)) here.push(other);
    else (here as Record<string, unknown>)[name] = other;
  } else if (how === 'remove' && owner !== copy) {
    if (Array.isArray(owner)) owner.splice(Number(key), 1);
    else delete owner[key];
  } else if (how === 'swap') {
    const [otherOwner, otherKey] = places[(at * 7 + 1) % places.length] as Place;
    owner[key] = structuredClone(otherOwner[otherKey]);
  } else owner[key] = other;
  return copy.value;
}

type Place = readonly [owner: Record<string, unknown>, key: string];

function placesIn(owner: object): Place[] {
  return Object.keys(owner).flatMap((key): Place[] => {
    const below = (owner as Record<string, unknown>)[key];
    const place: Place = [owner as Record<string, unknown>, key];
    return typeof below === 'object' && below !== null ? [place, ...placesIn(below)] : [place];
  });
}

/** The values that a schema names, in constants and enumerations, and those nearby. */
export function scalarsIn(schema: unknown): unknown[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const all = Object.entries(schema).flatMap(([key, value]) => {
    if (key === 'const' || /^(minimum|maximum|exclusive|minLength|maxLength)/.test(key)) return [value];
    return key === 'enum' && Array.isArray(value) ? value : scalarsIn(value);
  });
  return [...new Set(all)];
}
