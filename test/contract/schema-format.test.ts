import { contractOf, definitionIn, version3 } from '../support/contracts';

describe('the version in schemaFormat', () => {
  const text = { components: { schemas: { text: { type: 'string' } } } };
  const beside = { properties: { a: { $ref: '#/components/schemas/text', minLength: 3 } } };
  const fits = (schemaFormat: string, schema: unknown, payload: unknown) =>
    definitionIn(contractOf(version3({ Said: { payload: { schemaFormat, schema } } }, {}, text)), 'Said').fits({ payload });

  test.each([
    ['application/schema+json;version=2020-12', false],
    ['application/schema+yaml;version=draft-2019-09', false],
    ['application/vnd.oai.openapi+json;version=3.1.0', false],
    ['application/vnd.oai.openapi;version=3.0.3', true],
    ['application/schema+json;version=draft-07', true],
    ['application/vnd.aai.asyncapi;version=3.0.0', true],
  ])('says whether keywords beside $ref count: %s', (format, fit) => {
    expect(fits(format, beside, { a: 'x' })).toBe(fit);
    expect(fits(format, beside, { a: 'xxx' })).toBe(true);
  });

  test('says what its keywords mean', () => {
    const list = { prefixItems: [{ type: 'string' }] };
    expect(fits('application/schema+json;version=draft-07', list, [1])).toBe(true);
    expect(fits('application/schema+json;version=2020-12', list, [1])).toBe(false);
    expect(fits('application/vnd.aai.asyncapi;version=3.0.0', list, [1])).toBe(false);
  });

  test('is read for each schema, though both refer to a third', () => {
    const payload = (version: string) => ({
      payload: { schemaFormat: `application/schema+json;version=${version}`, schema: both },
    });
    const both = { properties: { b: { $ref: '#/components/schemas/beside' } } };
    const schemas = { ...text.components.schemas, beside };
    const contract = contractOf(version3({ Old: payload('draft-07'), New: payload('2020-12') }, {}, { components: { schemas } }));
    expect(definitionIn(contract, 'Old').fits({ payload: { b: { a: 'x' } } })).toBe(true);
    expect(definitionIn(contract, 'New').fits({ payload: { b: { a: 'x' } } })).toBe(false);
  });

  test('of a trait is that of the message in version 2', () => {
    const message = {
      traits: [{ schemaFormat: 'application/vnd.apache.avro;version=1.9.0' }],
      payload: { type: 'record', name: 'Said', fields: [{ name: 'text', type: 'string' }] },
    };
    const contract = contractOf({ asyncapi: '2.6.0', channels: { '/': { subscribe: { operationId: 'Said', message } } } });
    expect(definitionIn(contract, 'Said').issues({ payload: { text: 7 } })).toEqual([
      { pointer: '/text', text: 'must be string, got 7' },
    ]);
  });
});
