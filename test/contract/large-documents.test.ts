import type * as Support from '../support/contracts';
import { contractOf, definitionIn, definitionWith, version3 } from '../support/contracts';

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const numbered = <Value>(count: number, make: (index: number) => [string, Value]) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => make(index)));

test('a document is read though its references double at each of many levels', () => {
  const schemas = {
    ...numbered(60, (level) => [
      `l${level}`,
      { anyOf: [ref(`l${level + 1}`), { allOf: [ref(`l${level + 1}`), ref(`l${level + 1}`)] }] },
    ]),
    l60: { type: 'object', properties: { kind: { enum: ['a', 'b'] } } },
  };
  const { constants, enums } = definitionWith(ref('l0'), { components: { schemas } });
  expect([...constants]).toEqual([
    ['#type', new Set(['object'])],
    ['/kind', new Set(['a', 'b'])],
  ]);
  expect(enums.size).toBeLessThan(2);
});

test('the constants of a schema with many fields of its own kind are found once at each level', () => {
  const many = { properties: { ...numbered(200, (index) => [`f${index}`, ref('many')]), kind: { const: 'a' } } };
  const { constants } = definitionWith(ref('many'), { components: { schemas: { many: { ...many, type: 'object' } } } });
  expect(constants.get('/kind')).toEqual(new Set(['a']));
});

describe('a message with many fields of its own kind is read, and its enumerations are found once', () => {
  const fields = Array.from({ length: 40 }, (_, index) => `f${index}`);
  const places = ['/e', ...fields.map((field) => `/${field}/e`)];

  test('in Avro', () => {
    const schema = {
      type: 'record',
      name: 'Node',
      fields: [
        { name: 'e', type: { type: 'enum', name: 'E', symbols: ['A', 'B'] } },
        ...fields.map((name) => ({ name, type: ['null', 'Node'] })),
      ],
    };
    const schemaFormat = 'application/vnd.apache.avro;version=1.9.0';
    const said = definitionIn(contractOf(version3({ Said: { payload: { schemaFormat, schema } } })), 'Said');
    expect([...said.enums.keys()]).toEqual(places);
  });

  test('in protobuf', () => {
    const own = fields.map((field, index) => `Node ${field} = ${index + 2};`).join(' ');
    const schema = `syntax = "proto3"; enum E { A = 0; B = 1; } message Node { E e = 1; ${own} }`;
    const schemaFormat = 'application/vnd.google.protobuf;version=3';
    const said = definitionIn(contractOf(version3({ Said: { payload: { schemaFormat, schema } } })), 'Said');
    expect([...said.enums.keys()]).toEqual(places);
  });
});

test('what many messages refer to is compiled once', () => {
  const compiled: string[] = [];
  jest.isolateModules(() => {
    jest.doMock('../../src/asyncapi/pattern', () => ({
      compilePattern(pattern: string) {
        compiled.push(pattern);
        return new RegExp(pattern, 'u');
      },
    }));
    const support = require('../support/contracts') as typeof Support;
    const shared = { type: 'object', properties: { id: { type: 'string', pattern: '^shared$' }, next: ref('shared') } };
    const messages = numbered(20, (index) => [
      `M${index}`,
      { payload: { type: 'object', properties: { type: { const: `m${index}` }, body: ref('shared') } } },
    ]);
    const contract = support.contractOf(support.version3(messages, {}, { components: { schemas: { shared } } }));
    const { received } = contract.judgeOf(contract.channels);
    const read = compiled.length;
    for (let index = 0; index < 20; index++) {
      expect(received.judge({ payload: { type: `m${index}`, body: { next: { id: 'shared' } } } }).kind).toBe('fits');
    }
    expect(compiled.length - read).toBe(1);
    for (let index = 0; index < 20; index++) {
      expect(received.judge({ payload: { type: `m${index}`, body: { next: { id: 'x' } } } })).toMatchObject({
        kind: 'breach',
        definition: { name: `M${index}` },
        issues: [{ pointer: '/body/next/id', text: 'must match pattern "^shared$", got "x"' }],
      });
    }
    expect(compiled.length - read).toBe(2); // to tell, another checker looks at all that is wrong
  });
  jest.dontMock('../../src/asyncapi/pattern');
});
