import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { apiChanges } from '../../../commands/check/api-changes';
import { checkDocuments } from '../../../commands/check/check-command';
import { checkText } from '../../../commands/check/check-text';
import { describedApi } from '../../../commands/check/described-api';
import { temporaryFolder } from '../../support/temporary-folder';

const chat = `asyncapi: 3.0.0
info:
  title: Chat
  version: 1.0.0
channels:
  chat:
    address: /chat
    x-close-codes:
      4001: the name is taken
    messages:
      ChatSay:
        payload:
          type: object
          required: [type, text]
          properties:
            type: { const: say }
            text: { type: string, minLength: 1 }
      ChatSaid:
        payload: { $ref: '#/components/schemas/said' }
        examples:
          - payload: { type: said, from: ann, text: hello }
      ChatJoined:
        payload:
          type: object
          required: [type, name]
          properties:
            type: { const: joined }
            name: { type: string }
            role: { enum: [user, moderator] }
operations:
  say:
    action: receive
    channel: { $ref: '#/channels/chat' }
    messages: [{ $ref: '#/channels/chat/messages/ChatSay' }]
  told:
    action: send
    channel: { $ref: '#/channels/chat' }
    messages:
      - { $ref: '#/channels/chat/messages/ChatSaid' }
      - { $ref: '#/channels/chat/messages/ChatJoined' }
components:
  schemas:
    said:
      type: object
      required: [type, from, text]
      properties:
        type: { const: said }
        from: { type: string }
        text: { type: string }
`;

const folder = temporaryFolder('check');

function changes(old: string, now: string, describes: 'server' | 'client' = 'server') {
  const [before, after] = ['old.yaml', 'new.yaml'].map((name) => join(folder, name)) as [string, string];
  writeFileSync(before, old);
  writeFileSync(after, now);
  return apiChanges(describedApi(before, folder, describes), describedApi(after, folder, describes));
}

/** The lines of the changes that one replacement makes, each with its severity. */
function told(replace: readonly (readonly [string, string])[], old = chat, describes?: 'client'): string[] {
  const now = replace.reduce((text, [one, other]) => {
    if (!text.includes(one)) throw new Error(`${one} is not there`);
    return text.replace(one, other);
  }, old);
  return changes(old, now, describes).map((change) => {
    const [, line = ''] = checkText([change], 'old.yaml', 'new.yaml').split('\n');
    return `${change.severity} ${line.trim().replace(/\s+/g, ' ')}`;
  });
}

describe('between two documents', () => {
  test.each<[string, [string, string][], string[]]>([
    [
      'a field that clients receive is called otherwise',
      [
        ['required: [type, from, text]', 'required: [type, from, msg]'],
        ['        text: { type: string }\n', '        msg: { type: string }\n'],
      ],
      [
        'compatible new.yaml:49 /chat, received ChatSaid: /msg is new, and must be there',
        'breaking old.yaml:49 /chat, received ChatSaid: /text is not documented any more, and had to be there',
      ],
    ],
    [
      'a value that clients do not know',
      [['[user, moderator]', '[user, moderator, guest]']],
      ['breaking new.yaml:29 /chat, received ChatJoined: /role may be "guest" now'],
    ],
    [
      'a value that is not sent any more',
      [['[user, moderator]', '[user]']],
      ['compatible new.yaml:29 /chat, received ChatJoined: /role is never "moderator" any more'],
    ],
    [
      'a new field that clients must send',
      [
        [
          'required: [type, text]\n          properties:',
          'required: [type, text, at]\n          properties:\n            at: { type: string }',
        ],
      ],
      ['breaking new.yaml:16 /chat, sent ChatSay: /at is new, and must be there'],
    ],
    [
      'a new field that clients may send',
      [
        [
          '            text: { type: string, minLength: 1 }',
          '            text: { type: string, minLength: 1 }\n            at: { type: string }',
        ],
      ],
      ['may-break new.yaml:18 /chat, sent ChatSay: /at is new: a string'],
    ],
    [
      'longer texts that clients must send',
      [['minLength: 1', 'minLength: 3']],
      ['breaking new.yaml:17 /chat, sent ChatSay: /text must have at least 3 characters now, and had 1'],
    ],
    [
      'a text of one character',
      [['from: { type: string }', 'from: { type: string, maxLength: 1 }']],
      ['compatible new.yaml:48 /chat, received ChatSaid: /from must have at most 1 character now, and had any number'],
    ],
    [
      'shorter texts that they may',
      [['minLength: 1', 'minLength: 0']],
      ['compatible new.yaml:17 /chat, sent ChatSay: /text may have no characters now, and had at least 1'],
    ],
    [
      'an address',
      [['address: /chat', 'address: /v2/chat']],
      ['breaking new.yaml:6 /chat: is not at /chat any more, but at /v2/chat'],
    ],
    [
      'an address with a parameter that stands for the old one',
      [['address: /chat', "address: '/{room}'\n    parameters: { room: {} }"]],
      ['compatible new.yaml:6 /chat: is at /{room} now, and was at /chat'],
    ],
    [
      'a message that has gone',
      [["      - { $ref: '#/channels/chat/messages/ChatJoined' }\n", '']],
      ['may-break old.yaml:22 /chat, received ChatJoined is not sent by the server any more'],
    ],
    [
      'a new message',
      [
        [
          "      - { $ref: '#/channels/chat/messages/ChatJoined' }\n",
          "      - { $ref: '#/channels/chat/messages/ChatJoined' }\n      - { $ref: '#/channels/chat/messages/ChatSay' }\n",
        ],
      ],
      ['may-break new.yaml:11 /chat, received ChatSay is new, and not known to clients'],
    ],
    [
      'another name of a message',
      [
        ['ChatSay:', 'Say:'],
        ["messages/ChatSay'", "messages/Say'"],
      ],
      ['compatible new.yaml:11 /chat, sent ChatSay is called Say now'],
    ],
    [
      'another constant',
      [['const: say', 'const: speak']],
      ['breaking new.yaml:16 /chat, sent ChatSay: /type is "speak" now, and was "say"'],
    ],
    [
      'an operation that has gone',
      [
        [
          "  say:\n    action: receive\n    channel: { $ref: '#/channels/chat' }\n    messages: [{ $ref: '#/channels/chat/messages/ChatSay' }]\n",
          '',
        ],
      ],
      ["breaking old.yaml:11 /chat, sent: has no operation 'say' any more, with ChatSay"],
    ],
    [
      'a close code',
      [['4001: the name is taken', '4002: the room is full']],
      [
        "may-break new.yaml:9 /chat: may be closed with 4002 now: 'the room is full'",
        'compatible old.yaml:9 /chat: is not closed with 4001 any more',
      ],
    ],
    [
      'the meaning of a close code',
      [['4001: the name is taken', '4001: the room is full']],
      ["may-break new.yaml:9 /chat: 4001 means 'the room is full' now, and meant 'the name is taken'"],
    ],
    [
      'no close codes any more',
      [['    x-close-codes:\n      4001: the name is taken\n', '']],
      ['may-break old.yaml:9 /chat: lists no close codes any more, and had 1 code'],
    ],
    [
      'a content type',
      [['      ChatSay:\n', '      ChatSay:\n        contentType: application/json\n']],
      ['may-break new.yaml:11 /chat, sent ChatSay has the content type application/json now, and had no content type'],
    ],
    [
      'headers',
      [['      ChatSay:\n', '      ChatSay:\n        headers: { type: object, required: [token] }\n']],
      ['breaking new.yaml:12 /chat, sent ChatSay: headers must be an object now, and could be anything'],
    ],
  ])('%s', (_, replace, lines) => {
    expect(told(replace)).toEqual(lines);
  });

  test('a client that is described has the directions the other way round', () => {
    expect(told([['[user, moderator]', '[user, moderator, guest]']], chat, 'client')).toEqual([
      'compatible new.yaml:29 /chat, sent ChatJoined: /role may be "guest" now',
    ]);
  });

  test('what must be in the URL', () => {
    const query = (required: string) =>
      `    address: /chat\n    bindings: { ws: { query: { type: object, required: [${required}], properties: { room: { type: string } } } } }`;
    const old = chat.replace('    address: /chat', query(''));
    expect(told([['required: [], properties: { room', 'required: [room], properties: { room']], old)).toEqual([
      'breaking new.yaml:8 /chat: the query of the handshake: /room must be there now',
    ]);
  });

  test.each<[string, string, string, string[]]>([
    ['no schema', '', 'schema: { type: string }', []],
    ['a text', 'schema: { type: string }', '', []],
    ['texts or null', 'schema: { type: [string, "null"] }', 'schema: {}', []],
    ['numbers that are listed', 'schema: { type: integer, enum: [1, 2] }', "schema: { enum: ['1', '2'] }", []],
    [
      'whole numbers',
      'schema: { type: integer }',
      'schema: { type: string }',
      ['compatible old.yaml:6 rooms/{room}: {room} may be anything now, and was an integer'],
    ],
    [
      'texts, which must be whole numbers now',
      'schema: { type: string }',
      'schema: { type: integer }',
      ['breaking new.yaml:6 rooms/{room}: {room} must be an integer now, and could be anything'],
    ],
    [
      'listed numbers, of which any may be there now',
      'schema: { enum: ["1", "2"] }',
      'schema: { type: integer }',
      ['compatible new.yaml:6 rooms/{room}: {room} may be an integer now, and was one of "1", "2"'],
    ],
  ])('a value in a path is always a text: %s', (_, before, after, lines) => {
    const rooms = (parameter: string) => `asyncapi: 2.6.0
channels:
  rooms/{room}:
    parameters:
      room:
        ${parameter === '' ? 'description: a room' : parameter}
    publish: { message: { name: Say, payload: { type: object } } }
`;
    expect(told([[rooms(before), rooms(after)]], rooms(before))).toEqual(lines);
  });

  test('a query that need not be there', () => {
    const query = '    address: /chat\n    bindings: { ws: { query: { type: object, properties: { room: { type: string } } } } }';
    expect(told([['    address: /chat', query]])).toEqual([
      'may-break new.yaml:8 /chat: the query of the handshake: /room is new: a string',
    ]);
  });

  test('a schema in a language that is not compared', () => {
    const protobuf = chat.replace(
      "payload: { $ref: '#/components/schemas/said' }",
      `payload:
          schemaFormat: application/vnd.google.protobuf;version=3
          schema: 'syntax = "proto3"; message Said { string text = 1; }'`,
    );
    expect(told([['string text = 1;', 'string msg = 1;']], protobuf)).toEqual([
      'may-break new.yaml:18 /chat, received ChatSaid has another schema, in a language that is not compared',
    ]);
    expect(changes(protobuf, protobuf)).toEqual([]);
  });

  test('a request that is not answered any more', () => {
    const reply = `${chat.replace("messages: [{ $ref: '#/channels/chat/messages/ChatSay' }]", "messages: [{ $ref: '#/channels/chat/messages/ChatSay' }]\n    reply: { messages: [{ $ref: '#/channels/chat/messages/ChatSaid' }] }")}`;
    expect(told([["\n    reply: { messages: [{ $ref: '#/channels/chat/messages/ChatSaid' }] }", '']], reply)).toEqual([
      "breaking new.yaml:6 /chat: the operation 'say' is not answered by ChatSaid any more",
    ]);
  });

  test('a channel that has gone, and one that is new', () => {
    expect(
      told([
        ['channels:\n  chat:\n    address: /chat', 'channels:\n  talk:\n    address: /talk'],
        ...Array.from({ length: 5 }, () => ['/channels/chat', '/channels/talk'] as [string, string]),
      ]),
    ).toEqual(['breaking old.yaml:6 /chat: is gone', 'compatible new.yaml:6 /talk: is new']);
  });
});

/** A document of version 3 with a channel at an address, on a server with a path. */
const at = (address: string, parameters: object = {}, pathname?: string) =>
  stringify({
    asyncapi: '3.0.0',
    ...(pathname === undefined ? {} : { servers: { one: { host: 'example.com', protocol: 'ws', pathname } } }),
    channels: { room: { address, parameters, messages: { Said: { payload: { type: 'string' } } } } },
  });

const said = (old: string, now: string): string[] =>
  changes(old, now).map(({ severity, channel, text }) => `${severity}: ${channel} ${text}`);

/** A document of version 3, whose operations take messages, and answer them. */
function api(
  messages: Record<string, object>,
  operations: Record<string, { sent?: string[]; received?: string[]; replies?: string[] }>,
  more: object = {},
): string {
  const refs = (names: string[] = []) => names.map((name) => ({ $ref: `#/channels/c/messages/${name}` }));
  return stringify({
    asyncapi: '3.0.0',
    channels: { c: { address: '/', messages } },
    operations: Object.fromEntries(
      Object.entries(operations).map(([name, { sent, received, replies }]) => [
        name,
        {
          action: sent ? 'receive' : 'send',
          channel: { $ref: '#/channels/c' },
          messages: refs(sent ?? received),
          ...(replies ? { reply: { messages: refs(replies) } } : {}),
        },
      ]),
    ),
    ...more,
  });
}

describe('a schema of protobuf', () => {
  const SCHEMA_FORMAT = 'application/vnd.google.protobuf;version=3';
  const changed = (name: string, now: { main?: string; part?: string; ref?: string }) => {
    const write = (version: string, main: string, part: string, ref: string) => {
      mkdirSync(join(folder, name, version), { recursive: true });
      writeFileSync(join(folder, name, version, 'main.proto'), main);
      writeFileSync(join(folder, name, version, 'part.proto'), part);
      const schema = { $ref: `./${name}/${version}/main.proto${ref}` };
      return api({ Said: { payload: { schemaFormat: SCHEMA_FORMAT, schema } } }, { tell: { received: ['Said'] } });
    };
    const main = 'syntax = "proto3"; import "part.proto"; message Said { Part part = 1; } message Other { string text = 1; }';
    const part = 'syntax = "proto3"; message Part { string a = 1; }';
    return said(write('old', main, part, '#/Said'), write('new', now.main ?? main, now.part ?? part, now.ref ?? '#/Said'));
  };
  const OTHER = ['may-break: / has another schema, in a language that is not compared'];

  test('has changed where a file that it imports has', () => {
    expect(changed('imported', { part: 'syntax = "proto3"; message Part { int32 b = 1; }' })).toEqual(OTHER);
  });

  test('has changed where it is another message of the same file', () => {
    expect(changed('named', { ref: '#/Other' })).toEqual(OTHER);
  });

  test('has not changed where it is written otherwise', () => {
    const main = '// said\nsyntax = "proto3";\nimport "part.proto";\nmessage Said {\n .Part part = 1;\n}';
    expect(changed('written', { main })).toEqual([]);
  });

  test('has changed where it is that of headers', () => {
    const document = (text: string) =>
      api(
        { Said: { headers: { schemaFormat: SCHEMA_FORMAT, schema: `syntax = "proto3"; message H { ${text} }` } } },
        { tell: { received: ['Said'] } },
      );
    expect(said(document('string a = 1;'), document('int32 a = 1;'))).toEqual(OTHER);
  });
});

describe('a message that clients send is gone', () => {
  const payload = { type: 'object', required: ['a'], properties: { a: { type: 'string' } } };
  const wide = { type: 'object' };

  test('and another takes it', () => {
    const messages = { One: { payload }, Two: { payload: wide } };
    expect(said(api(messages, { say: { sent: ['One', 'Two'] } }), api(messages, { say: { sent: ['Two'] } }))).toEqual([
      'compatible: / is gone, and is a Two now',
    ]);
  });

  test.each<[string, object]>([
    ['a header that it did not have', { headers: { type: 'object', required: ['token'] } }],
    ['another content type', { contentType: 'application/xml' }],
    ['a correlation id', { correlationId: { location: '$message.payload#/id' } }],
  ])('and another takes it with %s', (_, more) => {
    const messages = { One: { payload, contentType: 'application/json' }, Two: { payload: wide, ...more } };
    expect(said(api(messages, { say: { sent: ['One', 'Two'] } }), api(messages, { say: { sent: ['Two'] } }))).toEqual([
      'breaking: / is not taken by the server any more',
    ]);
  });

  test('and another takes it, which is not answered', () => {
    const messages = { One: { payload }, Two: { payload: wide }, Done: { payload: wide } };
    const old = api(messages, { one: { sent: ['One'], replies: ['Done'] }, two: { sent: ['Two'] } });
    expect(said(old, api(messages, { two: { sent: ['Two'] }, done: { received: ['Done'] } }))).toEqual([
      'compatible: / is gone, and is a Two now',
      "breaking: / the operation 'one' is not answered by Done any more",
    ]);
  });
});

describe('a message whose kinds become messages of their own', () => {
  const kind = (...kinds: string[]) => ({ payload: { type: 'object', required: ['t'], properties: { t: { enum: kinds } } } });
  const one = { Say: kind('a', 'b') };
  const two = { Say: kind('a'), Ask: kind('b') };

  test('is still taken by the server', () => {
    expect(said(api(one, { say: { sent: ['Say'] } }), api(two, { say: { sent: ['Say', 'Ask'] } }))).toEqual([
      'compatible: / is never "b" any more',
      'compatible: / is new',
    ]);
  });

  test('is not taken where one kind is missing', () => {
    const old = api({ Say: kind('a', 'b', 'c') }, { say: { sent: ['Say'] } });
    expect(said(old, api(two, { say: { sent: ['Say', 'Ask'] } }))).toContain('breaking: / is never "b", "c" any more');
  });

  test('is not what clients know where it gets another kind', () => {
    const now = api({ Say: kind('a', 'b', 'c') }, { say: { received: ['Say'] } });
    expect(said(api(two, { say: { received: ['Say', 'Ask'] } }), now)).toContain('breaking: / may be "b", "c" now');
    expect(said(api(two, { say: { received: ['Say', 'Ask'] } }), api(one, { say: { received: ['Say'] } }))).toEqual([
      'compatible: / may be "b" now',
      'compatible: / is gone, and is a Say now',
    ]);
  });

  test('is not answered where one kind is not', () => {
    const done = { Done: { payload: { const: 'done' } } };
    const old = api({ ...one, ...done }, { say: { sent: ['Say'], replies: ['Done'] } });
    const now = api({ ...two, ...done }, { say: { sent: ['Say'], replies: ['Done'] }, ask: { sent: ['Ask'] } });
    expect(said(old, now)).toContain("breaking: / the operation 'say' is not answered by Done any more");
  });
});

describe('a request', () => {
  const messages = { Ask: { payload: { const: 'ask' } }, Done: { payload: { const: 'done' } } };
  const told = { received: ['Done'] };

  test('whose operation is called otherwise is not answered any more', () => {
    const old = api(messages, { ask: { sent: ['Ask'], replies: ['Done'] }, told });
    expect(said(old, api(messages, { request: { sent: ['Ask'] }, told }))).toEqual([
      "breaking: / the operation 'ask' is not answered by Done any more",
    ]);
  });

  test('whose operation and reply are called otherwise is answered', () => {
    const old = api(messages, { ask: { sent: ['Ask'], replies: ['Done'] } });
    const now = { Ask: messages.Ask, Ready: messages.Done };
    expect(said(old, api(now, { request: { sent: ['Ask'], replies: ['Ready'] } }))).toEqual(['may-break: / is called Ready now']);
  });

  test('has its correlation id in another header', () => {
    const document = (name: string) =>
      api({ Ask: { ...messages.Ask, correlationId: { location: `$message.header#/${name}` } } }, { ask: { sent: ['Ask'] } });
    expect(said(document('a'), document('b'))).toEqual([
      'breaking: / has its correlation id at headers/b now, and had it at headers/a',
    ]);
  });
});

test('a document that leads to an empty file cannot be compared, which is not to say that it breaks clients', () => {
  writeFileSync(join(folder, 'empty.yaml'), '');
  writeFileSync(join(folder, 'old.yaml'), chat.replace("'#/components/schemas/said'", "'./empty.yaml'"));
  const errors: string[] = [];
  const terminal = { out: () => {}, error: (text: string) => errors.push(text), open: async () => true };
  const command = { kind: 'check', old: 'old.yaml', now: 'old.yaml', describes: 'server', json: false } as const;
  expect([checkDocuments(command, folder, terminal), errors]).toEqual([2, [expect.any(String)]]);
});

describe('what is printed', () => {
  const shared = (user: object, names = ['A', 'B', 'C']) => {
    const messages = Object.fromEntries(
      names.map((name) => [
        name,
        { payload: { properties: { kind: { const: name }, user: { $ref: '#/components/schemas/user' } } } },
      ]),
    );
    return api(messages, { tell: { received: names } }, { components: { schemas: { user } } });
  };
  const printed = (old: string, now: string) => checkText(changes(old, now), 'old.yaml', 'new.yaml').replace(/:\d+/g, '');

  test('of a schema that many messages share is one line', () => {
    const [old, now] = [{ properties: { age: { maximum: 9 } } }, { properties: { age: { maximum: 10 } } }].map((user) =>
      shared(user),
    );
    expect(printed(old as string, now as string)).toBe(`Breaking
  new.yaml  /, received A: /user/age must be <= 10 now, and was <= 9, and 2 more places

1 breaking change, 0 that may break, 0 compatible.`);
  });

  test('of two names that are written in one place is two lines', () => {
    expect(printed(shared({ required: ['a', 'b'] }, ['A']), shared({ required: [] }, ['A']))).toBe(`Breaking
  new.yaml  /, received A: /user/a need not be there any more
  new.yaml  /, received A: /user/b need not be there any more

2 breaking changes, 0 that may break, 0 compatible.`);
  });
});

describe('where a channel is', () => {
  test.each<[string, string, string, string[]]>([
    [
      'a path of the server that was not there before is not where clients connect',
      at('/chat'),
      at('/chat', {}, '/v1'),
      ['breaking: /chat is not at /chat any more, but at /v1/chat'],
    ],
    [
      'a parameter of few values becomes one of them',
      at('/{room}', { room: { enum: ['lobby', 'garden'] } }),
      at('/lobby'),
      ['breaking: /{room} is not at /{room} any more, but at /lobby'],
    ],
    [
      'the first of two parameters becomes one of its values',
      at('/{a}/{b}', { a: { enum: ['x', 'y'] } }),
      at('/x/{b}'),
      ['breaking: /{a}/{b} is not at /{a}/{b} any more, but at /x/{b}'],
    ],
    [
      'a parameter that may be anything becomes a text',
      at('/r/{a}'),
      at('/r/x'),
      ['breaking: /r/{a} is not at /r/{a} any more, but at /r/x'],
    ],
    [
      'a text becomes a parameter that may be something else',
      at('/r/x'),
      at('/r/{a}', { a: { enum: ['y', 'z'] } }),
      ['breaking: /r/x is not at /r/x any more, but at /r/{a}'],
    ],
    [
      'a text becomes a parameter that may be that, too',
      at('/r/x/{b}'),
      at('/r/{a}/{b}', { a: { enum: ['y', 'x'] } }),
      ['compatible: /r/x/{b} is at /r/{a}/{b} now, and was at /r/x/{b}'],
    ],
    ['a parameter that is called otherwise', at('/{a}', { a: { enum: ['x'] } }), at('/{b}', { b: { enum: ['x'] } }), []],
    [
      'parameters change their places',
      at('/{a}/{b}', { a: { enum: ['x'] }, b: { enum: ['y'] } }),
      at('/{b}/{a}', { a: { enum: ['x'] }, b: { enum: ['y'] } }),
      ['breaking: /{a}/{b} {a} is "y" now, and was "x"', 'breaking: /{a}/{b} {b} is "x" now, and was "y"'],
    ],
    ['the path of the server moves into the address', at('/chat', {}, '/v1'), at('/v1/chat', {}, '/'), []],
    ['the path of the server is written without a slash', at('/chat', {}, '/v1/'), at('chat', {}, 'v1'), []],
    [
      'something in the query, which may have to be there',
      at('/chat'),
      at('/chat?room={room}'),
      ['may-break: /chat is at /chat?room={room} now, and was at /chat'],
    ],
  ])('%s', (_, old, now, lines) => {
    expect(said(old, now)).toEqual(lines);
  });

  test('the path of a server moves into addresses, which are the names of channels in version 2', () => {
    const document = (url: string, address: string) =>
      stringify({
        asyncapi: '2.6.0',
        servers: { one: { url, protocol: 'ws' } },
        channels: { [address]: { subscribe: { message: { name: 'Said', payload: { type: 'string' } } } } },
      });
    expect(said(document('ws://example.com/v1', '/chat'), document('ws://example.com', '/v1/chat'))).toEqual([]);
  });

  test('of two channels at one address, each is compared with its own', () => {
    const document = (names: string[]) =>
      stringify({
        asyncapi: '3.0.0',
        channels: Object.fromEntries(
          names.map((name) => [name, { address: '/', messages: { [name]: { payload: { const: name } } } }]),
        ),
      });
    expect(said(document(['a', 'b']), document(['b', 'a']))).toEqual([]);
  });

  test('a path that the old address stands for and the new one does not is never called compatible', () => {
    const values = fc.option(fc.uniqueArray(fc.constantFrom('x', 'y', 'v1'), { minLength: 1, maxLength: 3 }), { nil: undefined });
    const segment = fc.constantFrom('x', 'y', 'v1', '{a}', '{b}', 'x-{a}', '{a}-{b}', '{b}-y');
    const place = fc.record({
      segments: fc.array(segment, { maxLength: 2 }),
      base: fc.constantFrom(undefined, '/', '/v1', '/x'),
      a: values,
      b: values,
    });
    const texts = ['x', 'y', 'v1', 'z', 'x-x', 'x-y', 'v1-y', 'z-y', 'z-z'];
    const paths = ['', ...texts].flatMap((one) =>
      ['', ...texts].flatMap((two) => ['', '/v1', '/x'].map((base) => [base, one, two])),
    );
    type Place = typeof place extends fc.Arbitrary<infer Value> ? Value : never;
    const documentOf = ({ segments, base, a, b }: Place) =>
      at(`/${segments.join('/')}`, { a: a ? { enum: a } : {}, b: b ? { enum: b } : {} }, base);
    const patternOf = ({ segments, base = '/', a, b }: Place) => {
      const one = (list: string[] | undefined) => (list ? `(${list.join('|')})` : '[^/]+');
      const path = [base.slice(1), ...segments].filter((part) => part !== '').join('/');
      return new RegExp(`^${path.replaceAll('{a}', one(a)).replaceAll('{b}', one(b))}$`);
    };
    fc.assert(
      fc.property(place, place, fc.subarray(['segments', 'base', 'a', 'b'] as const, { minLength: 1 }), (old, other, parts) => {
        const now = { ...old, ...Object.fromEntries(parts.map((part) => [part, other[part]])) };
        if (changes(documentOf(old), documentOf(now)).some(({ severity }) => severity !== 'compatible')) return;
        const [before, after] = [patternOf(old), patternOf(now)];
        for (const parts of paths) {
          const path = parts
            .filter((part) => part !== '')
            .join('/')
            .replace(/^\//, '');
          if (before.test(path) && !after.test(path)) throw new Error(`/${path} is refused`);
        }
      }),
      { numRuns: 120 },
    );
  });
});

test('a document has no changes against itself, in whatever order it stands', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 30 }), (seed) => {
      expect(changes(chat, stringify(shuffled(parse(chat), seed)))).toEqual([]);
    }),
    { numRuns: 50 },
  );
});

/** Maps, and lists whose order says nothing, in an order that the seed tells. */
function shuffled(value: unknown, seed: number): unknown {
  const order = (text: string) => Array.from(text).reduce((sum, char) => (sum * 31 + char.charCodeAt(0) + seed) % 100_003, seed);
  if (Array.isArray(value)) {
    const items = value.map((item) => shuffled(item, seed));
    return items.sort((one, other) => order(JSON.stringify(one)) - order(JSON.stringify(other)));
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, part]) => [name, shuffled(part, seed)] as const);
  return Object.fromEntries(entries.sort(([one], [other]) => order(one) - order(other)));
}
