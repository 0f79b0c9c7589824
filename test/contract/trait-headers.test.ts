import { join } from 'node:path';
import { apiChanges } from '../../commands/check/api-changes';
import { describedApi } from '../../commands/check/described-api';
import { contractOf, definitionIn, type Files, projectWith, refusalOf, version3 } from '../support/contracts';

const version2 = (message: object) => ({
  asyncapi: '2.6.0',
  channels: { '/chat': { subscribe: { message: { name: 'Said', ...message } } } },
});

const said = (document: object, files: Files = {}) => definitionIn(contractOf(document, files), 'Said');
const takes = (definition: ReturnType<typeof said>, headers: Record<string, unknown>) => definition.fits({ payload: 1, headers });

const own = { type: 'object', properties: { tenant: { type: 'string' }, id: { type: 'string' } }, required: ['id'] };
const ofTrait = { type: 'object', properties: { tenant: { type: 'integer' } }, required: ['tenant'] };
const message = { headers: own, traits: [{ headers: ofTrait }] };

test('a header that fits the message is not blamed by its trait in version 3', () => {
  const definition = said(version3({ Said: message }));
  expect(takes(definition, { tenant: 'a', id: '1' })).toBe(true);
  expect(definition.issues({ payload: 1, headers: { tenant: 1, id: '1' } })).toEqual([
    { pointer: 'headers/tenant', text: 'must be string, got number' },
  ]);
  expect(takes(definition, { id: '1' })).toBe(true); // a list is replaced as a whole
});

test('a header that fits the trait is not blamed by its message in version 2', () => {
  const definition = said(version2(message));
  expect(takes(definition, { tenant: 1 })).toBe(true);
  expect(takes(definition, { tenant: 'a' })).toBe(false);
  expect(takes(definition, { tenant: 1, id: 1 })).toBe(false); // of which the trait says nothing
});

test.each([
  ['2', version2, false],
  ['3', (one: object) => version3({ Said: one }), true],
])('of several traits the later counts in version %s, before or behind the message', (_, documentOf, isOfMessage) => {
  const header = (values: string[]) => ({ headers: { properties: { tenant: { enum: values } } } });
  const definition = said(documentOf({ ...header(['message']), traits: [header(['first']), header(['second'])] }));
  expect(takes(definition, { tenant: 'message' })).toBe(isOfMessage);
  expect(takes(definition, { tenant: 'second' })).toBe(!isOfMessage);
  expect(takes(definition, { tenant: 'first' })).toBe(false);
});

test('what is null in the one that counts is not asked for', () => {
  const definition = said(version2({ headers: own, traits: [{ headers: { required: null } }] }));
  expect(takes(definition, {})).toBe(true);
  expect(takes(definition, { id: 1 })).toBe(false);
});

test('headers of a trait in another file are merged with what they refer to', () => {
  const files = {
    'shared/traits.yaml': {
      traced: {
        headers: {
          properties: { trace: { $ref: '#/trace' }, tenant: { $ref: 'some types.yaml#/tenant' }, id: { $ref: '#/trace' } },
        },
      },
      trace: { type: 'string' },
    },
    'shared/some types.yaml': { tenant: { type: 'integer' } },
  };
  const headers = { properties: { id: { $ref: '#/components/schemas/id' } } };
  const components = { schemas: { id: { minLength: 2 } } };
  const traits = [{ $ref: './shared/traits.yaml#/traced' }];
  const definition = said(version3({ Said: { headers, traits } }, {}, { components }), files);
  expect(takes(definition, { trace: 'a', tenant: 1, id: 'ab' })).toBe(true);
  expect(takes(definition, { trace: 1 })).toBe(false);
  expect(takes(definition, { tenant: 'a' })).toBe(false);
  expect(takes(definition, { id: 'a' })).toBe(false);
  expect(takes(definition, { id: 12 })).toBe(false); // the type is of the trait
});

test('headers that refer to themselves can be merged', () => {
  const schemas = {
    A: { properties: { next: { $ref: '#/components/schemas/A' }, id: { type: 'string' } } },
    B: { properties: { next: { $ref: '#/components/schemas/B' }, tenant: { type: 'string' } } },
  };
  const headers = { $ref: '#/components/schemas/A' };
  const traits = [{ headers: { $ref: '#/components/schemas/B' } }];
  const definition = said(version3({ Said: { headers, traits } }, {}, { components: { schemas } }));
  expect(takes(definition, { id: '1', tenant: 'a' })).toBe(true);
  expect(takes(definition, { tenant: 1 })).toBe(false);
  expect(takes(definition, { id: 1 })).toBe(false);
});

test('a wrong schema among the headers of a trait is refused with its line', () => {
  const document = `asyncapi: 2.6.0
channels:
  /chat:
    subscribe:
      message:
        headers:
          type: object
        traits:
          - headers:
              properties:
                tenant:
                  type: strin
`;
  expect(refusalOf(document)).toMatch(/^asyncapi\.yaml:12: .*\/message\/headers\/properties\/tenant\/type is not JSON Schema: /);
});

test('headers that have moved from a message to its trait are no change', () => {
  const changes = (old: object, now: object): string[] => {
    const root = projectWith({ 'old.json': old, 'new.json': now });
    const api = (name: string) => describedApi(join(root, name), root, 'server');
    return apiChanges(api('old.json'), api('new.json')).map(({ text }) => text);
  };
  const { properties, ...rest } = own;
  const moved = { headers: { properties }, traits: [{ headers: rest }] };
  expect(changes(version2({ headers: own }), version2(moved))).toEqual([]);
  expect(changes(version2({ headers: own }), version2(message))).not.toEqual([]);
});
