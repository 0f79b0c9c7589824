import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { loadDocument } from '../../src/asyncapi/load';
import { contractOf, definitionIn, definitionWith, version3 } from '../support/contracts';

const exampleOf = (payload: unknown, more?: object) => definitionWith(payload, more).example();
const object = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more });

describe('the example of a message', () => {
  test.each([
    [
      'of an object with its fields',
      object({ text: { type: 'string' }, at: { type: 'integer' } }, { required: ['text'] }),
      { text: 'text', at: 1 },
    ],
    ['of constants', object({ type: { const: 'said' }, mood: { enum: ['happy', 'sad'] } }), { type: 'said', mood: 'happy' }],
    ['of null', { const: null }, null],
    ['of several types, null last', { type: ['null', 'boolean'] }, true],
    ['of anything', {}, 'text'],
    [
      'of types that only keywords tell',
      { properties: { a: { minimum: 3 }, b: { items: { minLength: 6 } } } },
      { a: 3, b: ['textxx'] },
    ],
    [
      'of numbers',
      {
        type: 'array',
        items: [
          { exclusiveMinimum: 0, type: 'integer' },
          { type: 'number', maximum: -1 },
          { type: 'integer', multipleOf: 5, minimum: 7 },
          { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
        ],
      },
      [1, -1, 10, 0.5],
    ],
    [
      'of texts',
      {
        type: 'array',
        items: [
          { type: 'string', maxLength: 2 },
          { type: 'string', minLength: 6 },
          { type: 'string', pattern: '^[A-Z]{3}/[A-Z]{3}$' },
          { type: 'string', maxLength: 0 },
        ],
      },
      ['te', 'textxx', 'AAA/AAA', ''],
    ],
    [
      'of what the schema has as an example',
      object({
        a: { type: 'string', examples: [7, 'x'] },
        b: { type: 'string', example: 'y' },
        c: { type: 'number', default: 3 },
      }),
      { a: 'x', b: 'y', c: 3 },
    ],
    [
      'of all that must fit',
      {
        allOf: [
          object({ a: { type: 'string' } }, { required: ['a'] }),
          object({ a: { enum: ['x', 'y', 7] }, b: { minimum: 2 } }),
          { properties: { a: { not: { const: 'x' } } } },
        ],
      },
      { a: 'y', b: 2 },
    ],
    ['of the first branch that works', { oneOf: [false, { type: 'string', minLength: 3, maxLength: 2 }, { type: 'number' }] }, 1],
    ['of a branch that is the only one to fit', { oneOf: [{ type: 'number' }, { type: 'number' }, { type: 'string' }] }, 'text'],
    [
      'of a condition',
      // biome-ignore lint/suspicious/noThenProperty: so JSON Schema calls it
      { ...object({ a: { const: 1 } }, { required: ['a'] }), if: { required: ['a'] }, then: { required: ['b'] } },
      { a: 1, b: 'text' },
    ],
    ['of different items', { type: 'array', uniqueItems: true, minItems: 3, items: { type: 'integer' } }, [1, 2, 3]],
    ['of different values', { type: 'array', uniqueItems: true, minItems: 2, items: { enum: ['a', 'b', 'c'] } }, ['a', 'b']],
    ['of an item that must be there', { type: 'array', contains: { const: 'x' }, items: { type: 'string' } }, ['x']],
    [
      'of a map',
      { type: 'object', patternProperties: { '^t\\d+$': { type: 'number' } }, additionalProperties: false, minProperties: 1 },
      { t0: 1 },
    ],
    [
      'of a map whose names are Unicode',
      {
        type: 'object',
        patternProperties: { '^\\p{Lu}$': { type: 'number' } },
        additionalProperties: false,
        required: ['A'],
      },
      { A: 1 },
    ],
    [
      'of a map with free names',
      { type: 'object', additionalProperties: { type: 'boolean' }, minProperties: 2 },
      { field1: true, field2: true },
    ],
    ['without what makes it wrong', object({ a: { type: 'string' }, b: false }), { a: 'text' }],
  ])('%s', (_, schema, expected) => {
    expect(exampleOf(schema)).toEqual(expected);
  });

  test.each([
    'uuid',
    'date',
    'date-time',
    'time',
    'email',
    'uri',
    'uri-reference',
    'ipv4',
    'ipv6',
    'hostname',
    'json-pointer',
    'regex',
    'duration',
  ])('has a text of the format %s', (format) => {
    const definition = definitionWith({ type: 'string', format });
    expect(definition.fits({ payload: definition.example() })).toBe(true);
    expect(definition.example()).not.toBe('text');
  });

  test.each([
    '^a+b*c?$',
    '^(red|blue)-\\d{2,}$',
    '[^a]$',
    '^\\w+@\\w+\\.com$',
    '^(?:x(?:yz){2})+$',
    '^#[0-9a-f]{6}$',
    '^\\+?[1-9]\\d{1,14}$',
    '^[\\w-]{5,9}$',
    '\\bok\\b',
  ])('has a text of the pattern %s', (pattern) => {
    expect(exampleOf({ type: 'string', pattern })).toMatch(new RegExp(pattern));
    expect(exampleOf({ type: 'string', pattern: pattern.replace(/\$$/, ''), minLength: 12 })).toMatch(/^.{12,}/);
  });

  test('ends where a schema refers to itself', () => {
    const tree = object(
      {
        value: { type: 'number' },
        left: { $ref: '#/components/schemas/tree' },
        all: { type: 'array', items: { $ref: '#/components/schemas/tree' } },
      },
      { required: ['value', 'all'] },
    );
    const definition = definitionWith({ $ref: '#/components/schemas/tree' }, { components: { schemas: { tree } } });
    expect(definition.fits({ payload: definition.example() })).toBe(true);
  });

  test('is that of the document, or of a trait, a fresh one each time', () => {
    const payload = object({ a: { type: 'array' } });
    const examples = [{ name: 'without a payload' }, { payload: 'one that does not fit' }, { payload: { a: [1] } }];
    for (const message of [
      { payload, examples },
      { payload, traits: [{ examples }] },
    ]) {
      const definition = definitionIn(contractOf(version3({ Said: message })), 'Said');
      const first = definition.example() as { a: number[] };
      expect(first).toEqual({ a: [1] });
      first.a.push(2);
      expect(definition.example()).toEqual({ a: [1] });
    }
  });

  test('of the document may be null', () => {
    const payload = { type: ['null', 'object'] };
    const definition = definitionIn(contractOf(version3({ Said: { payload, examples: [{ payload: null }] } })), 'Said');
    expect(definition.example()).toBe(null);
  });

  test('that was made is made once, and given anew', () => {
    const definition = definitionWith(
      object({ tags: { type: 'array', items: { type: 'string', pattern: '^[a-z]{3}$' }, minItems: 1 } }),
    );
    const first = definition.example() as { tags: string[] };
    first.tags.push('more');
    expect(definition.example()).toEqual({ tags: ['aaa'] });
  });

  test('of the document that breaks its own schema is told', () => {
    const definition = definitionIn(
      contractOf(version3({ Said: { payload: object({ a: { type: 'string' } }), examples: [{ payload: { a: 1 } }] } })),
      'Said',
    );
    expect(() => definition.example()).toThrow(
      /^asyncapi\.yaml:\d+: \/channels\/chat\/messages\/Said\/examples\/0\/payload is an example that breaks its schema: \/a must be string, got number\.$/,
    );
  });

  test.each([
    ['nothing fits', false],
    ['no simple text fits', { type: 'string', pattern: '^(?=.*\\d)(?=.*[a-z]).{8}$' }],
    ['the schema has no end', { $ref: '#/components/schemas/endless' }],
    ['the constants exclude each other', { allOf: [{ const: 1 }, { const: 2 }] }],
    ['there is no schema', undefined],
  ])('is asked for in the document where %s', (_, schema) => {
    const endless = object({ next: { $ref: '#/components/schemas/endless' } }, { required: ['next'] });
    expect(() => exampleOf(schema, { components: { schemas: { endless } } })).toThrow(
      'No example of Said can be made of its schema: add one to the document, under its examples.',
    );
  });
});

/** Schemas of all kinds, some of which nothing fits. */
const { schema: anySchema } = fc.letrec<{ schema: object }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.record(
      {
        type: fc.constant('string'),
        minLength: fc.nat(5),
        maxLength: fc.nat(9),
        format: fc.constantFrom('date', 'uuid', 'email'),
      },
      { requiredKeys: ['type'] },
    ),
    fc.record(
      {
        type: fc.constantFrom('number', 'integer'),
        minimum: fc.integer({ min: -5, max: 5 }),
        maximum: fc.integer({ min: -5, max: 9 }),
        exclusiveMinimum: fc.integer({ min: -5, max: 5 }),
        multipleOf: fc.constantFrom(1, 2, 0.5, 3),
      },
      { requiredKeys: ['type'] },
    ),
    fc.record({ enum: fc.uniqueArray(fc.constantFrom<unknown>('a', 'b', 1, 2, null, true), { minLength: 1 }) }),
    fc.record({ type: fc.constantFrom(['string', 'null'], ['object', 'integer'], 'boolean') }),
    fc.record(
      {
        type: fc.constant('array'),
        items: tie('schema'),
        minItems: fc.nat(3),
        maxItems: fc.nat(4),
        uniqueItems: fc.boolean(),
        contains: tie('schema'),
      },
      { requiredKeys: ['type'] },
    ),
    fc.record(
      {
        type: fc.constant('object'),
        properties: fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('schema')),
        required: fc.uniqueArray(fc.constantFrom('a', 'b', 'd')),
        additionalProperties: fc.oneof(fc.boolean(), tie('schema')),
        minProperties: fc.nat(3),
        maxProperties: fc.nat(4),
      },
      { requiredKeys: ['type'] },
    ),
    fc.array(tie('schema'), { minLength: 1, maxLength: 3 }).map((oneOf) => ({ oneOf })),
    fc.array(tie('schema'), { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf })),
    fc.array(tie('schema'), { minLength: 1, maxLength: 2 }).map((allOf) => ({ allOf })),
    tie('schema').map((not) => ({ not })),
    fc.constant({ $ref: '#/components/schemas/self' }),
  ),
}));

test('an example fits its schema, or is asked for', () => {
  let made = 0;
  fc.assert(
    fc.property(anySchema, (schema) => {
      const definition = definitionWith(
        { $ref: '#/components/schemas/self' },
        { components: { schemas: { self: object({ a: schema }) } } },
      );
      let example: unknown;
      try {
        example = definition.example();
      } catch (error) {
        expect((error as Error).message).toMatch(/^No example of Said can be made/);
        return;
      }
      made++;
      expect(definition.issues({ payload: example })).toEqual([]);
    }),
    { numRuns: 60 },
  );
  expect(made).toBeGreaterThan(30);
});

describe('an example is made, and fits', () => {
  const both = object({ a: { type: 'string' }, b: { type: 'string' } });

  test.each([
    ['where one of two fields may be there', { ...both, oneOf: [{ required: ['a'] }, { required: ['b'] }] }, { a: 'text' }],
    ['where that is so below', object({ c: { ...both, oneOf: [{ required: ['b'] }] } }), { c: { a: 'text', b: 'text' } }],
    ['of what is no text', { not: { type: 'string' } }, {}],
    ['of what is neither text nor object', { not: { type: ['string', 'object', 'array'] } }, 1],
    ['of a list that must contain two', { type: 'array', contains: { type: 'integer' }, minContains: 2 }, [1, 2]],
    [
      'of a list that must contain two that differ',
      { type: 'array', contains: { type: 'integer' }, minContains: 2, uniqueItems: true },
      [1, 2],
    ],
    ['of numbers that JSON has', { enum: [Number.POSITIVE_INFINITY, 5] }, 5],
  ])('%s', (_, payload, example) => {
    const yaml = JSON.stringify(version3({ Said: { payload } }), (__, value) =>
      value === Number.POSITIVE_INFINITY ? '.inf' : value,
    );
    const definition = definitionIn(contractOf(yaml.replaceAll('".inf"', '.inf')), 'Said');
    expect(definition.example()).toEqual(example);
    expect(definition.fits({ payload: example })).toBe(true);
  });
});

test('no example is made of a number that JSON has not', () => {
  const document = JSON.stringify(version3({ Said: { payload: { enum: ['.inf'] } } })).replace('".inf"', '.inf');
  expect(() => definitionIn(contractOf(document), 'Said').example()).toThrow('No example of Said can be made of its schema');
});

test('an issue is told of every value that does not fit', () => {
  fc.assert(
    fc.property(anySchema, fc.jsonValue({ maxDepth: 2 }), (schema, payload) => {
      const definition = definitionWith(
        { $ref: '#/components/schemas/self' },
        { components: { schemas: { self: { anyOf: [{ items: schema }, { type: 'null' }] } } } },
      );
      expect(definition.issues({ payload }).length > 0).toBe(!definition.fits({ payload }));
    }),
    { numRuns: 50 },
  );
});

/** The examples of the AsyncAPI project, which are not part of this repository. */
const shared = process.env.ASYNCAPI_EXAMPLES ?? '';
const theirs = existsSync(shared) ? test.each : test.skip.each;
theirs([
  'slack-rtm-asyncapi.yml',
  'websocket-gemini-asyncapi.yml',
  '2.x/gitter-streaming.yml',
  'kraken-websocket-request-reply-message-filter-in-reply-asyncapi.yml',
])('has an example of each message of %s (ASYNCAPI_EXAMPLES)', (name) => {
  const { channels } = loadDocument(join(shared, name), shared, 'server');
  const definitions = channels.flatMap(({ operations }) => operations).flatMap(({ messages }) => messages);
  for (const definition of definitions) expect(definition.fits({ payload: definition.example() })).toBe(true);
});
