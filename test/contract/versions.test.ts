import { contractOf, definitionIn, refusalOf, spokenAt } from '../support/contracts';

const messages = {
  Say: { payload: { properties: { type: { const: 'say' } }, required: ['type'] } },
  Said: { payload: { properties: { type: { const: 'said' } }, required: ['type'] } },
  Left: { payload: { properties: { type: { const: 'left' } }, required: ['type'] } },
};
const component = (name: string) => ({ $ref: `#/components/messages/${name}` });

/** The same API in both versions: what the application takes is published to it in 2.x, and what it sends is subscribed to. */
const version2 = {
  asyncapi: '2.6.0',
  channels: {
    '/chat': {
      publish: { operationId: 'say', message: component('Say') },
      subscribe: { operationId: 'hear', message: { oneOf: [component('Said'), component('Left')] } },
    },
  },
  components: { messages },
};
const version3 = {
  asyncapi: '3.0.0',
  channels: { chat: { address: '/chat', messages: { Say: component('Say'), Said: component('Said'), Left: component('Left') } } },
  operations: {
    say: { action: 'receive', channel: { $ref: '#/channels/chat' }, messages: [{ $ref: '#/channels/chat/messages/Say' }] },
    hear: {
      action: 'send',
      channel: { $ref: '#/channels/chat' },
      messages: [{ $ref: '#/channels/chat/messages/Said' }, { $ref: '#/channels/chat/messages/Left' }],
    },
  },
  components: { messages },
};

describe.each([
  ['2.6', version2],
  ['3.0', version3],
])('directions in version %s', (_, document) => {
  test('are those of a client, for the document of a server', () => {
    expect(spokenAt(contractOf(document), '/chat')).toEqual({ received: ['Said', 'Left'], sent: ['Say'] });
  });

  test('are the other way round for the document of a client', () => {
    expect(spokenAt(contractOf(document, {}, 'client'), '/chat')).toEqual({ received: ['Say'], sent: ['Said', 'Left'] });
  });

  test('have operations with their names', () => {
    const [channel] = contractOf(document).channels;
    expect(channel?.operations.map(({ name, direction }) => [name, direction]).sort()).toEqual([
      ['hear', 'received'],
      ['say', 'sent'],
    ]);
  });
});

describe('version 2', () => {
  const withMessage = (message: unknown, components: object = {}) => ({
    asyncapi: '2.6.0',
    channels: { '/': { subscribe: { operationId: 'hear', message } } },
    components,
  });
  const received = (document: object) => spokenAt(contractOf(document), '/').received;

  test.each([
    ['its name', withMessage({ name: 'Said', messageId: 'said' }), ['Said']],
    ['its id', withMessage({ messageId: 'said' }), ['said']],
    ['its name among the components', withMessage(component('Said'), { messages }), ['Said']],
    ['its operation', withMessage({ payload: {} }), ['hear']],
    ['its operation, each with its number', withMessage({ oneOf: [{ payload: {} }, { payload: true }] }), ['hear 1', 'hear 2']],
    ['the name of a trait', withMessage({ traits: [{ name: 'Trait' }] }), ['Trait']],
  ])('a message is called by %s', (_, document, names) => {
    expect(received(document)).toEqual(names);
  });

  test('an operation may have no message, and a channel no operation', () => {
    expect(received({ asyncapi: '2.6.0', channels: { '/': { subscribe: {} } } })).toEqual([]);
    expect(spokenAt(contractOf({ asyncapi: '2.6.0', channels: { '/': {} } }), '/')).toEqual({ received: [], sent: [] });
  });

  test('traits go before the message, the last of them first', () => {
    const traits = [{ name: 'First', correlationId: { location: '$message.payload#/first' } }, { name: 'Second' }];
    const contract = contractOf(withMessage({ name: 'Own', traits }));
    expect(definitionIn(contract, 'Second').correlation).toEqual({ part: 'payload', keys: ['first'] });
  });
});

describe('version 3', () => {
  const withMessages = (messages: unknown, more: object = {}) => ({
    asyncapi: '3.1.0',
    channels: { chat: { address: '/', messages } },
    ...more,
  });
  const operation = (more: object) => ({
    operations: { say: { action: 'send', channel: { $ref: '#/channels/chat' }, ...more } },
  });

  test('the messages of a channel without operations may go either way', () => {
    expect(spokenAt(contractOf(withMessages({ A: {}, B: {} })), '/')).toEqual({ received: ['A', 'B'], sent: ['A', 'B'] });
  });

  test('an operation without a list of messages has all of its channel, and one with an empty list none', () => {
    expect(spokenAt(contractOf(withMessages({ A: {}, B: {} }, operation({}))), '/').received).toEqual(['A', 'B']);
    expect(spokenAt(contractOf(withMessages({ A: {}, B: {} }, operation({ messages: [] }))), '/').received).toEqual([]);
  });

  test('a message is called by its name, else by that under which its channel has it', () => {
    const listed = { messages: [{ $ref: '#/channels/chat/messages/a' }, { $ref: '#/components/messages/Said' }] };
    const document = withMessages(
      { a: { name: 'Named' }, b: component('Said') },
      { ...operation(listed), components: { messages } },
    );
    expect(spokenAt(contractOf(document), '/').received).toEqual(['Named', 'b']);
  });

  test('the message goes before its traits, the last of them before the first', () => {
    const traits = [
      { name: 'First', correlationId: { location: '$message.payload#/first' } },
      { name: 'Second', correlationId: { location: '$message.payload#/second' } },
    ];
    const contract = contractOf(withMessages({ a: { name: 'Own', traits }, b: { traits } }));
    expect(definitionIn(contract, 'Own').correlation).toEqual({ part: 'payload', keys: ['second'] });
    expect(definitionIn(contract, 'Second').correlation).toEqual({ part: 'payload', keys: ['second'] });
  });

  test.each([
    ['no channel', { action: 'send' }, 'has no channel'],
    [
      'an action of version 2',
      { action: 'publish', channel: { $ref: '#/channels/chat' } },
      "has the action 'publish': write 'send' or 'receive'",
    ],
    ['no action', { channel: { $ref: '#/channels/chat' } }, "has no action: write 'send' or 'receive'"],
    [
      'messages that are no list',
      { action: 'send', channel: { $ref: '#/channels/chat' }, messages: { a: 1 } },
      'must be a list, not {"a":1}',
    ],
  ])('an operation with %s is refused', (_, say, problem) => {
    const refusal = refusalOf({ ...withMessages({ a: {} }), operations: { say } });
    expect(refusal).toMatch(/^asyncapi\.yaml:\d+: \/operations\/say/);
    expect(refusal).toContain(problem);
  });
});

describe('headers', () => {
  const definition = (message: object) =>
    definitionIn(contractOf({ asyncapi: '3.0.0', channels: { chat: { messages: { Said: message } } } }), 'Said');
  const headers = (name: string) => ({ type: 'object', properties: { [name]: { type: 'number' } }, required: [name] });

  test('are checked where there are any, those of traits too', () => {
    const said = definition({ headers: headers('a'), traits: [{ headers: headers('b') }] });
    expect(said.fits({ payload: 1 })).toBe(true);
    expect(said.fits({ payload: 1, headers: { a: 1, b: 1 } })).toBe(true);
    expect(said.issues({ payload: 1, headers: { b: 'x' } })).toEqual([
      { pointer: 'headers/a', text: 'is missing' },
      { pointer: 'headers/b', text: 'must be number, got string' },
    ]); // and b need not be there: which of them must is said by the message
  });
});

describe('request and reply', () => {
  const id = (name: string) => ({ location: `$message.payload#/${name}` });
  const document = (reply: object) => ({
    asyncapi: '3.0.0',
    channels: {
      chat: { address: '/', messages: { Ask: { correlationId: id('id') }, Answer: { correlationId: id('of/id') } } },
      other: { address: '/other', messages: { Other: {} } },
    },
    operations: {
      ask: {
        action: 'receive',
        channel: { $ref: '#/channels/chat' },
        messages: [{ $ref: '#/channels/chat/messages/Ask' }],
        reply,
      },
    },
  });

  test('go opposite ways over one connection', () => {
    for (const channel of [{}, { channel: { $ref: '#/channels/chat' } }]) {
      const contract = contractOf(document({ ...channel, messages: [{ $ref: '#/channels/chat/messages/Answer' }] }));
      expect(spokenAt(contract, '/')).toEqual({ received: ['Answer'], sent: ['Ask'] });
    }
  });

  test('stand each at its own channel where these are other connections', () => {
    const contract = contractOf(document({ channel: { $ref: '#/channels/other' } }));
    expect(spokenAt(contract, '/')).toEqual({ received: [], sent: ['Ask'] });
    expect(spokenAt(contract, '/other')).toEqual({ received: ['Other'], sent: [] });
  });

  test.each([
    ['without an address', { address: null }],
    ['with the same address', { address: '/' }],
  ])('may stand in a channel for replies alone, %s, which clients do not send, and no path is of', (_, channel) => {
    const { channels, ...rest } = document({ channel: { $ref: '#/channels/answers' } });
    const answers = { ...channel, messages: { Back: {} } };
    const contract = contractOf({ ...rest, channels: { ...channels, answers } });
    expect(spokenAt(contract, '/')).toEqual({ received: ['Back'], sent: ['Ask'] });
    expect(contract.channelsAt('/').map(({ id }) => id)).toEqual(['chat']);
    expect(contract.channelsAt('/nowhere')).toEqual([]);
  });

  test('say where the value stands that both have', () => {
    const contract = contractOf(document({ messages: [{ $ref: '#/channels/chat/messages/Answer' }] }));
    expect(definitionIn(contract, 'Ask').correlation).toEqual({ part: 'payload', keys: ['id'] });
    expect(definitionIn(contract, 'Answer').correlation).toEqual({ part: 'payload', keys: ['of', 'id'] });
  });

  test.each(['$message.payload', '$message.payload#', '$message.header'])('may be all of a part: %s', (location) => {
    const messages = { A: { payload: { type: 'integer' }, correlationId: { location } } };
    const contract = contractOf({ asyncapi: '3.0.0', channels: { a: { messages } } });
    const part = location.includes('header') ? 'headers' : 'payload';
    expect(definitionIn(contract, 'A').correlation).toEqual({ part, keys: [] });
  });

  test('at a place that is none are refused', () => {
    const refusal = refusalOf({ asyncapi: '3.0.0', channels: { a: { messages: { A: { correlationId: { location: 'id' } } } } } });
    expect(refusal).toMatch(
      /^asyncapi\.yaml:\d+: \/channels\/a\/messages\/A\/correlationId has the location 'id': write '\$message\.payload#\/id', say\.$/,
    );
  });
});

test('a schema has the version of the language beside it', () => {
  const message = (schemaFormat: string) => ({ payload: { schemaFormat, schema: { type: 'string' } } });
  const document = (format: string) => ({ asyncapi: '3.0.0', channels: { chat: { messages: { Said: message(format) } } } });
  for (const format of [
    'application/schema+json;version=draft-07',
    'application/schema+yaml;version=draft-07',
    'application/vnd.aai.asyncapi;version=3.0.0',
    'application/vnd.aai.asyncapi+json;version=3.0.0',
    'application/vnd.oai.openapi+json;version=3.0.0',
  ]) {
    expect(definitionIn(contractOf(document(format)), 'Said').fits({ payload: 7 })).toBe(false);
  }
  expect(refusalOf(document('application/raml+yaml;version=1.0'))).toContain(
    "has the schemaFormat 'application/raml+yaml;version=1.0', which is not understood",
  );
});
