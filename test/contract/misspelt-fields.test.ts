import { contractOf, refusalOf } from '../support/contracts';

const version3 = (message: string, more = '') => `asyncapi: 3.0.0
channels:
  chat:
    address: /chat
    messages:
      Join:
        ${message}
${more}`;

describe('a misspelt field is refused, since what it says would not be checked:', () => {
  test.each([
    [
      'of a message',
      version3('payloads: { type: string }'),
      "asyncapi.yaml:7: /channels/chat/messages/Join has no field 'payloads'. Did you mean 'payload'?",
    ],
    [
      'of a trait',
      version3('traits: [{ header: { type: object } }]'),
      "asyncapi.yaml:7: /channels/chat/messages/Join/traits/0 has no field 'header'. Did you mean 'headers'?",
    ],
    [
      'of an operation',
      version3('{}', 'operations: { join: { action: send, chanel: { $ref: "#/channels/chat" } } }'),
      "asyncapi.yaml:8: /operations/join has no field 'chanel'. Did you mean 'channel'?",
    ],
    [
      'of a reply',
      version3('{}', 'operations: { join: { action: send, channel: { $ref: "#/channels/chat" }, reply: { mesages: [] } } }'),
      "asyncapi.yaml:8: /operations/join/reply has no field 'mesages'. Did you mean 'messages'?",
    ],
    [
      'of a channel of version 2',
      'asyncapi: 2.6.0\nchannels:\n  /chat:\n    subscibe: {}',
      "asyncapi.yaml:4: /channels/~1chat has no field 'subscibe'. Did you mean 'subscribe'?",
    ],
    [
      'of an operation of version 2',
      'asyncapi: 2.6.0\nchannels:\n  /chat:\n    subscribe:\n      mesage: {}',
      "asyncapi.yaml:5: /channels/~1chat/subscribe has no field 'mesage'. Did you mean 'message'?",
    ],
    ['of the document', version3('{}', 'operatons: {}'), "asyncapi.yaml:8: has no field 'operatons'. Did you mean 'operations'?"],
  ])('%s', (_, text, sentence) => {
    expect(refusalOf(text)).toBe(sentence);
  });
});

describe('a misspelt keyword of JSON Schema is refused, since it would not be checked:', () => {
  test.each([
    ['requierd: [a]', 'requierd', 'required'],
    ['additionalProperites: false', 'additionalProperites', 'additionalProperties'],
    ['minlength: 1', 'minlength', 'minLength'],
    ['Type: object', 'Type', 'type'],
    ['oneof: []', 'oneof', 'oneOf'],
    ['minlenght: 1', 'minlenght', 'minLength'],
    ['patern: a', 'patern', 'pattern'],
    ['prefixxItems: []', 'prefixxItems', 'prefixItems'],
    ['forrmat: email', 'forrmat', 'format'],
    ['requered: [a]', 'requered', 'required'],
    ['propertyName: { minLength: 1 }', 'propertyName', 'propertyNames'],
    ['maxItem: 1', 'maxItem', 'maxItems'],
    ['minimums: 1', 'minimums', 'minimum'],
  ])('%s', (keyword, name, meant) => {
    expect(refusalOf(version3(`payload: { items: { ${keyword} } }`))).toBe(
      `asyncapi.yaml:7: /channels/chat/messages/Join/payload/items/${name} is a keyword that JSON Schema does not have. ` +
        `Did you mean '${meant}'?`,
    );
  });

  test.each([
    ...['title', 'description', 'default', 'example', 'examples', 'deprecated', 'readOnly', 'writeOnly', 'discriminator'],
    ...['externalDocs', 'xml', 'definitions', 'contentEncoding', 'contentMediaType', 'contentSchema', 'id', 'name', 'types'],
    ...['note', 'notes', 'propertyName', 'enumNames', 'x-minlength', '$commment', 'unit', 'options', 'label', 'content'],
    ...['multiple', 'container', 'requiredIf', 'requires', 'patterns', 'formats', 'minimums2', 'coasts', 'maxItemsHint'],
  ])('%s is none', (keyword) => {
    expect(contractOf(version3(`payload: { ${keyword}: 5 }`)).channels).toHaveLength(1);
  });
});

test('fields that are only unknown, extensions, and names in a schema are left alone', () => {
  const text = version3(
    'payload: { type: object, requirements: [a], types: 1, propertyName: kind, minItem: few, properties: { payloads: {}, requierd: {} } }\n        x-payloads: 1\n        owner: me',
  );
  expect(contractOf(text).channels).toHaveLength(1);
});
