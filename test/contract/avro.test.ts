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

  test('is not blamed for a union that is written with its type, where another field is wrong', () => {
    expect(told({ ...ann, age: { int: 7 }, kind: 'admin' })).toBe('/kind must be one of "guest", "member", got "admin"');
    expect(told({ ...ann, age: { int: 'x' } })).toBe('/age must be null or int, got "x"');
  });

  test('may write one union with its type, and another without', () => {
    expect(
      told({
        ...ann,
        age: { int: 7 },
        friends: [
          { ...ann, age: 7 },
          { ...ann, age: { int: 8 } },
        ],
      }),
    ).toBe('');
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

describe('bytes in a payload of Avro', () => {
  const file = avro({
    type: 'record',
    name: 'File',
    fields: [
      { name: 'data', type: 'bytes' },
      { name: 'hash', type: ['null', { type: 'fixed', name: 'Hash', size: 2 }] },
      { name: 'parts', type: { type: 'map', values: ['null', 'bytes', 'int'] } },
    ],
  });
  const told = (payload: unknown) => issuesText(file.issues({ payload }));

  test.each([
    ['are bytes', { data: Buffer.from([0, 255]), hash: Buffer.alloc(2), parts: { a: Buffer.alloc(1) } }, ''],
    [
      'are a text of a character each, as JSON of Avro has them',
      { data: '\0\xff', hash: 'ab', parts: { a: 'x', b: 7, c: null } },
      '',
    ],
    ['are such a text with its type', { data: '', hash: { Hash: 'ab' }, parts: { a: { bytes: 'x' } } }, ''],
    ['are no other text', { data: '€', hash: null, parts: {} }, '/data must be bytes, got "€"'],
    ['have their size', { data: '', hash: 'abc', parts: {} }, '/hash must be null or Hash, got "abc"'],
  ])('%s', (_, payload, sentence) => {
    expect(told(payload)).toBe(sentence);
  });

  test('are right in an example, also where that is written as JSON', () => {
    const example = file.example() as { readonly data: unknown };
    expect(Buffer.isBuffer(example.data)).toBe(true);
    expect(told(example)).toBe('');
    expect(told(JSON.parse(JSON.stringify(example)))).toBe('');
  });
});

test('an object that looks like a union with its type is a record, or a map, where that has such a field', () => {
  const record = { type: 'record', name: 'Note', fields: [{ name: 'string', type: 'string' }] };
  expect(avro(['null', 'string', record]).fits({ payload: { string: 'x' } })).toBe(true);
  expect(avro(['null', 'string', record]).fits({ payload: { Note: { string: 'x' } } })).toBe(true);
  expect(avro(['string', { type: 'map', values: 'int' }]).fits({ payload: { string: 1 } })).toBe(true);
  expect(avro(['string', { type: 'map', values: 'int' }]).fits({ payload: { string: 'x' } })).toBe(true);
  expect(avro(['string', { type: 'map', values: 'int' }]).fits({ payload: { int: 'x' } })).toBe(false);
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

describe('a value of a union that is written without its type is not blamed', () => {
  const record = (name: string, field: string) => ({ type: 'record', name, fields: [{ name: field, type: 'string' }] });
  const withField = (type: unknown) => avro({ type: 'record', name: 'R', fields: [{ name: 'a', type }] });
  const numbers = ['null', 'int', 'double'];
  const records = [record('One', 'x'), record('Two', 'y')];

  test.each([
    ['of several numbers', numbers, 1],
    ['of several numbers', numbers, 1.5],
    ['of several numbers', numbers, { double: 1 }],
    ['of several numbers', numbers, null],
    ['of records', records, { x: 'text' }],
    ['of records', records, { y: 'text' }],
    ['of records', records, { Two: { y: 'text' } }],
    ['of records, of which one has a field called as the other', [record('One', 'Two'), record('Two', 'y')], { Two: 'text' }],
  ])('%s: %j %j', (_, type, a) => {
    expect(issuesText(withField(type).issues({ payload: { a } }))).toBe('');
  });

  test.each([
    [numbers, 'text', '/a must be null or int or double, got "text"'],
    [numbers, { int: 1.5 }, '/a/int must be int, got 1.5'],
    [records, { z: 'text' }, '/a must be One or Two, got {"z":"text"}'],
    [records, { Two: { y: 1 } }, '/a/Two/y must be string, got 1'],
  ])('and one that fits none is: %j %j', (type, a, text) => {
    expect(issuesText(withField(type).issues({ payload: { a } }))).toBe(text);
  });
});
