import { Answer, Incomplete } from '../../src/codecs/codec';
import { socketIo } from '../../src/codecs/socket-io';
import { ack } from '../../src/codecs/socket-io-events';
import { codecConnection } from '../support/codec-connection';

type Options = Parameters<typeof socketIo>[0];

const OPEN = '0{"sid":"s","upgrades":[],"pingInterval":25000,"pingTimeout":20000}';

const opened = (options?: Options) => {
  const connection = codecConnection();
  return { ...connection, session: socketIo(options).open(connection) };
};

/** One that has joined its namespace. */
const joined = (options?: Options) => {
  const all = opened(options);
  const namespace = options?.namespace === undefined ? '' : `${options.namespace},`;
  all.session.decode(OPEN);
  all.session.decode(`40${namespace}{"sid":"n"}`);
  all.taken();
  return all;
};

const thrown = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing';
};

describe('the handshake', () => {
  test('joins the main namespace', () => {
    const { session, taken } = opened();
    expect(session.decode(OPEN)).toEqual([]);
    expect(taken()).toEqual([
      ['traffic', { type: 'open', data: { sid: 's', upgrades: [], pingInterval: 25000, pingTimeout: 20000 } }],
      ['sent', '40', { type: 'CONNECT', nsp: '/' }],
    ]);
    expect(session.decode('40{"sid":"n"}')).toEqual([]);
    expect(taken()).toEqual([['traffic', { type: 'CONNECT', nsp: '/', data: { sid: 'n' } }], ['ready']]);
  });

  test('joins another namespace with what authenticates the client', () => {
    const { session, taken } = opened({ namespace: 'admin', auth: { token: 'x' } });
    session.decode(OPEN);
    session.decode('40/admin,{"sid":"n"}');
    expect(taken()).toEqual([
      ['traffic', expect.anything()],
      ['sent', '40/admin,{"token":"x"}', { type: 'CONNECT', nsp: '/admin', data: { token: 'x' } }],
      ['traffic', expect.anything()],
      ['ready'],
    ]);
  });

  test.each<[string, string, string, unknown]>([
    ['a connect_error', '44{"message":"not you","data":{"code":7}}', 'not you', { data: { code: 7 } }],
    ['a connect_error without data', '44{"message":"not you"}', 'not you', {}],
    ['a connect_error without anything', '44', 'connect_error', {}],
    ['one in the words of a text', '44"not you"', 'not you', {}],
    ['a server of Socket.IO 2', '40', 'it speaks Socket.IO 2, which clients of Socket.IO 3 and 4 cannot talk to', {}],
  ])('%s refuses the client', (_, payload, reason, properties) => {
    const { session, taken } = opened();
    session.decode(OPEN);
    taken();
    session.decode(payload);
    expect(taken()).toEqual([
      ['traffic', expect.anything()],
      ['refused', reason, properties],
    ]);
    session.close?.();
    expect(taken()).toEqual([]);
  });

  test.each(['{"type":"welcome"}', '', '7', '0', '0{', '4', '4x', '44[1]'])(
    'a server that says %j does not speak it',
    (payload) => {
      const { session, taken } = opened();
      expect(thrown(() => session.decode(payload))).not.toBe('nothing');
      expect(taken().at(-1)).toEqual(['refused', `it does not speak Socket.IO, but said '${payload}'`, {}]);
    },
  );
});

test('a packet of another namespace, while the client joins its own, does not refuse the client', () => {
  const { session, taken } = opened({ namespace: '/admin' });
  session.decode(OPEN);
  taken();
  expect(thrown(() => session.decode('42["hello"]'))).toBe("of the namespace '/', which the client has not joined");
  expect(taken()).toEqual([]);
  session.decode('40/admin,{"sid":"n"}');
  expect(taken().at(-1)).toEqual(['ready']);
});

describe('messages', () => {
  test('are events, both ways', () => {
    const { session, taken } = joined();
    expect(session.decode('42["hello",{"a":[1]}]')).toEqual([['hello', { a: [1] }]]);
    expect(session.encode(['hello', { a: [1] }, 'b'])).toEqual(['42["hello",{"a":[1]},"b"]']);
    expect(taken()).toEqual([]);
  });

  test('of a namespace', () => {
    const { session } = joined({ namespace: '/admin' });
    expect(session.decode('42/admin,["hello"]')).toEqual([['hello']]);
    expect(session.encode(['hello'])).toEqual(['42/admin,["hello"]']);
    expect(thrown(() => session.decode('42["hello"]'))).toBe("of the namespace '/', which the client has not joined");
  });

  test('bytes are attachments: the message is whole with the last of them', () => {
    const { session } = joined();
    expect(session.decode('452-["file",{"_placeholder":true,"num":0},{"b":{"_placeholder":true,"num":1}}]')).toEqual([]);
    expect(session.decode(Buffer.from([1, 2]))).toEqual([]);
    expect(session.decode('2')).toEqual([]);
    expect(session.decode(Buffer.from([3]))).toEqual([['file', Buffer.from([1, 2]), { b: Buffer.from([3]) }]]);
    expect(session.encode(['file', Buffer.from([1]), { b: new Uint8Array([2]) }, new ArrayBuffer(1)])).toEqual([
      '453-["file",{"_placeholder":true,"num":0},{"b":{"_placeholder":true,"num":1}},{"_placeholder":true,"num":2}]',
      Buffer.from([1]),
      new Uint8Array([2]),
      new ArrayBuffer(1),
    ]);
  });

  test.each<[string, unknown, RegExp]>([
    ['text', 'hello', /^Write an event: \['name', …arguments\]$/],
    ['an object', { event: 'hello' }, /^Write an event/],
    ['an array without a name', [{}], /^Write an event/],
    ['nothing', undefined, /^Write an event/],
    ['a reserved name', ['disconnect'], /^'disconnect' is a reserved event name$/],
    ['a Map', ['hello', new Map()], /^a Map at \[1\]: JSON makes \{\} of it/],
    ['a callback', ['hello', () => {}], /^For the acknowledgement, write await client\.request\(\['hello', …\]\)$/],
  ])('%s is not sent', (_, message, sentence) => {
    const { session } = joined();
    expect(thrown(() => session.encode(message as never))).toMatch(sentence);
  });

  test('a cyclic value is not sent', () => {
    const cyclic: unknown[] = [];
    cyclic.push(cyclic);
    const { session } = joined();
    expect(thrown(() => session.encode(['hello', cyclic]))).toMatch(/^Converting circular structure to JSON/);
  });
});

describe('acknowledgements', () => {
  test('an answer is known by its request', () => {
    const { session } = joined();
    const [one, two] = [session.request?.(['one', 1]), session.request?.(['two'])];
    expect(one?.message).toEqual(['one', 1]);
    expect(session.encode(one?.message as never)).toEqual(['420["one",1]']);
    expect(session.encode(two?.message as never)).toEqual(['421["two"]']);
    const [answer] = session.decode('431["yes",2]') as [unknown] as [Answer];
    expect(answer).toBeInstanceOf(Answer);
    expect(answer.value).toEqual(['yes', 2]);
    expect([one, two].map((request) => request?.isReply(answer.value as never))).toEqual([false, true]);
    expect(one?.isReply(['yes', 2])).toBe(false);
  });

  test('with bytes', () => {
    const { session } = joined();
    const request = session.request?.(['file', Buffer.from([1])]);
    expect(session.encode(request?.message as never)).toEqual(['451-0["file",{"_placeholder":true,"num":0}]', Buffer.from([1])]);
    session.decode('461-0[{"_placeholder":true,"num":0}]');
    const [answer] = session.decode(Buffer.from([2])) as [unknown] as [Answer];
    expect(answer.value).toEqual([Buffer.from([2])]);
    expect(request?.isReply(answer.value as never)).toBe(true);
  });

  test('an auth that JSON would lose a part of is refused at once', () => {
    expect(thrown(() => opened({ auth: { since: new Map() } }))).toMatch(/^a Map at since: JSON makes \{\} of it/);
  });

  test('what the server asks is answered with its id', () => {
    const { session } = joined();
    const [question] = session.decode('4212["ask",1]') as [['ask', number]];
    expect(question).toEqual(['ask', 1]);
    expect(session.encode(ack('yes', 2), question)).toEqual(['4312["yes",2]']);
    expect(session.encode({ ack: [Buffer.from([1])] }, question)).toEqual([
      '461-12[{"_placeholder":true,"num":0}]',
      Buffer.from([1]),
    ]);
  });

  test('what it does not ask is not answered', () => {
    const { session } = joined();
    const [event] = session.decode('42["ask"]') as [['ask']];
    const sentence = 'the server has not asked for an acknowledgement with what this answers';
    expect(thrown(() => session.encode(ack(), event))).toBe(sentence);
    expect(thrown(() => session.encode(ack()))).toBe(sentence);
    expect(thrown(() => session.request?.(ack()))).toBe('an acknowledgement is not acknowledged. send() it');
  });
});

describe('what the protocol says by itself', () => {
  test('a heartbeat is answered', () => {
    const { session, taken } = joined();
    expect(session.decode('2')).toEqual([]);
    expect(taken()).toEqual([
      ['traffic', { type: 'ping' }],
      ['sent', '3', { type: 'pong' }],
    ]);
  });

  test.each([
    ['41', { type: 'DISCONNECT', nsp: '/' }, 'io server disconnect'],
    ['1', { type: 'close' }, 'transport close'],
  ])('%j of the server ends the conversation', (payload, shown, reason) => {
    const { session, taken } = joined();
    expect(session.decode(payload)).toEqual([]);
    expect(taken()).toEqual([
      ['traffic', shown],
      ['ended', reason],
    ]);
    session.close?.();
    expect(taken()).toEqual([]);
  });

  test('the client says goodbye, once', () => {
    const { session, taken } = joined({ namespace: '/admin' });
    session.close?.();
    session.close?.();
    expect(taken()).toEqual([['sent', '41/admin,', { type: 'DISCONNECT', nsp: '/admin' }]]);
  });
});

describe('what cannot be decoded', () => {
  test.each([
    ['8', 'not a packet of Engine.IO'],
    ['', 'not a packet of Engine.IO'],
    ['4', 'an empty packet'],
    ['49', 'unknown packet type 9'],
    ['42', 'an event without a name'],
    ['42{}', 'invalid payload'],
    ['42["a"', 'invalid payload'],
    ['42["disconnect"]', 'invalid payload'],
    ['43[]', 'an acknowledgement of nothing'],
    ['45-["a"]', 'Illegal attachments'],
    ['4599999-["a"]', 'too many attachments'],
  ])('%j', (payload, sentence) => {
    const { session, acts } = joined();
    expect(thrown(() => session.decode(payload))).toBe(sentence);
    expect(acts).toEqual([]);
    expect(session.decode('42["next"]')).toEqual([['next']]);
  });

  test('bytes that belong to nothing, and text where bytes are missing', () => {
    const { session } = joined();
    expect(thrown(() => session.decode(Buffer.from([1])))).toBe('got binary data when not reconstructing a packet');
    session.decode('451-["a",{"_placeholder":true,"num":0}]');
    expect(session.decode('42["b"]')).toEqual([new Incomplete('incomplete: 1 attachment missing'), ['b']]);
    session.decode('452-["a",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]');
    session.decode(Buffer.from([1]));
    expect(session.decode('2')).toEqual([]);
    const [lost] = session.decode('42["b"]');
    expect(lost).toMatchObject({ problem: 'incomplete: 1 attachment missing' });
    expect(session.decode('42["next"]')).toEqual([['next']]);
    session.decode('451-["a",{"_placeholder":true,"num":7}]');
    expect(thrown(() => session.decode(Buffer.from([1])))).toBe('illegal attachments');
    expect(session.decode('42["next"]')).toEqual([['next']]);
  });
});

test('options are checked', () => {
  expect(() => socketIo({ nsp: '/admin' } as never)).toThrow("socketIo() has no option 'nsp'.");
  expect(() => socketIo({ namespace: 5 } as never)).toThrow("The option 'namespace' of socketIo() must be a string, not 5.");
});
