import { valuesAtPlace } from '../../src/contract/pointer';
import { definitionWith } from '../support/contracts';

const enumsOf = (payload: unknown, more?: object) => Object.fromEntries(definitionWith(payload, more).enums);
const kinds = { enum: ['a', 'b'] };
const constants = [{ const: 'a' }, { const: 2 }, { const: null }];

describe('the enumerations of a message', () => {
  test.each([
    ['of the whole', kinds, { '': ['a', 'b'] }],
    [
      'of fields and fields of fields',
      { properties: { a: kinds, 'b/c': { properties: { d: { enum: [1, true] } } } } },
      { '/a': ['a', 'b'], '/b~1c/d': [1, true] },
    ],
    ['of items', { items: { properties: { a: kinds } } }, { '/*/a': ['a', 'b'] }],
    ['of a list', { items: [{}, kinds] }, { '/1': ['a', 'b'] }],
    [
      'of maps',
      { properties: { m: { additionalProperties: kinds }, p: { patternProperties: { x: kinds } } } },
      { '/m/*': ['a', 'b'], '/p/*': ['a', 'b'] },
    ],
    [
      'of constants to choose from',
      { properties: { a: { oneOf: constants }, b: { anyOf: constants } } },
      { '/a': ['a', 2, null], '/b': ['a', 2, null] },
    ],
    [
      'of constants of the branches',
      { oneOf: [{ properties: { type: { const: 'x' } } }, { properties: { type: { const: 'y' }, of: kinds } }] },
      { '/type': ['x', 'y'], '/of': ['a', 'b'] },
    ],
    ['of an enumeration or null', { properties: { a: { anyOf: [kinds, { type: 'null' }] } } }, { '/a': ['a', 'b'] }],
    ['of parts', { allOf: [{ properties: { a: kinds } }, { properties: { b: { const: 1 } } }] }, { '/a': ['a', 'b'] }],
    ['none of one value', { properties: { a: { enum: ['x'] }, b: { const: 'y' } } }, {}],
    ['none of objects', { properties: { a: { enum: [{}, []] } } }, {}],
    ['none of a long list', { properties: { a: { enum: Array.from({ length: 200 }, (_, index) => index) } } }, {}],
  ])('%s', (_, schema, expected) => {
    expect(enumsOf(schema)).toEqual(expected);
  });

  test('are found behind references, and end where a schema refers to itself', () => {
    const node = { properties: { kind: { $ref: '#/components/schemas/kinds' }, next: { $ref: '#/components/schemas/node' } } };
    const enums = enumsOf({ $ref: '#/components/schemas/node' }, { components: { schemas: { node, kinds } } });
    expect(Object.keys(enums).slice(0, 2)).toEqual(['/kind', '/next/kind']);
    expect(Object.keys(enums).length).toBeLessThan(10);
  });

  test('are found once in a schema that refers to itself by several fields', () => {
    const self = { $ref: '#/components/schemas/node' };
    const node = { properties: { kind: kinds, left: self, right: { items: self }, up: self } };
    const enums = enumsOf(self, { components: { schemas: { node } } });
    expect(Object.keys(enums)).toEqual(['/kind', '/left/kind', '/right/*/kind', '/up/kind']);
  });

  test('end where a schema is many schemas, each of which is many', () => {
    const many = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [`f${index}`, { $ref: '#/components/schemas/many' }]),
    );
    const enums = enumsOf(
      { $ref: '#/components/schemas/many' },
      { components: { schemas: { many: { properties: { kind: kinds, ...many } } } } },
    );
    expect(Object.keys(enums).length).toBeLessThan(5000);
  });
});

test.each([
  ['', [{ a: [{ b: 1 }, { b: 2 }, {}, 7], m: { x: 1, y: 2 } }]],
  ['/a/*/b', [1, 2]],
  ['/a/0/b', [1]],
  ['/m/*', [1, 2]],
  ['/none/*', []],
  ['/constructor', []],
])('the values at %j', (place, expected) => {
  expect(valuesAtPlace({ a: [{ b: 1 }, { b: 2 }, {}, 7], m: { x: 1, y: 2 } }, place)).toEqual(expected);
});
