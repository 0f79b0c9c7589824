import Ajv from 'ajv';
import fc from 'fast-check';
import { canonical } from '../../../commands/check/canonical';
import { isSafe } from '../../../commands/check/certainty';
import { schemaChanges } from '../../../commands/check/schema-changes';
import type { JsonSchema } from '../../../src/asyncapi/json-schema-bundle';
import { sourceOf } from '../../support/schema-source';

const changes = (old: JsonSchema, now: JsonSchema) =>
  schemaChanges(sourceOf(old), sourceOf(now)).map(
    ({ pointer, text, admits, refuses }) => `${pointer === '' ? 'it' : pointer} ${text} (admits ${admits}, refuses ${refuses})`,
  );

const object = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more });
const text = { type: 'string' };

describe('what is different', () => {
  test.each<[string, JsonSchema, JsonSchema, string[]]>([
    ['a new value', { enum: ['a', 'b'] }, { enum: ['b', 'a', 'c'] }, ['it may be "c" now (admits yes, refuses no)']],
    ['a value less', { enum: ['a', 'b'] }, { enum: ['a'] }, ['it is never "b" any more (admits no, refuses yes)']],
    ['another constant', { const: 'a' }, { const: 'b' }, ['it is "b" now, and was "a" (admits yes, refuses yes)']],
    ['a list of values', text, { enum: ['a'] }, ['it must be one of "a" now, and was a string (admits no, refuses yes)']],
    ['another type', text, { type: 'integer' }, ['it must be an integer now, and was a string (admits yes, refuses yes)']],
    [
      'a wider type',
      text,
      { type: ['string', 'null'] },
      ['it may be a string or null now, and was a string (admits yes, refuses no)'],
    ],
    [
      'numbers that need not be whole',
      { type: 'integer' },
      { type: 'number' },
      ['it may be a number now, and was an integer (admits yes, refuses no)'],
    ],
    ['a null by another keyword', { type: ['string', 'null'] }, { type: 'string', nullable: true }, []],
    [
      'a property that may be missing',
      object({ a: text }, { required: ['a'] }),
      object({ a: text }),
      ['/a need not be there any more (admits yes, refuses no)'],
    ],
    [
      'a property that may not',
      object({ a: text }),
      object({ a: text }, { required: ['a'] }),
      ['/a must be there now (admits no, refuses yes)'],
    ],
    [
      'a property that must be there, and may be anything now',
      object({ a: text }),
      { type: 'object', required: ['a'] },
      [
        '/a must be there now (admits no, refuses yes)',
        '/a is not documented any more, and was a string (admits maybe, refuses no)',
      ],
    ],
    [
      'a property that may be missing, and is a string where it is not',
      { type: 'object', required: ['a'] },
      object({ a: text }),
      ['/a need not be there any more (admits yes, refuses no)', '/a is new: a string (admits no, refuses maybe)'],
    ],
    ['a new property', object({}), object({ a: text }), ['/a is new: a string (admits no, refuses maybe)']],
    [
      'a new property that is required',
      object({}),
      object({ a: text }, { required: ['a'] }),
      ['/a is new, and must be there (admits no, refuses yes)'],
    ],
    [
      'a property that is gone',
      object({ a: text }),
      object({}),
      ['/a is not documented any more, and was a string (admits maybe, refuses no)'],
    ],
    [
      'a new property among no others',
      object({}, { additionalProperties: false }),
      object({ a: text }, { additionalProperties: false }),
      ['/a is new, where nothing more was allowed (admits yes, refuses no)'],
    ],
    [
      'no other properties',
      object({ a: text }),
      object({ a: text }, { additionalProperties: false }),
      ['it must have no other properties any more (admits no, refuses yes)'],
    ],
    [
      'the values of a map',
      object({}, { additionalProperties: text }),
      object({}, { additionalProperties: { type: 'number' } }),
      ['/* must be a number now, and was a string (admits yes, refuses yes)'],
    ],
    [
      'items',
      { type: 'array', items: text },
      { type: 'array', items: { type: ['string', 'null'] } },
      ['/* may be a string or null now, and was a string (admits yes, refuses no)'],
    ],
    [
      'a position',
      { items: [text, text] },
      { items: [text, { const: 'x' }] },
      ['/1 must be one of "x" now, and was a string (admits no, refuses yes)'],
    ],
    [
      'limits',
      { minimum: 1, maxLength: 5 },
      { minimum: 2, maxLength: 8 },
      [
        'it must be >= 2 now, and was >= 1 (admits no, refuses yes)',
        'it must have at most 8 characters now, and had at most 5 (admits yes, refuses no)',
      ],
    ],
    ['the same limit of integers', { type: 'integer', exclusiveMinimum: 0 }, { type: 'integer', minimum: 1 }, []],
    ['the same limits of integers', { type: 'integer', maximum: 9.5 }, { type: 'integer', exclusiveMaximum: 10 }, []],
    ['multiples of 1', { type: 'number', multipleOf: 1 }, { type: 'integer' }, []],
    [
      'a format of wider integers',
      { type: 'integer', format: 'int32' },
      { type: 'integer', format: 'int64' },
      ['it has the format "int64" now, and had "int32" (admits yes, refuses no)'],
    ],
    [
      'a format that says nothing of what any validator refuses',
      { type: 'integer' },
      { type: 'integer', format: 'int64' },
      ['it has the format "int64" now, and had none (admits no, refuses maybe)'],
    ],
    ['a format of another type', { type: 'integer' }, { type: 'integer', format: 'date-time' }, []],
    ['a format of another type for numbers', text, { type: 'string', format: 'int32' }, []],
    ['one character', {}, { minLength: 1 }, ['it must have at least 1 character now, and had 0 (admits no, refuses yes)']],
    [
      'the same limit by another keyword',
      { exclusiveMinimum: 1 },
      { minimum: 1 },
      ['it must be >= 1 now, and was > 1 (admits yes, refuses no)'],
    ],
    [
      'a format',
      text,
      { type: 'string', format: 'uuid' },
      ['it has the format "uuid" now, and had none (admits no, refuses yes)'],
    ],
    [
      'another pattern',
      { pattern: 'a' },
      { pattern: 'b' },
      ['it has the pattern "b" now, and had "a" (admits maybe, refuses maybe)'],
    ],
    [
      'a multiple',
      { multipleOf: 2 },
      { multipleOf: 4 },
      ['it must be a multiple of 4 now, and was one of 2 (admits no, refuses yes)'],
    ],
    [
      'an alternative more',
      { anyOf: [text, { type: 'null' }] },
      { anyOf: [{ type: 'null' }, { type: 'number' }, text] },
      ['it may also be a number now (admits yes, refuses no)'],
    ],
    [
      'an alternative less',
      { oneOf: [text, { type: 'null' }] },
      { oneOf: [text] },
      ['it is never null any more (admits no, refuses yes)'],
    ],
    [
      'a change in one of several',
      {
        oneOf: [object({ t: { const: 'a' } }, { required: ['t'] }), object({ t: { const: 'b' }, x: text }, { required: ['t'] })],
      },
      {
        oneOf: [
          object({ t: { const: 'b' }, x: { type: 'number' } }, { required: ['t'] }),
          object({ t: { const: 'a' } }, { required: ['t'] }),
        ],
      },
      ['/x must be a number now, and was a string (admits yes, refuses yes)'],
    ],
    ['what was no choice', text, { oneOf: [text, { type: 'null' }] }, ['it may also be null now (admits yes, refuses no)']],
    ['what is no choice any more', { anyOf: [text, { type: 'null' }] }, { type: ['null', 'string'] }, []],
    [
      'what must not be',
      { not: { const: 1 } },
      { not: { enum: [1, 2] } },
      ['it has another rule of what it must not be (admits no, refuses yes)'],
    ],
    [
      'a condition',
      {},
      JSON.parse('{ "if": { "type": "string" }, "then": { "maxLength": 1 } }') as JsonSchema,
      ['it has the condition (if, then, else) now, and had none (admits no, refuses maybe)'],
    ],
    [
      'parts that are joined',
      { allOf: [object({ a: text }), object({ b: text })] },
      object({ b: text, a: { type: 'number' } }),
      ['/a must be a number now, and was a string (admits yes, refuses yes)'],
    ],
    [
      'a recursive schema',
      { properties: { next: { $ref: '#' }, a: text } },
      { properties: { a: { type: 'number' }, next: { $ref: '#' } } },
      ['/a must be a number now, and was a string (admits yes, refuses yes)'],
    ],
    [
      'the same by a reference',
      object({ a: text }),
      { ...object({ a: { $ref: '#/definitions/0' } }), definitions: { 0: text } },
      [],
    ],
  ])('%s', (_, old, now, expected) => {
    expect(changes(old, now)).toEqual(expected);
  });
});

describe('recursive schemas', () => {
  const definitions = (kinds: string[]) => ({
    a: object({ k: { enum: kinds }, b: { $ref: '#/definitions/b' } }, { required: ['k'] }),
    b: object({ k: { const: 'b' }, x: { $ref: '#/definitions/a' } }, { required: ['k', 'x'] }),
    c: object({ k: { enum: ['a', 'c'] } }, { required: ['k'] }),
  });
  const choice = (kinds: string[]): JsonSchema => ({
    anyOf: ['a', 'c', 'b'].map((name) => ({ $ref: `#/definitions/${name}` })),
    definitions: definitions(kinds),
  });

  test('that were the same while one around them was being compared are compared again', () => {
    expect(changes(choice(['a']), choice(['a', 'c']))).toEqual([
      '/k may be "c" now (admits no, refuses no)',
      '/x/k may be "c" now (admits yes, refuses no)',
    ]);
  });
});

const scalars = [null, true, false, 0, 1, 2, 0.5, 1.5, -1, 2 ** 40, '', 'a', 'b', 'ab', 'abc'];
const few = [null, 1, 1.5, 'a', 'ab'];
/** All values of a small world. */
const values: unknown[] = [
  ...scalars,
  [],
  ...scalars.map((one) => [one]),
  ...few.flatMap((one) => few.map((other) => [one, other])),
  {},
  ...['a', 'b', 'c'].flatMap((name) => scalars.map((one) => ({ [name]: one }))),
  ...few.flatMap((one) =>
    few.flatMap((other) => [
      { a: one, b: other },
      { a: one, c: other },
      { b: one, c: other, a: one },
    ]),
  ),
  ...few.flatMap((one) => [[[one]], [{ a: one }], { a: [one] }, { a: { a: one } }, { a: { b: one }, b: one }]),
];

const count = fc.integer({ min: 0, max: 2 });
const name = fc.constantFrom('a', 'b');
const constant = fc.constantFrom<unknown>(null, 1, 1.5, 'a', 'ab', true, [], ['a'], { a: 1 });
const type = fc.constantFrom('null', 'boolean', 'string', 'integer', 'number', 'array', 'object');

const { schema } = fc.letrec<{ schema: JsonSchema; keywords: object }>((tie) => {
  const keyword = (key: string, value: fc.Arbitrary<unknown>) => value.map((one) => ({ [key]: one }));
  const some = fc.array(tie('schema'), { minLength: 1, maxLength: 3 });
  const named = fc.dictionary(name, tie('schema'), { maxKeys: 2 });
  return {
    keywords: fc.oneof(
      { weight: 4, arbitrary: keyword('type', fc.oneof(type, fc.uniqueArray(type, { minLength: 1, maxLength: 3 }))) },
      keyword('const', constant),
      keyword('enum', fc.uniqueArray(constant, { minLength: 1, maxLength: 3, selector: canonical })),
      ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'minLength', 'maxLength'].map((key) =>
        keyword(key, count),
      ),
      ...['minItems', 'maxItems', 'minProperties', 'maxProperties'].map((key) => keyword(key, count)),
      keyword('multipleOf', fc.constantFrom(1, 2, 3, 0.5, 1.5)),
      keyword('uniqueItems', fc.boolean()),
      keyword('pattern', fc.constantFrom('^a', 'b$')),
      keyword('format', fc.constantFrom('date', 'uuid', 'int32', 'int64')),
      { weight: 3, arbitrary: keyword('properties', named) },
      { weight: 3, arbitrary: keyword('required', fc.uniqueArray(name, { maxLength: 2 })) },
      { weight: 2, arbitrary: keyword('additionalProperties', tie('schema')) },
      keyword('patternProperties', fc.dictionary(fc.constantFrom('^a', '[bc]'), tie('schema'), { maxKeys: 2 })),
      keyword('propertyNames', tie('schema')),
      { weight: 2, arbitrary: keyword('items', fc.oneof(tie('schema'), some)) },
      keyword('additionalItems', tie('schema')),
      keyword('contains', tie('schema')),
      ...['allOf', 'anyOf', 'oneOf', 'anyOf', 'oneOf'].map((key) => keyword(key, some)),
      keyword('not', tie('schema')),
      fc.tuple(tie('schema'), tie('schema')).map(([first, second]) =>
        Object.fromEntries([
          ['if', first],
          ['then', second],
        ]),
      ),
      keyword('$ref', fc.constantFrom('#/definitions/0', '#/definitions/1')),
    ) as fc.Arbitrary<object>,
    schema: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.boolean(),
      fc.array(tie('keywords'), { maxLength: 3 }).map((all) => Object.assign({}, ...all) as JsonSchema),
    ),
  };
});

const isSchema = new Ajv({ strict: false, logger: false }).getSchema('http://json-schema.org/draft-07/schema') as (
  schema: unknown,
) => boolean;

/** The same with something else in one place: a keyword, or an item, gone or taken from another schema. */
function mutated(value: unknown, other: unknown, choices: number[]): unknown {
  const choice = choices.shift() ?? 0;
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return other;
  const keys = Object.keys(value);
  const key = keys[choice % keys.length] as string;
  const action = (choices.shift() ?? 0) % 4;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...(value as unknown[])] : { ...value };
  if (action === 0 && Array.isArray(copy) && copy.length > 1) copy.splice(Number(key), 1);
  else if (action === 0 && !Array.isArray(copy)) delete copy[key];
  else if (action === 1 && !Array.isArray(copy) && typeof other === 'object') Object.assign(copy, other);
  else if (/^(enum|required|type|const|format|pattern|\$ref|uniqueItems|m(in|ax).*|exclusive.*|multipleOf)$/.test(key)) {
    const theirs = (other as Record<string, unknown> | null)?.[key];
    if (theirs !== undefined) (copy as Record<string, unknown>)[key] = theirs;
  } else (copy as Record<string, unknown>)[key] = mutated((value as Record<string, unknown>)[key], other, choices);
  return copy;
}

/** Without the references that lead to themselves at once, which no validator survives. */
const leaf = fc.oneof(
  fc.constant({ type: 'object', properties: { a: { $ref: '#/definitions/0' }, b: { $ref: '#/definitions/1' } } }),
  fc.constant({ type: ['string', 'array'], items: { $ref: '#/definitions/1' } }),
  type.map((one) => ({ type: one })),
);
const withDefinitions = (root: unknown, definitions: readonly unknown[]): JsonSchema =>
  typeof root === 'boolean' ? root : { ...(root as object), definitions: { ...definitions } };

const small = fc.oneof(
  fc.boolean(),
  type.map((one) => ({ type: one })),
  constant.map((one) => ({ const: one })),
  fc.constant({ minLength: 2 }),
);
const smalls = fc.array(small, { minLength: 1, maxLength: 3 });

/** Keywords that look at each other. */
const groups = [
  {
    items: fc.oneof(small, smalls),
    additionalItems: small,
    minItems: count,
    maxItems: count,
    uniqueItems: fc.boolean(),
    contains: small,
  },
  {
    properties: fc.dictionary(name, small, { maxKeys: 2 }),
    required: fc.uniqueArray(name, { maxLength: 2 }),
    additionalProperties: small,
    patternProperties: fc.dictionary(fc.constantFrom('^a', '[bc]'), small, { maxKeys: 2 }),
    propertyNames: fc.constantFrom<JsonSchema>(true, { maxLength: 1 }, { const: 'a' }),
    allOf: fc.constantFrom([{ properties: { a: { type: 'string' } }, additionalProperties: false }], [{ required: ['a'] }]),
  },
  {
    type: fc.oneof(type, fc.constantFrom('integer', 'number')),
    minimum: fc.constantFrom(0, 0.5, 1),
    exclusiveMinimum: fc.constantFrom(0, 0.5, 1),
    maximum: fc.constantFrom(1, 1.5, 2),
    exclusiveMaximum: fc.constantFrom(1, 1.5, 2),
    multipleOf: fc.constantFrom(1, 2, 0.5, 1.5),
    format: fc.constantFrom('date', 'int32', 'int64'),
  },
  {
    anyOf: smalls,
    oneOf: smalls,
    not: small,
    type,
    enum: fc.uniqueArray(constant, { minLength: 1, maxLength: 3, selector: canonical }),
  },
] as const;

/** One with a keyword or two that the other has not, or has with other values. */
const ofGroup = fc.constantFrom(...groups).chain((group) => {
  const all = fc.record(group as Record<string, fc.Arbitrary<unknown>>, { requiredKeys: [] });
  return fc.tuple(all, all, fc.subarray(Object.keys(group), { minLength: 1, maxLength: 2 }));
});
const ofKeywords = ofGroup.map(([old, other, keywords]) => {
  const now = { ...old };
  for (const keyword of keywords) {
    if (Object.hasOwn(other, keyword)) now[keyword] = other[keyword];
    else delete now[keyword];
  }
  return { old: old as JsonSchema, now: now as JsonSchema };
});
/** The same, where what fits one does not fit the whole. */
const ofForbidden = ofKeywords.map(({ old, now }) => ({ old: { not: old }, now: { not: now } }));

const ofAny = fc
  .record({
    old: schema,
    other: schema,
    choices: fc.array(fc.nat(9), { maxLength: 8 }),
    leaves: fc.tuple(leaf, leaf, leaf, leaf),
  })
  .map(({ old, other, choices, leaves: [one, two, three, four] }) => {
    const isSame = (choices[0] ?? 0) < 6;
    return {
      old: withDefinitions(old, [one, two]),
      now: withDefinitions(mutated(old, other, [...choices]), isSame ? [one, two] : [three, four]),
    };
  })
  .filter(({ old, now }) => isSchema(old) && isSchema(now));

/** Of these, ajv takes a list that is shorter than its positions for one that contains something, or must not be. */
const isAjvWrong = (schemas: unknown) => /"(contains|not)":/.test(canonical(schemas)) && /"items":\[/.test(canonical(schemas));

const pair = fc.oneof(ofAny, ofKeywords, ofForbidden).filter((both) => !isAjvWrong(both));

const holds = (property: fc.IProperty<[{ old: JsonSchema; now: JsonSchema }]>, numRuns = 1000) =>
  fc.assert(property, { numRuns });

describe('what is said of the change of a schema', () => {
  test('where it admits nothing, each value of the new one fits the old one', () => {
    holds(
      fc.property(pair, ({ old, now }) => {
        const [before, after] = [sourceOf(old), sourceOf(now)];
        if (!isSafe(schemaChanges(before, after), 'admits')) return;
        for (const value of values) if (after.fits(value) && !before.fits(value)) throw new Error(`admits ${canonical(value)}`);
      }),
    );
  });

  test('where it refuses nothing, each value of the old one fits the new one', () => {
    holds(
      fc.property(pair, ({ old, now }) => {
        const [before, after] = [sourceOf(old), sourceOf(now)];
        if (!isSafe(schemaChanges(before, after), 'refuses')) return;
        for (const value of values) if (before.fits(value) && !after.fits(value)) throw new Error(`refuses ${canonical(value)}`);
      }),
    );
  });

  test('a schema is the same as itself, and as itself in another order', () => {
    fc.assert(
      fc.property(schema, leaf, leaf, (root, one, two) => {
        const old = withDefinitions(root, [one, two]);
        expect(schemaChanges(sourceOf(old), sourceOf(old))).toEqual([]);
        const text = canonical(schemaChanges(sourceOf(old), sourceOf(turned(old) as JsonSchema)));
        expect(text).toBe('[]');
      }),
      { numRuns: 300 },
    );
  });
});

/** Everything in reverse whose order says nothing. */
function turned(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => (key === 'enum' ? item : turned(item)));
    return /^(allOf|anyOf|oneOf|enum|required|type)$/.test(key) ? items.reverse() : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (key === 'const') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, part]) => [name, turned(part, name)]),
  );
}
