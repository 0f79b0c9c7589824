import { issuesText } from '../../src/contract/issue-text';
import { contractOf, definitionIn, refusalOf, version3 } from '../support/contracts';

const USER = {
  type: 'record',
  name: 'User',
  fields: [
    { name: 'name', type: 'string' },
    { name: 'age', type: ['null', 'int'], default: null },
    { name: 'kind', type: { type: 'enum', name: 'Kind', symbols: ['guest', 'member'] } },
    { name: 'friends', type: { type: 'array', items: 'User' }, default: [] },
  ],
};
const format = 'application/vnd.apache.avro;version=1.9.0';
const avro = (schema: unknown, files = {}) =>
  definitionIn(contractOf(version3({ Said: { payload: { schemaFormat: format, schema } } }), files), 'Said');

describe('a payload of Avro', () => {
  const told = (payload: unknown) => issuesText(avro(USER).issues({ payload }));
  const ann = { name: 'ann', age: 7, kind: 'guest', friends: [] };

  test.each([
    ['fits', ann, ''],
    ['fits, with a union as JSON of Avro has it', { ...ann, age: { int: 7 } }, ''],
    ['fits, with what a record may hold again', { ...ann, age: null, friends: [ann] }, ''],
    ['breaks a type', { ...ann, name: 7 }, '/name must be string, got 7'],
    ['breaks a union', { ...ann, age: 'x' }, '/age must be null or int, got "x"'],
    ['breaks an enumeration', { ...ann, kind: 'admin' }, '/kind must be one of "guest", "member", got "admin"'],
    [
      'breaks a record below',
      { ...ann, friends: [{ ...ann, kind: 1 }] },
      '/friends/0/kind must be one of "guest", "member", got 1',
    ],
    ['has not all', { age: null, kind: 'guest', friends: [] }, '/name is missing'],
  ])('%s', (_, payload, sentence) => {
    expect(told(payload)).toBe(sentence);
    expect(avro(USER).fits({ payload })).toBe(sentence === '');
  });

  test('is bytes, which are decoded first', () => {
    const bytes = (
      require('avsc') as { Type: { forSchema(schema: unknown): { toBuffer(value: unknown): Buffer } } }
    ).Type.forSchema(USER).toBuffer(ann);
    expect(told(bytes)).toBe('');
    expect(told(new Uint8Array(bytes))).toBe('');
    expect(told(bytes.subarray(0, 3))).toBe('it cannot be decoded as Avro: truncated buffer');
    expect(told(Buffer.concat([bytes, bytes]))).toMatch(/^it cannot be decoded as Avro: trailing data/);
  });

  test('is in a file beside the document, and in version 2 beside its format', () => {
    const schema = { $ref: './user.avsc' };
    expect(avro(schema, { 'user.avsc': USER }).fits({ payload: ann })).toBe(true);
    const version2 = {
      asyncapi: '2.6.0',
      channels: { '/': { subscribe: { operationId: 'Said', message: { schemaFormat: format, payload: schema } } } },
    };
    expect(definitionIn(contractOf(version2, { 'user.avsc': USER }), 'Said').fits({ payload: { ...ann, name: 7 } })).toBe(false);
  });

  test('has enumerations and an example', () => {
    const said = avro(USER);
    expect([...said.enums]).toEqual(
      expect.arrayContaining([
        ['/kind', ['guest', 'member']],
        ['/friends/*/kind', ['guest', 'member']],
      ]),
    );
    expect(said.fits({ payload: said.example() })).toBe(true);
  });

  test('that is none is refused', () => {
    const refusal = refusalOf(version3({ Said: { payload: { schemaFormat: format, schema: { type: 'recor' } } } }));
    expect(refusal).toMatch(
      /^asyncapi\.yaml:\d+: \/channels\/chat\/messages\/Said\/payload\/schema is not Avro: unknown type: "recor"\.$/,
    );
  });
});

test('a payload of Avro without avsc names the package', () => {
  jest.isolateModules(() => {
    jest.doMock('avsc', () => {
      throw Object.assign(new Error("Cannot find module 'avsc'"), { code: 'MODULE_NOT_FOUND' });
    });
    const fresh = require('../support/contracts') as typeof import('../support/contracts');
    const refusal = fresh.refusalOf(version3({ Said: { payload: { schemaFormat: format, schema: USER } } }));
    expect(refusal).toMatch(/is Avro, which needs the package avsc\. Install: npm install --save-dev avsc\.$/);
  });
  jest.dontMock('avsc');
});
