import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { documentOf } from '../../../commands/learn/document-of';
import { documentText } from '../../../commands/learn/document-text';
import { trafficOf } from '../../../commands/learn/traffic';
import { loadDocument } from '../../../src/asyncapi/load';
import type { Direction } from '../../../src/contract/definition';
import type { TrafficRecord } from '../../../src/record/traffic-record';
import { temporaryFolder } from '../../support/temporary-folder';

const folder = temporaryFolder('learn');

const message = (value: unknown, direction: Direction = 'received', path = '/chat'): TrafficRecord => ({
  kind: 'message',
  path,
  direction,
  value,
});
const received = (...values: unknown[]): TrafficRecord[] => values.map((value) => message(value));

const textOf = (records: readonly TrafficRecord[], file = 'asyncapi.yaml') =>
  documentText(documentOf(trafficOf(records), 'chat'), file);

function contractOf(text: string, file = 'asyncapi.yaml') {
  const path = join(folder, file);
  writeFileSync(path, text);
  return loadDocument(path, folder, 'server');
}

/** The schemas by the names of the messages. */
function schemasOf(...values: unknown[]): Record<string, unknown> {
  const { channels } = JSON.parse(textOf(received(...values), 'asyncapi.json')) as {
    channels: { chat: { messages: Record<string, { payload: unknown }> } };
  };
  return Object.fromEntries(Object.entries(channels.chat.messages).map(([name, { payload }]) => [name, payload]));
}

const times = <Value>(count: number, value: (index: number) => Value): Value[] =>
  Array.from({ length: count }, (_, index) => value(index));

describe('a document', () => {
  test('is learnt from the traffic of a chat', () => {
    const records: TrafficRecord[] = [
      { kind: 'connection', path: '/chat/7' },
      { kind: 'test', id: 'a' },
      { kind: 'connection', path: '/chat/12' },
      { kind: 'test', id: 'b' },
      message({ type: 'joined', name: 'ann' }, 'received', '/chat/7'),
      message({ type: 'said', from: 'ann', text: 'hello', at: '2024-05-01T12:00:00Z' }, 'received', '/chat/7'),
      message({ type: 'said', from: 'bob', text: 'hi', at: '2024-05-01T12:00:01.5Z', edited: true }, 'received', '/chat/12'),
      message({ type: 'say', text: 'hi' }, 'sent', '/chat/12'),
      message({ type: 'joined', name: 'ann' }, 'sent', '/chat/12'),
      { kind: 'close', path: '/chat/7', code: 4001, reason: 'the name is taken' },
      { kind: 'other', path: '/chat/7', direction: 'received' },
    ];
    const text = textOf(records);
    expect(text).toMatchInlineSnapshot(`
"# Learnt from 2 tests: 5 messages over 2 connections.
# It says what these tests have seen, not what the API allows: read it, and correct it.
# 1 message received over /chat/{chatId} is more than JSON can say, or too long: left out.
asyncapi: 3.0.0
info:
  title: chat
  version: 0.0.0
channels:
  chat:
    address: /chat/{chatId}
    parameters:
      chatId:
        examples: [ "12", "7" ]
    messages:
      Joined:
        payload:
          type: object
          required: [ type, name ]
          properties:
            type: { const: joined }
            name: { type: string }
        examples:
          - payload:
              type: joined
              name: ann
      Said:
        payload:
          type: object
          required: [ type, from, text, at ]
          properties:
            type: { const: said }
            from: { type: string }
            text: { type: string }
            at: { type: string, format: date-time }
            edited: { type: boolean }
        examples:
          - payload:
              type: said
              from: bob
              text: hi
              at: "2024-05-01T12:00:01.5Z"
              edited: true
      SendJoined:
        payload:
          type: object
          required: [ type, name ]
          properties:
            type: { const: joined }
            name: { type: string }
        examples:
          - payload:
              type: joined
              name: ann
      Say:
        payload:
          type: object
          required: [ type, text ]
          properties:
            type: { const: say }
            text: { type: string }
        examples:
          - payload:
              type: say
              text: hi
    x-close-codes:
      4001: the name is taken
operations:
  sendChat:
    action: send
    channel: { $ref: "#/channels/chat" }
    messages:
      - { $ref: "#/channels/chat/messages/Joined" }
      - { $ref: "#/channels/chat/messages/Said" }
  receiveChat:
    action: receive
    channel: { $ref: "#/channels/chat" }
    messages:
      - { $ref: "#/channels/chat/messages/SendJoined" }
      - { $ref: "#/channels/chat/messages/Say" }
"
`);
    expect(contractOf(text).channelsAt('/chat/99')).toHaveLength(1);
  });

  test('as JSON says the same', () => {
    const records = received({ type: 'joined', name: 'ann' });
    const contract = contractOf(textOf(records, 'asyncapi.json'), 'asyncapi.json');
    expect(contract.judgeOf(contract.channels).received.judge({ payload: { type: 'joined', name: 'x' } }).kind).toBe('fits');
  });
});

describe('what tells messages apart', () => {
  test.each<[string, unknown[], string[]]>([
    ['a field that is called so', [{ type: 'joined' }, { type: 'left' }], ['Joined', 'Left']],
    [
      'the one of two that knows more',
      [
        { type: 'event', event: 'a', x: 1 },
        { type: 'event', event: 'b', y: 1 },
      ],
      ['A', 'B'],
    ],
    [
      'a field that is not called so, by what stands beside it',
      [...times(3, () => ({ what: 'joined', name: 'ann' })), ...times(3, () => ({ what: 'said', text: 'x' }))],
      ['Joined', 'Said'],
    ],
    [
      'no field whose texts have no fields of their own',
      [...times(3, () => ({ who: 'ann', text: 'x' })), ...times(3, () => ({ who: 'bob', text: 'x' }))],
      ['Message'],
    ],
    ['no id', times(9, (index) => ({ id: `m-${index}1234`, text: 'x' })), ['Message']],
    [
      'no text of a person',
      [
        { type: 'hello there', a: 1 },
        { type: 'how are you', b: 1 },
      ],
      ['Message'],
    ],
    ['the first item of a list', [['chat', { a: 1 }]], ['Chat']],
    [
      'of lists that are events',
      [
        ['user.joined', { a: 1 }],
        ['left', 1],
      ],
      ['Left', 'UserJoined'],
    ],
    [
      'not of lists of names',
      [
        ['ann', 'bob'],
        ['eve', 'bob'],
      ],
      ['List'],
    ],
    [
      'a method, where answers have none',
      [
        { jsonrpc: '2.0', id: 1, result: 1 },
        { jsonrpc: '2.0', id: 2, result: 2 },
        { jsonrpc: '2.0', method: 'chat.joined' },
      ],
      ['ChatJoined', 'OtherMessage'],
    ],
    ['types', ['hello', 1, null, true, [1], { a: 1 }], ['Boolean', 'Empty', 'List', 'Message', 'Number', 'Text']],
  ])('%s', (_, values, names) => {
    expect(Object.keys(schemasOf(...values)).sort()).toEqual(names);
  });
});

describe('a schema', () => {
  test.each<[string, unknown[], unknown]>([
    ['integers', [1, 2], { type: 'integer' }],
    ['numbers', [1, 2.5], { type: 'number' }],
    ['a uuid', ['7b1a0f6e-95b3-4b0f-a2b8-0c6f4d3f1c11'], { type: 'string', format: 'uuid' }],
    ['times', ['2024-02-29T10:00:00Z', '2024-02-28T10:00:00.123+02:00'], { type: 'string', format: 'date-time' }],
    ['no times', ['2023-02-29T10:00:00Z'], { type: 'string' }],
    ['a date', ['2024-02-29'], { type: 'string', format: 'date' }],
    ['an e-mail address', ['ann@example.com'], { type: 'string', format: 'email' }],
    ['a URL', ['https://example.com/a?b=c'], { type: 'string', format: 'uri' }],
    ['what is masked', ['***', 'ann@example.com'], { type: 'string' }],
    ['null, too', ['a', null], { type: ['string', 'null'] }],
    ['a list', [[1], [], ['a']], { type: 'array', items: { type: ['string', 'integer'] } }],
    ['a list of nothing', [[]], { type: 'array' }],
    [
      'an object',
      [{ a: 1, b: 'x' }, { b: 'y' }],
      { type: 'object', required: ['b'], properties: { a: { type: 'integer' }, b: { type: 'string' } } },
    ],
    ['a map of ids', [{ 17: 1, 18: 2 }, { 3: 4 }], { type: 'object', additionalProperties: { type: 'integer' } }],
    [
      'a map of many names',
      times(30, (index) => ({ [`user${index}`]: { x: 1 } })),
      { type: 'object', additionalProperties: { type: 'object', required: ['x'], properties: { x: { type: 'integer' } } } },
    ],
    [
      'few values that are seen often',
      times(20, (index) => (index % 2 ? 'open' : 'shut')),
      { type: 'string', enum: ['open', 'shut'] },
    ],
    ['few values that are seen now and then', ['open', 'shut', 'open'], { type: 'string' }],
  ])('of %s', (_, values, schema) => {
    const [message] = Object.values(schemasOf(...values.map((value) => ({ type: 'x', state: value })))) as [
      { properties: { state: unknown } },
    ];
    expect(message.properties.state).toEqual(schema);
  });

  test('lists no names of users', () => {
    const [message] = Object.values(schemasOf(...times(20, (index) => ({ type: 'x', user: index % 2 ? 'ann' : 'bob' })))) as [
      { properties: { user: unknown } },
    ];
    expect(message.properties.user).toEqual({ type: 'string' });
  });
});

test('rooms that are named by words are one channel, if its address is given', () => {
  const paths = ['/rooms/kitchen', '/rooms/garden', '/rooms/7/talk', '/news'];
  const traffic = trafficOf(paths.map((path) => message({ type: 'said', text: path }, 'received', path)));
  const channelsOf = (...given: string[]) => {
    const { data, unused } = documentOf(traffic, 'chat', given);
    const { channels } = JSON.parse(documentText({ data, unused, notes: [], channels: 0, messages: 0 }, 'a.json')) as {
      channels: Record<string, { address: string; parameters?: unknown }>;
    };
    return [Object.values(channels).map(({ address, parameters }) => [address, parameters]), unused];
  };
  expect(channelsOf()).toEqual([
    [
      ['/news', undefined],
      ['/rooms/{roomId}/talk', { roomId: { examples: ['7'] } }],
      ['/rooms/garden', undefined],
      ['/rooms/kitchen', undefined],
    ],
    [],
  ]);
  expect(channelsOf('/users/{name}', '/rooms/{room}')).toEqual([
    [
      ['/news', undefined],
      ['/rooms/{roomId}/talk', { roomId: { examples: ['7'] } }],
      ['/rooms/{room}', { room: { examples: ['garden', 'kitchen'] } }],
    ],
    ['/users/{name}'],
  ]);
});

test('events are called as their codec says, in the channel of their namespace', () => {
  const event = (name: string, value?: unknown): TrafficRecord => ({
    kind: 'message',
    path: '/admin',
    direction: 'received',
    name,
    value,
  });
  const text = textOf([
    { kind: 'connection' },
    { kind: 'test', id: 'a' },
    event('chat message', { text: 'hi' }),
    event('bye'),
    event('add', [1, 2]),
  ]);
  expect(text).toContain('      ChatMessage:\n        name: chat message\n        payload:');
  const contract = contractOf(text);
  expect(contract.channels.map(({ name }) => name)).toEqual(['/admin']);
  const { received: judge } = contract.judgeOf(contract.channels);
  const kinds = [
    { name: 'chat message', payload: { text: 'x' } },
    { name: 'bye', payload: undefined },
    { name: 'add', payload: [3, 4] },
    { name: 'chat message', payload: {} },
    { name: 'other', payload: {} },
  ].map((message) => judge.judge(message).kind);
  expect(kinds).toEqual(['fits', 'fits', 'fits', 'breach', 'unknown']);
});

test('bytes are a message of their own, and anything within another one', () => {
  const bytes: TrafficRecord[] = [
    { ...message(null), bytes: [''] } as TrafficRecord,
    { ...message(['file', { of: [null] }]), bytes: ['/1/of/0'] } as TrafficRecord,
  ];
  const contract = contractOf(textOf(bytes));
  const { received: judge } = contract.judgeOf(contract.channels);
  const fitting = [Buffer.from('x'), ['file', { of: [Buffer.from('y')] }]].map((payload) => {
    const verdict = judge.judge({ payload });
    return verdict.kind === 'fits' && verdict.definition.name;
  });
  expect(fitting).toEqual(['Bytes', 'File']);
});

const word = fc.constantFrom(
  'joined',
  'said',
  'user.left',
  'a',
  '__proto__',
  '<<',
  '$ref',
  'type',
  '\ud800',
  'x y',
  '1',
  'true',
  '~/',
  '***',
);
const text = fc.oneof(
  word,
  fc.string(),
  fc.constantFrom('2024-01-01T00:00:00Z', 'ann@example.com', '7b1a0f6e-95b3-4b0f-a2b8-0c6f4d3f1c11', 'https://x.org/a'),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(text, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .array(fc.tuple(fc.oneof({ weight: 4, arbitrary: word }, fc.string()), tie('value')), { maxLength: 5 })
      .map((entries) => Object.fromEntries(entries)),
  ),
}));
const event = fc.record(
  { type: fc.constantFrom('joined', 'said', 'left', 'user_joined', 'userJoined'), name: text, data: value, at: text },
  { requiredKeys: ['type'] },
);
const payload = fc.oneof(
  { weight: 4, arbitrary: event },
  { weight: 2, arbitrary: value },
  fc.tuple(fc.constantFrom('joined', 'said', 'chat message'), value),
  fc.tuple(fc.constantFrom(2, 3), text, word, fc.dictionary(word, value, { maxKeys: 2 })),
);
const record = fc
  .record({
    value: payload.map((one) => JSON.parse(JSON.stringify(one)) as unknown),
    direction: fc.constantFrom<Direction>('received', 'sent'),
    path: fc.constantFrom(
      '/',
      '/chat',
      '/rooms/17',
      '/rooms/18',
      '/rooms/17/users/7b1a0f6e-95b3-4b0f-a2b8-0c6f4d3f1c11',
      '/a%20b',
      '/a-b',
    ),
  })
  .map(({ value: one, direction, path }) => message(one, direction, path) as TrafficRecord & { kind: 'message' });

test('whatever was said fits what was learnt from it', () => {
  fc.assert(
    fc.property(fc.array(record, { minLength: 1, maxLength: 30 }), (records) => {
      const contract = contractOf(textOf(records));
      for (const { path, direction, value: one } of records) {
        const verdict = contract.judgeOf(contract.channelsAt(path))[direction].judge({ payload: one });
        if (verdict.kind !== 'fits') throw new Error(`${JSON.stringify(one)} ${JSON.stringify(verdict)}`);
      }
    }),
    { numRuns: 150 },
  );
});

test('the same traffic in another order teaches the same', () => {
  fc.assert(
    fc.property(
      fc
        .array(record, { minLength: 1, maxLength: 30 })
        .chain((records) =>
          fc.tuple(fc.constant(records), fc.shuffledSubarray(records, { minLength: records.length, maxLength: records.length })),
        ),
      ([records, others]) => {
        expect(textOf(others)).toBe(textOf(records));
      },
    ),
    { numRuns: 150 },
  );
});
