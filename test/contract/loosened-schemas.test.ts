import { contractOf, definitionIn, definitionWith, refusalOf, version3 } from '../support/contracts';

const young = 'https://json-schema.org/draft/2020-12/schema';

/** The one message with a payload, in a document with these schemas. */
const withSchemas = (payload: unknown, schemas: object) => definitionWith(payload, { components: { schemas } });

const Named = { type: 'object', properties: { name: { type: 'string' } } };

describe('what stands beside a reference counts in later versions than draft 7', () => {
  test.each([
    ['at the root of a payload', { $schema: young, $ref: '#/components/schemas/Named', required: ['id'] }],
    [
      'by the format of the schema',
      {
        schemaFormat: 'application/schema+json;version=2020-12',
        schema: { $ref: '#/components/schemas/Named', required: ['id'] },
      },
    ],
    ['at the end of another reference', { $schema: young, allOf: [{ $ref: '#/components/schemas/Known' }] }],
  ])('%s', (_, payload) => {
    const Known = { $ref: '#/components/schemas/Named', required: ['id'] };
    const definition = withSchemas(payload, { Named, Known });
    expect(definition.fits({ payload: { name: 'ann' } })).toBe(false);
    expect(definition.issues({ payload: { name: 'ann' } })).toEqual([expect.objectContaining({ text: 'is missing' })]);
    expect(definition.fits({ payload: { name: 'ann', id: 1 } })).toBe(true);
    expect(definition.fits({ payload: { name: 1, id: 1 } })).toBe(false);
  });

  test.each([
    ['at the root', (schema: object) => schema, (value: object) => value],
    ['below', (schema: object) => ({ properties: { by: schema } }), (value: object) => ({ by: value })],
  ])('as a keyword of these says without another word, %s', (_, schemaOf, valueOf) => {
    const closed = { $ref: '#/components/schemas/Named', unevaluatedProperties: false };
    const definition = withSchemas(schemaOf(closed), { Named });
    expect(definition.fits({ payload: valueOf({ name: 'ann', age: 1 }) })).toBe(false);
    expect(definition.fits({ payload: valueOf({ name: 'ann' }) })).toBe(true);
  });

  test('and not in draft 7, nor in AsyncAPI', () => {
    const definition = withSchemas({ $ref: '#/components/schemas/Named', required: ['id'] }, { Named });
    expect(definition.fits({ payload: {} })).toBe(true);
  });
});

test('references that lead to each other and say something beside are refused', () => {
  const One = { $schema: young, $ref: '#/components/schemas/Two', required: ['a'] };
  const Two = { $ref: '#/components/schemas/One', required: ['b'] };
  const document = version3({ Said: { payload: { $schema: young, $ref: '#/components/schemas/One', required: ['c'] } } });
  expect(refusalOf({ ...document, components: { schemas: { One, Two } } })).toMatch(/ is a reference that leads to itself\.$/);
});

test('references that lead to themselves below a payload are refused', () => {
  const schemas = { One: { $ref: '#/components/schemas/Two' }, Two: { $ref: '#/components/schemas/One' } };
  const payload = { $schema: young, allOf: [{ $ref: '#/components/schemas/One' }] };
  expect(refusalOf(version3({ Said: { payload } }, {}, { components: { schemas } }))).toMatch(
    / is a reference that leads to itself\.$/,
  );
});

test.each(['$dynamicRef', '$recursiveRef'])('a %s is refused, and not taken for anything', (keyword) => {
  const payload = { $schema: young, type: 'array', items: { [keyword]: '#node' } };
  expect(refusalOf(version3({ Said: { payload } }))).toBe(
    `asyncapi.yaml:16: /channels/chat/messages/Said/payload/items has a ${keyword}, which is not understood: ` +
      'write a $ref to the schema that it means.',
  );
});

test('a reference to the whole document is refused, and not taken for anything', () => {
  const payload = { type: 'object', properties: { child: { $ref: '#' } } };
  expect(refusalOf(version3({ Said: { payload } }))).toBe(
    'asyncapi.yaml:15: /channels/chat/messages/Said/payload/properties/child has a $ref to the whole document, ' +
      'which is not a schema: write a pointer to the schema, from the top.',
  );
});

describe('a reference to a schema with its format leads to that schema', () => {
  const wrapped = { schemaFormat: 'application/schema+json;version=draft-07', schema: { type: 'number' } };

  test.each([
    ['as the payload', { $ref: '#/components/schemas/Price' }, 1, 'text'],
    ['in a payload', { properties: { price: { $ref: '#/components/schemas/Price' } } }, { price: 1 }, { price: 'text' }],
  ])('%s', (_, payload, right, wrong) => {
    const definition = withSchemas(payload, { Price: wrapped });
    expect(definition.fits({ payload: right })).toBe(true);
    expect(definition.fits({ payload: wrong })).toBe(false);
  });

  test('and is refused where that is in another language', () => {
    const avro = 'application/vnd.apache.avro;version=1.9.0';
    const components = { schemas: { Price: { schemaFormat: avro, schema: 'int' } } };
    const payload = { properties: { price: { $ref: '#/components/schemas/Price' } } };
    expect(refusalOf(version3({ Said: { payload } }, {}, { components }))).toMatch(
      / has a \$ref to a schema of 'application\/vnd\.apache\.avro;version=1\.9\.0', which cannot be a part of JSON Schema\.$/,
    );
  });
});

test('a property that is called as a keyword of a later version makes no schema younger', () => {
  const payload = {
    properties: {
      prefixItems: { type: 'boolean' },
      unevaluatedItems: { type: 'boolean' },
      pair: { type: 'array', items: [{ type: 'string' }, { type: 'number' }] },
    },
  };
  const definition = definitionIn(contractOf(version3({ Said: { payload } })), 'Said');
  expect(definition.fits({ payload: { pair: ['a', 1] } })).toBe(true);
  expect(definition.fits({ payload: { pair: [1, 1] } })).toBe(false);
});
