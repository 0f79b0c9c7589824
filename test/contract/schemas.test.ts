import { contractOf, definitionIn, definitionWith, refusalOf, version3 } from '../support/contracts';

const document = (schema: string) => `asyncapi: 3.0.0
channels:
  chat:
    messages:
      Said:
        payload:
          $ref: '#/components/schemas/said'
components:
  schemas:
    said:
${schema.replace(/^/gm, '      ')}
`;

describe('a schema that is none is refused, with its line', () => {
  const said = '/components/schemas/said';

  test.each([
    [
      'by a wrong type',
      'type: strin',
      `asyncapi.yaml:11: ${said}/type is not JSON Schema: must be one of "array", "boolean", "integer", "null", "number", "object", "string", got "strin".`,
    ],
    [
      'by a wrong type far below',
      'type: object\nproperties:\n  a:\n    items:\n      type: 7',
      new RegExp(`^asyncapi\\.yaml:15: ${said}/properties/a/items/type is not JSON Schema: .*, got (7|number)\\.$`),
    ],
    [
      'by required that is no list',
      'required: text',
      `asyncapi.yaml:11: ${said}/required is not JSON Schema: must be array, got string.`,
    ],
    [
      'by required at a property',
      'properties:\n  a:\n    required: true',
      `asyncapi.yaml:13: ${said}/properties/a/required is not JSON Schema: must be array, got boolean.`,
    ],
    [
      'by a minimum that is text',
      "minimum: 'x'",
      `asyncapi.yaml:11: ${said}/minimum is not JSON Schema: must be number, got string.`,
    ],
    [
      'by an enumeration without values',
      'enum: []',
      `asyncapi.yaml:11: ${said}/enum is not JSON Schema: must NOT have fewer than 1 items, got [].`,
    ],
    [
      'by a choice without branches',
      'oneOf: []',
      `asyncapi.yaml:11: ${said}/oneOf is not JSON Schema: must NOT have fewer than 1 items, got [].`,
    ],
    [
      'by a choice that is no list',
      'oneOf: {a: 1}',
      `asyncapi.yaml:11: ${said}/oneOf is not JSON Schema: must be array, got object.`,
    ],
    [
      'by properties that are a list',
      'properties: [a]',
      `asyncapi.yaml:11: ${said}/properties is not JSON Schema: must be object, got array.`,
    ],
    [
      'by a property that is text',
      'properties:\n  a: string',
      `asyncapi.yaml:12: ${said}/properties/a is not JSON Schema: must be object or boolean, got string.`,
    ],
    [
      'by a property that is nothing',
      'properties:\n  a:',
      `asyncapi.yaml:12: ${said}/properties/a is not JSON Schema: must be object or boolean, got null.`,
    ],
    [
      'by a name with a slash',
      'properties:\n  a/b~c: {type: x}',
      new RegExp(`^asyncapi\\.yaml:12: ${said}/properties/a~1b~0c/type is not JSON Schema`),
    ],
    [
      'by a regular expression that is none',
      "pattern: '['",
      /^asyncapi\.yaml:11: \/components\/schemas\/said\/pattern is not a regular expression: .*\.$/,
    ],
    [
      'by a name that is no regular expression',
      "patternProperties:\n  '(': {}",
      /^asyncapi\.yaml:11: \/components\/schemas\/said\/patternProperties is not a regular expression: /,
    ],
    [
      'by nullable that is text',
      'type: string\nnullable: sometimes',
      `asyncapi.yaml:12: ${said}/nullable must be true or false, not 'sometimes'.`,
    ],
    ['by text in its place', 'said', `asyncapi.yaml:10: ${said} is not JSON Schema: must be object or boolean, got string.`],
    ['by a list in its place', '[said]', `asyncapi.yaml:10: ${said} is not JSON Schema: must be object or boolean, got array.`],
  ])('%s', (_, schema, sentence) => {
    const refusal = refusalOf(document(schema));
    if (typeof sentence === 'string') expect(refusal).toBe(sentence);
    else expect(refusal).toMatch(sentence);
  });

  test('in another file, behind a reference in the middle', () => {
    const refusal = refusalOf(document("properties: {a: {$ref: './a.yaml#/x'}}"), { 'a.yaml': 'y: 1\nx:\n  maximum: many' });
    expect(refusal).toBe('a.yaml:3: /x/maximum is not JSON Schema: must be number, got string.');
  });
});

test.each([
  ['at once', { a: { anyOf: [{ $ref: '#/components/schemas/a' }, { type: 'string' }] } }],
  ['by way of another', { a: { allOf: [{ $ref: '#/components/schemas/b' }] }, b: { not: { $ref: '#/components/schemas/a' } } }],
])('a schema that needs itself for the same value is refused: %s', (_, schemas) => {
  const refusal = refusalOf(
    version3({ Said: { payload: { properties: { x: { $ref: '#/components/schemas/a' } } } } }, {}, { components: { schemas } }),
  );
  expect(refusal).toMatch(
    /^asyncapi\.yaml:\d+: \/components\/schemas\/[ab] is a schema of which each value must fit itself again, without end\.$/,
  );
});

describe('a schema', () => {
  const fits = (schema: unknown, value: unknown, more?: object) => definitionWith(schema, more).fits({ payload: value });

  test.each([
    ['const: null', { const: null }, [null], [0, 'x']],
    ['enum with null', { enum: [null, 'a'] }, [null, 'a'], ['b']],
    ['true', true, [1, null], []],
    ['false', false, [], [1, null]],
    ['a pattern that Unicode does not allow', { pattern: '^[\\w\\-]+\\_$' }, ['a-b_'], ['a b_']],
    ['a pattern of Unicode', { pattern: '^\\p{L}$' }, ['ä'], ['1']],
    ['formats', { format: 'email' }, ['a@b.de'], ['a']],
    ['formats that nobody knows', { format: 'postcode' }, ['a'], []],
    ['keywords that nobody knows', { type: 'string', 'x-a': 1, oddity: 2, example: 'x' }, ['a'], [1]],
    ['nullable', { type: 'string', nullable: true }, ['a', null], [1]],
    ['nullable without a type', { nullable: true, minLength: 2 }, ['ab', null], ['a']],
    ['keywords of 2020-12', { prefixItems: [{ type: 'string' }], items: { type: 'number' } }, [['a', 1]], [['a', 'b'], [1]]],
    ['keywords of 2019-09', { properties: { a: {} }, unevaluatedProperties: false }, [{ a: 1 }], [{ b: 1 }]],
    ['an excluded limit of OpenAPI', { minimum: 1, exclusiveMinimum: true, maximum: 3, exclusiveMaximum: false }, [2, 3], [1, 4]],
    [
      'bytes, bigints and dates inside of a message',
      {
        properties: {
          file: { type: 'string', format: 'binary', maxLength: 2 },
          size: { type: 'integer', minimum: 1 },
          at: { type: 'string', format: 'date-time' },
        },
      },
      [{ file: Buffer.from('ab'), size: 2n, at: new Date(0) }, { file: new Uint8Array(2) }],
      [{ file: Buffer.from('abc') }, { size: 0n }, { at: 0 }],
    ],
    [
      'a field that is undefined, as one that is not there',
      { properties: { a: { type: 'string' }, list: { items: { type: 'null' } } }, additionalProperties: false },
      [{ a: 'x', more: undefined }, { list: [undefined] }],
      [{ list: [1] }, { more: null }],
    ],
    ['items as a list', { items: [{ type: 'string' }], additionalItems: false }, [['a']], [['a', 'b'], [1]]],
    [
      'a version that it names',
      { $schema: 'https://json-schema.org/draft/2020-12/schema', prefixItems: [{ const: 1 }] },
      [[1]],
      [[2]],
    ],
    [
      'names that objects inherit',
      { properties: { constructor: { type: 'string' }, toString: { type: 'string' } }, required: ['constructor'] },
      [{ constructor: 'x' }],
      [{}, { constructor: 1 }],
    ],
    [
      'dependencies',
      { dependencies: { a: ['b'], c: { required: ['d'] } } },
      [
        { a: 1, b: 1 },
        { c: 1, d: 1 },
      ],
      [{ a: 1 }, { c: 1 }],
    ],
    // biome-ignore lint/suspicious/noThenProperty: so JSON Schema calls it
    ['if, then and else', { if: { type: 'string' }, then: { minLength: 2 }, else: { type: 'number' } }, ['ab', 1], ['a', true]],
  ] as [string, unknown, unknown[], unknown[]][])('understands %s', (_, schema, good, bad) => {
    for (const value of good) expect([value, fits(schema, value)]).toEqual([value, true]);
    for (const value of bad) expect([value, fits(schema, value)]).toEqual([value, false]);
  });

  test('may refer to itself, and to others that do', () => {
    const tree = {
      type: 'object',
      properties: { left: { $ref: '#/components/schemas/tree' }, value: { $ref: '#/components/schemas/value' } },
      additionalProperties: false,
    };
    const more = {
      components: { schemas: { tree, value: { oneOf: [{ type: 'number' }, { $ref: '#/components/schemas/tree' }] } } },
    };
    const schema = { $ref: '#/components/schemas/tree' };
    expect(fits(schema, { left: { left: { value: 1 } }, value: { value: 2 } }, more)).toBe(true);
    expect(fits(schema, { left: { left: { value: 'x' } } }, more)).toBe(false);
    expect(definitionWith(schema, more).issues({ payload: { left: { left: { value: true } } } })).toEqual([
      { pointer: '/left/left/value', text: 'must be number or object, got boolean' },
    ]);
  });

  test('may refer to itself through several files', () => {
    const files = {
      'tree.yaml':
        'tree: {type: object, properties: {left: {$ref: "#/tree"}, value: {$ref: "value.yaml"}}, additionalProperties: false}',
      'value.yaml': 'oneOf: [{type: number}, {$ref: "./tree.yaml#/tree"}]',
    };
    const contract = contractOf(version3({ Said: { payload: { $ref: './tree.yaml#/tree' } } }), files);
    const said = definitionIn(contract, 'Said');
    expect(said.fits({ payload: { left: { value: { value: 1 } } } })).toBe(true);
    expect(said.issues({ payload: { left: { value: { value: 'x' } } } })).toEqual([
      { pointer: '/left/value/value', text: 'must be number or object, got string' },
    ]);
  });

  test('that refers to itself refuses a message that is deeper than the stack', () => {
    const list = { type: 'array', items: { $ref: '#/components/schemas/list' } };
    const said = definitionWith({ $ref: '#/components/schemas/list' }, { components: { schemas: { list } } });
    let payload: unknown[] = [];
    for (let depth = 0; depth < 50_000; depth++) payload = [payload];
    expect(said.fits({ payload })).toBe(false);
    expect(said.issues({ payload })).toEqual([{ pointer: '', text: 'is too deep to be checked' }]);
  });

  test('has nothing beside a reference, as draft 7 and AsyncAPI have it', () => {
    const more = { components: { schemas: { text: { type: 'string' } } } };
    const text = { $ref: '#/components/schemas/text', minLength: 2, description: 'x' };
    expect(fits(text, 'a', more)).toBe(true);
    expect(fits({ items: text }, ['a'], more)).toBe(true);
    expect(fits({ $schema: 'http://json-schema.org/draft-07/schema#', items: text }, ['a'], more)).toBe(true);
  });

  test('of 2020-12 has keywords beside a reference', () => {
    const more = { components: { schemas: { text: { type: 'string' } } } };
    const $schema = 'https://json-schema.org/draft/2020-12/schema';
    const text = { $ref: '#/components/schemas/text', minLength: 2 };
    expect(fits({ $schema, items: text }, ['a'], more)).toBe(false);
    expect(fits({ $schema, items: text }, ['ab'], more)).toBe(true);
  });
});
