import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { apiChanges } from '../../../commands/check/api-changes';
import { checkText } from '../../../commands/check/check-text';
import { describedApi } from '../../../commands/check/described-api';

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

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'check-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

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
