import { jsonRpc } from '../../src/codecs/json-rpc';
import { codecConnection } from '../support/codec-connection';

type Options = Parameters<typeof jsonRpc>[0];

const opened = (envelope?: NonNullable<Options>['envelope']) => {
  const connection = codecConnection();
  return { ...connection, session: jsonRpc(envelope && { envelope }).open(connection) };
};

const sent = ({ session }: ReturnType<typeof opened>, message: unknown, trigger?: unknown) =>
  JSON.parse(String(session.encode(message, trigger)));

describe('JSON-RPC 2.0', () => {
  test('a call without an id is a notification; a request has one', () => {
    const all = opened();
    expect(sent(all, { method: 'a' })).toEqual({ jsonrpc: '2.0', method: 'a' });
    expect(sent(all, { method: 'a', id: 'mine' })).toEqual({ jsonrpc: '2.0', method: 'a', id: 'mine' });
    expect(all.session.request?.({ method: 'a', params: [1] })).toMatchObject({
      message: { jsonrpc: '2.0', method: 'a', params: [1], id: 1 },
      several: false,
    });
    expect(sent(all, { method: 'a', id: 7 }).id).toBe(7);
    expect(all.session.request?.({ method: 'a' })?.message).toMatchObject({ id: 8 });
  });

  test('a reply is known by its id, a result as an error', () => {
    const request = opened().session.request?.({ method: 'a' });
    expect(request?.isReply({ id: 1, result: null })).toBe(true);
    expect(request?.isReply({ id: 1, error: { code: -32601, message: 'Method not found' } })).toBe(true);
    expect(request?.isReply({ id: 2, result: null })).toBe(false);
    expect(request?.isReply({ id: '1', result: null })).toBe(false);
    expect(request?.isReply({ id: null, error: {} })).toBe(false);
    expect(request?.isReply({ id: 1, method: 'ask' })).toBe(false);
  });

  test("the server's request is answered with its id", () => {
    const all = opened();
    const asked = { jsonrpc: '2.0', method: 'ask', id: 'q1' };
    expect(sent(all, { result: 5 }, asked)).toEqual({ jsonrpc: '2.0', result: 5, id: 'q1' });
    expect(sent(all, { error: { code: 1, message: 'no' } }, asked).id).toBe('q1');
    expect(sent(all, { result: 5, id: 'q2' }, asked).id).toBe('q2');
    const sentence = 'it answers no request that has come. Write its id';
    expect(() => sent(all, { result: 5 })).toThrow(sentence);
    expect(() => sent(all, { result: 5 }, { method: 'a notification' })).toThrow(sentence);
  });

  test('a reply is not sent under the id of a reply', () => {
    const all = opened();
    const sentence = 'it answers no request that has come. Write its id';
    expect(() => sent(all, { result: 5 }, { jsonrpc: '2.0', id: 1, result: 3 })).toThrow(sentence);
    expect(() => sent(all, { result: 5 }, { jsonrpc: '2.0', id: 1, error: { code: 1 } })).toThrow(sentence);
    expect(() => sent(opened('ocpp'), [3, {}], [3, '1', {}])).toThrow(sentence);
  });

  test.each([null, true, {}])('an id of %j is sent as it is, in calls and in replies', (id) => {
    const asked = { jsonrpc: '2.0', id: 7, method: 'ask' };
    expect(sent(opened(), { method: 'a', id })).toEqual({ jsonrpc: '2.0', method: 'a', id });
    expect(sent(opened(), { error: { code: -32700, message: 'Parse error' }, id }, asked)).toMatchObject({ id });
    expect(sent(opened(), { method: 'a', id: undefined })).toEqual({ jsonrpc: '2.0', method: 'a', id: 1 });
  });

  test('a batch is one frame and several messages', () => {
    const all = opened();
    expect(sent(all, [{ method: 'a', id: 1 }, { method: 'b' }])).toEqual([
      { jsonrpc: '2.0', method: 'a', id: 1 },
      { jsonrpc: '2.0', method: 'b' },
    ]);
    expect(all.session.decode('[{"id":1,"result":2},{"method":"c"}]')).toEqual([{ id: 1, result: 2 }, { method: 'c' }]);
    expect(() => all.session.request?.([{ method: 'a' }])).toThrow('each request of a batch has its own reply.');
  });

  test('the replies of a batch are not all sent under one id', () => {
    const all = opened();
    const asked = { method: 'ask', id: 7 };
    const sentence = 'only one reply in a batch can leave out its id. Write the ids of the others';
    expect(() => sent(all, [{ result: 1 }, { result: 2 }], asked)).toThrow(sentence);
    expect(sent(all, [{ result: 1 }, { result: 2, id: 8 }, { method: 'note' }], asked)).toMatchObject([
      { id: 7 },
      { id: 8 },
      { method: 'note' },
    ]);
  });

  test.each<[string | Buffer, string | RegExp]>([
    ['', /^not JSON: /],
    ['{"id":1', /^not JSON: /],
    ['1', 'neither an object nor an array'],
    ['[]', 'an empty batch'],
    ['[1,2]', 'a message is an object, not 1'],
    [Buffer.from('{}'), 'bytes, where text is expected'],
  ])('%j cannot be decoded', (payload, sentence) => {
    expect(() => opened().session.decode(payload)).toThrow(sentence);
  });

  test.each([undefined, null, 5, 'text', [5]])('%j is not sent', (message) => {
    expect(() => sent(opened(), message)).toThrow('a message is an object, not ');
    if (!Array.isArray(message)) expect(() => opened().session.request?.(message)).toThrow('a message is an object, not ');
  });

  test('what has an own __proto__ keeps it, and gives it to nothing else', () => {
    const { session } = opened();
    const [message] = session.decode('{"__proto__":{"polluted":1},"id":1,"result":2}') as [object];
    expect(Object.getPrototypeOf(message)).toBe(Object.prototype);
    expect((message as { polluted?: unknown }).polluted).toBeUndefined();
    expect(session.encode(message)).toContain('"__proto__":{"polluted":1}');
  });
});

describe("tRPC's envelope", () => {
  const all = () => opened('trpc');

  test('every call has an id; a subscription has more than one answer', () => {
    const trpc = all();
    expect(sent(trpc, { method: 'query', params: { path: 'a' } })).toEqual({ method: 'query', params: { path: 'a' }, id: 1 });
    expect(trpc.session.request?.({ method: 'query', params: {} })).toMatchObject({ message: { id: 2 }, several: false });
    const subscription = trpc.session.request?.({ method: 'subscription', params: {} });
    expect(subscription).toMatchObject({ message: { id: 3 }, several: expect.any(Function) });
    expect(subscription?.isReply({ id: 3, result: { type: 'started' } })).toBe(true);
    expect(subscription?.isReply({ id: 3, error: { code: -32600 } })).toBe(true);
    expect(sent(trpc, { method: 'connectionParams', data: { token: 'x' } })).toEqual({
      method: 'connectionParams',
      data: { token: 'x' },
    });
  });

  test('a subscription that was refused, or is stopped, has more answers to come', () => {
    const started = { id: 1, result: { type: 'started' } };
    const data = { id: 1, result: { type: 'data', data: null } };
    const stopped = { id: 1, result: { type: 'stopped' } };
    const error = { id: 1, error: { code: -32603 } };
    const mayFollow = (...replies: object[]) => {
      const several = all().session.request?.({ method: 'subscription' })?.several as (reply: object) => boolean;
      return replies.map((reply) => several(reply)).at(-1);
    };
    expect([started, data, stopped, error].map((reply) => mayFollow(reply))).toEqual([true, true, false, false]);
    expect(mayFollow(started, data)).toBe(true);
    expect(mayFollow(started, error)).toBe(true); // the server says then that it is stopped
    expect(mayFollow(started, error, stopped)).toBe(false);
  });

  test('a subscription is stopped by its id, which is that of the message that is answered', () => {
    const stop = { method: 'subscription.stop' };
    expect(sent(all(), stop, { id: 3, result: { type: 'data' } })).toEqual({ ...stop, id: 3 });
    expect(sent(all(), { ...stop, id: 4 })).toEqual({ ...stop, id: 4 });
    expect(() => sent(all(), stop)).toThrow('it answers no reply that has come. Write its id');
    expect(() => sent(all(), stop, { id: null, method: 'reconnect' })).toThrow('it answers no reply that has come.');
    expect(() => all().session.request?.({ ...stop, id: 4 })).toThrow('a stop has no reply of its own. send() it');
  });

  test('heartbeats are answered, and are no messages', () => {
    const { session, taken } = all();
    expect(session.decode('PING')).toEqual([]);
    expect(session.decode('PONG')).toEqual([]);
    expect(taken()).toEqual([
      ['traffic', undefined],
      ['sent', 'PONG', 'PONG'],
      ['traffic', undefined],
    ]);
    expect(session.decode('{"id":null,"method":"reconnect"}')).toEqual([{ id: null, method: 'reconnect' }]);
  });
});

describe("OCPP-J's envelope", () => {
  const all = () => opened('ocpp');

  test('the id is given where the frame is one item short', () => {
    const ocpp = all();
    expect(sent(ocpp, [2, 'Heartbeat', {}])).toEqual([2, '1', 'Heartbeat', {}]);
    expect(sent(ocpp, [2, 'mine', 'Heartbeat', {}])).toEqual([2, 'mine', 'Heartbeat', {}]);
    expect(sent(ocpp, [2, undefined, 'Heartbeat', {}])).toEqual([2, '2', 'Heartbeat', {}]);
    const request = ocpp.session.request?.([2, 'BootNotification', { chargePointModel: 'm' }]);
    expect(request?.message).toEqual([2, '3', 'BootNotification', { chargePointModel: 'm' }]);
    expect(request?.isReply([3, '3', { status: 'Accepted' }])).toBe(true);
    expect(request?.isReply([4, '3', 'NotImplemented', '', {}])).toBe(true);
    expect(request?.isReply([3, '2', {}])).toBe(false);
    expect(request?.isReply([2, '3', 'Reset', {}])).toBe(false);
    expect(sent(ocpp, request?.message)).toEqual(request?.message);
  });

  test('a SEND has an id and no reply: it is not asked, and no reply answers it', () => {
    const ocpp = all();
    expect(sent(ocpp, [6, 'NotifyPeriodicEventStream', {}])).toEqual([6, '1', 'NotifyPeriodicEventStream', {}]);
    expect(() => ocpp.session.request?.([6, 'NotifyPeriodicEventStream', {}])).toThrow(
      'a send has no reply of its own. send() it',
    );
    expect(() => sent(ocpp, [3, {}], [6, 's1', 'Stream', {}])).toThrow('it answers no request that has come');
  });

  test("the server's call is answered with its id", () => {
    const call = [2, 'q1', 'Reset', { type: 'Soft' }];
    expect(sent(all(), [3, { status: 'Accepted' }], call)).toEqual([3, 'q1', { status: 'Accepted' }]);
    expect(sent(all(), [4, 'NotSupported', '', {}], call)).toEqual([4, 'q1', 'NotSupported', '', {}]);
    expect(() => sent(all(), [3, {}])).toThrow('it answers no request that has come. Write its id');
  });

  test.each(['{}', '[]', '[2]', '[2,"1","Heartbeat"]', '[3,{},{}]', '["2","1","a",{}]', '[9,"1",{}]', '[["__proto__"],"1",{}]'])(
    '%s cannot be decoded',
    (payload) => {
      expect(() => all().session.decode(payload)).toThrow('not a message of ocpp');
    },
  );

  test.each([[['Heartbeat', {}]], [{ action: 'Heartbeat' }], [[2, 'Heartbeat']]])('%j is not sent', (message) => {
    expect(() => sent(all(), message)).toThrow('not a message of ocpp');
  });
});

test('an envelope of functions', () => {
  const envelope = {
    kindOf: (message: any) => (message.do ? 'request' : message.done ? 'reply' : 'notification') as 'request',
    idOf: (message: any) => message.ref,
    withId: (message: any, ref: string | number) => ({ ...message, ref }),
  };
  const all = opened(envelope);
  expect(all.session.request?.({ do: 'a' })?.message).toEqual({ do: 'a', ref: 1 });
  expect(sent(all, { done: true }, { do: 'b', ref: 'x' })).toEqual({ done: true, ref: 'x' });
  expect(sent(all, { say: 1 })).toEqual({ say: 1 });
});

describe('an envelope whose functions return something else says so', () => {
  const envelope = {
    kindOf: () => 'request' as const,
    idOf: (message: any) => message.ref,
    withId: (message: any, ref: string | number) => ({ ...message, ref }),
  };
  test.each<[string, object, string]>([
    ['kindOf', { kindOf: () => 'response' }, "kindOf() of the envelope returned the text 'response'. It must return 'request',"],
    ['kindOf', { kindOf: () => {} }, 'kindOf() of the envelope returned undefined.'],
    ['idOf', { idOf: () => ({}) }, 'idOf() of the envelope returned an object. It must return text, a number or undefined'],
    ['withId', { withId: async () => ({}) }, 'withId() of the envelope returned a promise. It must return a message'],
    ['withId', { withId: (message: object) => message }, 'idOf() of the envelope finds no id in what withId() returned'],
    ['complete', { kindOf: () => 'notification', complete: () => 1 }, 'complete() of the envelope returned 1.'],
    [
      'isMessage',
      { isMessage: async () => true },
      'isMessage() of the envelope returned a promise. It must return true or false',
    ],
  ])('%s', (_, wrong, sentence) => {
    const { session } = opened({ ...envelope, ...wrong } as never);
    expect(() => session.encode({ a: 1 })).toThrow(sentence);
  });

  test('several', () => {
    const { session } = opened({ ...envelope, several: async () => true } as never);
    expect(() => session.request?.({ a: 1 })).toThrow('several() of the envelope returned a promise');
    const several = () => true;
    expect(opened({ ...envelope, several: () => several } as never).session.request?.({ a: 1 })?.several).toBe(several);
  });

  test('one that is an instance of a class works as it is', () => {
    class Mine {
      readonly name = 'mine';
      readonly batches = false;
      readonly key = 'ref';
      kindOf() {
        return 'request' as const;
      }
      idOf(message: any) {
        return message[this.key] ?? null;
      }
      withId(message: any, id: string | number) {
        return { ...message, [this.key]: id };
      }
    }
    expect(sent(opened(new Mine()), { a: 1 })).toEqual({ a: 1, ref: 1 });
    expect(jsonRpc({ envelope: new Mine() }).name).toBe('mine');
  });
});

test('options are checked', () => {
  const sentence =
    "The option 'envelope' of jsonRpc() must be 'json-rpc', 'trpc', 'ocpp' or an object with the functions kindOf,";
  expect(() => jsonRpc({ envelope: 'rpc' } as never)).toThrow(sentence);
  expect(() => jsonRpc({ envelope: {} } as never)).toThrow(sentence);
  expect(() => jsonRpc({ envelop: 'trpc' } as never)).toThrow("Did you mean 'envelope'?");
});
