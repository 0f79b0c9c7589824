import { graphqlWs } from '../../src/codecs/graphql-ws';
import { codecConnection } from '../support/codec-connection';

const opened = (options?: Parameters<typeof graphqlWs>[0]) => {
  const connection = codecConnection();
  return { ...connection, session: graphqlWs(options).open(connection) };
};

const joined = () => {
  const all = opened();
  all.session.decode('{"type":"connection_ack"}');
  all.taken();
  return all;
};

const payload = { query: '{ hello }' };
const SUBSCRIBE = { type: 'subscribe', payload } as const;

test('the handshake', () => {
  const { session, taken } = opened({ payload: { token: 'x' } });
  const init = { type: 'connection_init', payload: { token: 'x' } };
  expect(taken()).toEqual([['sent', JSON.stringify(init), init]]);
  expect(session.decode('{"type":"connection_ack","payload":{"a":1}}')).toEqual([]);
  expect(taken()).toEqual([['traffic', { type: 'connection_ack', payload: { a: 1 } }], ['ready']]);
});

test('without a payload nothing is said in its place', () => {
  expect(opened().taken()).toEqual([['sent', '{"type":"connection_init"}', expect.anything()]]);
});

test('a ping is answered with its payload, and neither is a message', () => {
  const { session, taken } = joined();
  expect(session.decode('{"type":"ping","payload":{"a":1}}')).toEqual([]);
  expect(session.decode('{"type":"ping"}')).toEqual([]);
  expect(session.decode('{"type":"pong"}')).toEqual([]);
  expect(taken()).toEqual([
    ['traffic', { type: 'ping', payload: { a: 1 } }],
    ['sent', '{"type":"pong","payload":{"a":1}}', { type: 'pong', payload: { a: 1 } }],
    ['traffic', { type: 'ping' }],
    ['sent', '{"type":"pong"}', { type: 'pong' }],
    ['traffic', { type: 'pong' }],
  ]);
});

test('an id is given where it is missing, and is another than those that the user gave', () => {
  const { session } = joined();
  const encode = (message: Parameters<typeof session.encode>[0]) => JSON.parse(String(session.encode(message))).id;
  expect(encode(SUBSCRIBE)).toBe('1');
  expect(encode({ ...SUBSCRIBE, id: '7' })).toBe('7');
  expect(encode({ ...SUBSCRIBE, id: 'mine' })).toBe('mine');
  expect(encode(SUBSCRIBE)).toBe('8');
  expect(session.sentValue?.('{"id":"8","type":"subscribe"}', SUBSCRIBE)).toEqual({ id: '8', type: 'subscribe' });
});

test('a request is answered by any message of its id', () => {
  const { session } = joined();
  const request = session.request?.(SUBSCRIBE);
  expect(request).toMatchObject({ message: { id: '1', type: 'subscribe', payload }, several: expect.any(Function) });
  for (const type of ['next', 'error', 'complete']) {
    expect(request?.isReply({ id: '1', type } as never)).toBe(true);
    expect(request?.isReply({ id: '2', type } as never)).toBe(false);
  }
  expect(session.encode(request?.message as never)).toContain('"id":"1"');
  expect(session.request?.({ ...SUBSCRIBE, id: 'mine' })?.isReply({ id: 'mine', type: 'complete' })).toBe(true);
  expect(session.request?.({ type: 'ping' })).toBeUndefined();
});

test('an error or a complete is the last answer, a next is not', () => {
  const { several } = joined().session.request?.(SUBSCRIBE) ?? {};
  const isFollowed = (type: string) => (several as (reply: unknown) => boolean)({ id: '1', type });
  expect(['next', 'error', 'complete'].map(isFollowed)).toEqual([true, false, false]);
});

test('a complete has the id of the message that it answers', () => {
  const { session } = joined();
  expect(session.encode({ type: 'complete' }, { id: '5', type: 'next', payload: {} })).toBe('{"type":"complete","id":"5"}');
  expect(() => session.encode({ type: 'complete' })).toThrow(
    "nothing has come that it could complete. Write its id: { id: '1', type: 'complete' }",
  );
});

test.each<[string | Buffer, string | RegExp]>([
  ['', /^not JSON: /],
  ['{"type":', /^not JSON: /],
  ['"next"', 'neither an object nor an array'],
  ['null', 'neither an object nor an array'],
  [Buffer.from('{}'), 'bytes, where text is expected'],
  ['{}', 'its type is undefined, which graphql-transport-ws does not know'],
  ['[]', 'its type is undefined, which graphql-transport-ws does not know'],
  ['{"type":"data","id":"1"}', "its type is 'data', which graphql-transport-ws does not know"],
  ['{"type":{"__proto__":1}}', /^its type is /],
  ['{"type":"next"}', 'it has no id'],
])('%j cannot be decoded', (given, sentence) => {
  const { session, acts } = joined();
  expect(() => session.decode(given)).toThrow(sentence);
  expect(acts).toEqual([]);
});

test.each(['{"message":"welcome"}', 'hello', Buffer.from([1]), '{"type":"next","id":"1","payload":{}}', '{"type":"ka"}'])(
  '%j instead of the acknowledgement refuses the handshake at once, with what was said',
  (given) => {
    const { session, taken } = opened();
    taken();
    expect(() => session.decode(given)).toThrow();
    const said = typeof given === 'string' ? `'${given}'` : '1 byte 01';
    expect(taken()).toEqual([['refused', `it does not speak graphql-transport-ws, but said ${said}`, {}]]);
  },
);

test.each([undefined, null, 'hello', {}, []])('%j is not sent', (message) => {
  const { session } = joined();
  expect(() => session.encode(message as never)).toThrow("Write { type: 'subscribe', payload: { query: '…' } }");
});

test('options are checked', () => {
  expect(() => graphqlWs({ paylod: {} } as never)).toThrow("graphqlWs() has no option 'paylod'. Did you mean 'payload'?");
});
