import { join } from 'node:path';
import { describedApi } from '../../commands/check/described-api';
import { loadDocument } from '../../src/asyncapi/load';
import { contractOf, definitionIn, projectWith, refusalOf, version3 } from '../support/contracts';

/** As people write it, so that lines count. */
const documentWith = (channel: string, more = '') => `asyncapi: 3.0.0
channels:
  chat:
    address: /chat
${channel.replace(/^/gm, '    ')}
${more}`;

const said = (message: string) => documentWith(`messages:\n  Said:\n${message.replace(/^/gm, '    ')}`);

describe('a reference to a file that is empty is refused with its line', () => {
  test.each([
    ['of a payload', said('payload:\n  $ref: ./empty.yaml'), '7: /channels/chat/messages/Said/payload'],
    ['of headers', said('headers:\n  $ref: ./empty.yaml'), '7: /channels/chat/messages/Said/headers'],
    [
      'of a part of a payload',
      said('payload:\n  allOf:\n    - $ref: ./empty.yaml'),
      '9: /channels/chat/messages/Said/payload/allOf/0',
    ],
    [
      "of a parameter's schema",
      documentWith('parameters:\n  room:\n    schema:\n      $ref: ./empty.yaml'),
      '7: /channels/chat/parameters/room/schema',
    ],
    ['of a channel', 'asyncapi: 3.0.0\nchannels:\n  chat:\n    $ref: ./empty.yaml\n', '3: /channels/chat'],
  ])('%s', (_, document, place) => {
    const files = { 'asyncapi.yaml': document, 'empty.yaml': '# nothing yet\n' };
    const refusal = `asyncapi.yaml:${place} has a $ref to './empty.yaml', which is empty.`;
    expect(refusalOf(document, files)).toBe(refusal);
    const root = projectWith(files);
    expect(() => describedApi(join(root, 'asyncapi.yaml'), root, 'server')).toThrow(refusal);
  });
});

describe('messages that stand where they are not looked for', () => {
  const oneOf = [{ name: 'Count', payload: { type: 'integer' } }, { $ref: '#/components/messages/More' }];
  const More = { oneOf: [{ name: 'Text', payload: { type: 'string' } }] };

  test('are found in a oneOf within a oneOf', () => {
    const channels = { '/chat': { subscribe: { message: { oneOf } } } };
    const contract = contractOf({ asyncapi: '2.6.0', channels, components: { messages: { More } } });
    expect(contract.channels[0]?.operations[0]?.messages.map(({ name }) => name)).toEqual(['Count', 'Text']);
  });

  test('are refused if they are their own alternatives', () => {
    const channels = { '/chat': { subscribe: { message: { oneOf } } } };
    const messages = { More: { oneOf: [{ $ref: '#/components/messages/More' }] } };
    expect(refusalOf({ asyncapi: '2.6.0', channels, components: { messages } })).toMatch(
      /: \/components\/messages\/More is a message that is one of its own alternatives\.$/,
    );
  });

  test('are refused in a oneOf of version 3, which would take anything', () => {
    expect(refusalOf(said('oneOf:\n  - payload: { type: string }'))).toBe(
      'asyncapi.yaml:7: /channels/chat/messages/Said has a oneOf, which version 3 does not have: ' +
        'write each as a message of the channel.',
    );
  });
});

test.each([
  ['as a payload', { $ref: '#/components/messages/Person' }],
  ['within a schema', { properties: { of: { $ref: '#/components/messages/Person' } } }],
])('a message that is referred to %s is refused, instead of taking anything', (_, payload) => {
  const components = { messages: { Person: { payload: { type: 'string' } } } };
  expect(refusalOf(version3({ Said: { payload } }, {}, { components }))).toMatch(
    /: \/components\/messages\/Person is a message, and not the schema that a \$ref takes it for: write '#\/components\/messages\/Person\/payload'\.$/,
  );
});

test('a schema that is not there beside its format is refused, instead of taking anything', () => {
  expect(refusalOf(said('payload:\n  schemaFormat: application/schema+json;version=draft-07\n  payload: { type: string }'))).toBe(
    'asyncapi.yaml:7: /channels/chat/messages/Said/payload has a schemaFormat and no schema: write { schemaFormat, schema }.',
  );
});

test('a long chain of references is none that leads to itself', () => {
  const links = Array.from({ length: 60 }, (_, index) => [`S${index}`, { $ref: `#/components/schemas/S${index + 1}` }]);
  const schemas = { ...Object.fromEntries(links), S60: { type: 'string' } };
  const payload = { $ref: '#/components/schemas/S0' };
  const definition = definitionIn(contractOf(version3({ Said: { payload } }, {}, { components: { schemas } })), 'Said');
  expect(definition.fits({ payload: 1 })).toBe(false);
});

describe('an operation whose channel is none is refused, and not left out', () => {
  const messages = 'messages:\n  Said:\n    payload:\n      type: string';
  const operation = (channel: string) =>
    documentWith(messages, `operations:\n  tell:\n    action: send\n    channel: ${channel}\n`);

  test('the name of a channel instead of a reference', () => {
    expect(refusalOf(operation('chat'))).toBe(
      "asyncapi.yaml:12: /operations/tell has the channel 'chat': write { $ref: '#/channels/chat' }.",
    );
  });

  test('a channel of its own', () => {
    expect(refusalOf(operation('{ address: /chat }'))).toBe(
      'asyncapi.yaml:12: /operations/tell has a channel that is none of the document: write a $ref to one of its channels.',
    );
  });

  test('the name of the channel of replies', () => {
    const more = `operations:\n  tell:\n    action: send\n    channel: { $ref: '#/channels/chat' }\n    reply:\n      channel: chat\n`;
    expect(refusalOf(documentWith(messages, more))).toBe(
      "asyncapi.yaml:14: /operations/tell/reply has the channel 'chat': write { $ref: '#/channels/chat' }.",
    );
  });

  test('an operation that is a text', () => {
    expect(refusalOf(documentWith(messages, 'operations:\n  tell: chat\n'))).toBe(
      "asyncapi.yaml:10: /operations/tell must be an object, not 'chat'.",
    );
  });

  test('a channel that is a text', () => {
    expect(refusalOf('asyncapi: 3.0.0\nchannels:\n  chat: hello\n')).toBe(
      "asyncapi.yaml:3: /channels/chat must be an object, not 'hello'.",
    );
  });
});

test('a channel of components that is also one of the document is one', () => {
  const channel = { address: '/chat', messages: { Said: { payload: { type: 'string' } } } };
  const document = {
    asyncapi: '3.0.0',
    channels: { chat: { $ref: '#/components/channels/chat' } },
    operations: { tell: { action: 'send', channel: { $ref: '#/components/channels/chat' } } },
    components: { channels: { chat: channel } },
  };
  const root = projectWith({ 'asyncapi.json': document });
  const { channels } = loadDocument(join(root, 'asyncapi.json'), root, 'server');
  expect(channels[0]?.operations.map(({ direction }) => direction)).toEqual(['received']);
});

test.each([
  ['// the chat', 3],
  ['/* the chat */', 3],
])('a comment in JSON is refused with its line, and is no part of a name: %s', (comment, line) => {
  const root = projectWith({
    'asyncapi.json': `{\n  "asyncapi": "3.0.0", "id": "urn://a",\n  ${comment}\n  "channels": { "chat": { "messages": { "Said": {} } } }\n}`,
  });
  expect(() => loadDocument(join(root, 'asyncapi.json'), root, 'server')).toThrow(
    new Error(`asyncapi.json:${line}: is not JSON: it has a comment.`),
  );
});
