import { EventEmitter, on } from 'node:events';
import { createServer, type Server } from 'node:http';
import { buildSchema, GraphQLError } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { connect, undecodable } from 'jest-websocket';
import { graphqlWs } from 'jest-websocket/codecs';
import { WebSocketServer } from 'ws';
import { failure } from '../support/failure';
import { serverThat } from '../support/servers';

const schema = buildSchema(`
  type Query { hello(name: String!): String, fail: String }
  type Mutation { say(text: String!): Boolean }
  type Subscription { said: String, countdown(from: Int!): Int, broken: Int }
`);

/** A chat: who subscribes to what is said is greeted first. */
function chat({ token }: { readonly token?: string } = {}): Server {
  const hub = new EventEmitter();
  const server = createServer();
  const wss = new WebSocketServer({ server, path: '/graphql' });
  const roots = {
    query: {
      hello: ({ name }: { name: string }) => `hello ${name}`,
      fail: () => {
        throw new GraphQLError('not today');
      },
    },
    mutation: { say: ({ text }: { text: string }) => hub.emit('said', text) },
    subscription: {
      async *said() {
        const messages = on(hub, 'said');
        yield { said: 'welcome' };
        for await (const [said] of messages) yield { said };
      },
      async *countdown({ from }: { from: number }) {
        for (let countdown = from; countdown > 0; countdown--) yield { countdown };
      },
      broken: () => {
        throw new GraphQLError('no such feed');
      },
    },
  };
  const onConnect = ({ connectionParams }: { connectionParams?: Readonly<Record<string, unknown>> }) =>
    token === undefined || connectionParams?.token === token;
  const connectionInitWaitTimeout = 0; // it waits for ever, not for 3 s, which a busy machine may take
  useServer({ schema, roots, onConnect, connectionInitWaitTimeout } as Parameters<typeof useServer>[0], wss);
  return server;
}

const user = (server: Server, name: string) => connect(server, { name, path: '/graphql', codec: graphqlWs() });
const subscribe = (query: string, variables = {}) => ({ type: 'subscribe', payload: { query, variables } }) as const;

test('two users: what one says, the other hears', async () => {
  const server = chat();
  const [ann, bob] = [await user(server, 'ann'), await user(server, 'bob')];
  const { id } = await ann.request(subscribe('subscription { said }'), { payload: { data: { said: 'welcome' } } });
  expect(await bob.request(subscribe('mutation { say(text: "hello") }'))).toMatchObject({
    type: 'next',
    payload: { data: { say: true } },
  });
  await expect(ann).toReceiveMessage({ id, type: 'next', payload: { data: { said: 'hello' } } });
  ann.send({ type: 'complete', id });
  // its id is free again
  expect(
    await ann.request({ ...subscribe('{ hello(name: "ann") }'), id }, { payload: { data: { hello: 'hello ann' } } }),
  ).toEqual(expect.objectContaining({ id }));
});

test('the messages of a subscription, to its end', async () => {
  const ann = await user(chat(), 'ann');
  const first = await ann.request(subscribe('subscription ($from: Int!) { countdown(from: $from) }', { from: 3 }));
  expect(first).toMatchObject({ type: 'next', payload: { data: { countdown: 3 } } });
  const { id } = first;
  await expect(ann).toReceiveMessages(
    [
      { id, type: 'next', payload: { data: { countdown: 2 } } },
      { id, type: 'next', payload: { data: { countdown: 1 } } },
      { id, type: 'complete' },
    ],
    { order: 'exact' },
  );
});

test('two subscriptions at once: each request gets its own', async () => {
  const ann = await user(chat(), 'ann');
  const answers = await Promise.all([
    ann.request(subscribe('{ hello(name: "a") }')),
    ann.request({ ...subscribe('{ hello(name: "b") }'), id: 'mine' }),
  ]);
  expect(answers).toMatchObject([
    { payload: { data: { hello: 'hello a' } } },
    { id: 'mine', payload: { data: { hello: 'hello b' } } },
  ]);
});

test('a complete that is still unread is not taken for the answer to a new request with its id', async () => {
  const ann = await user(chat(), 'ann');
  const ask = (name: string) => ann.request({ ...subscribe(`{ hello(name: "${name}") }`), id: 'a' });
  await ask('one');
  await ann.ping(); // so that the end of it has come
  expect(ann.unread).toEqual([{ id: 'a', type: 'complete' }]);
  expect(await ask('two')).toMatchObject({ type: 'next', payload: { data: { hello: 'hello two' } } });
});

describe('errors', () => {
  test('of a query that cannot be run', async () => {
    const ann = await user(chat(), 'ann');
    expect(await ann.request(subscribe('{ nothing }'))).toMatchObject({
      type: 'error',
      payload: [{ message: expect.stringContaining('Cannot query field') }],
    });
  });

  test('fail at once a request that expects data, and not after its timeout', async () => {
    const ann = await user(chat(), 'ann');
    const { message } = await failure(() => ann.request(subscribe('{ nothing }'), { type: 'next' }));
    expect(message).toMatch(/the reply is #1 .*"type": "error"/s);
  });

  test('of a field', async () => {
    const ann = await user(chat(), 'ann');
    const answer = await ann.request(subscribe('{ fail }'));
    expect(answer).toMatchObject({ type: 'next', payload: { data: { fail: null }, errors: [{ message: 'not today' }] } });
  });

  test('of a subscription', async () => {
    const ann = await user(chat(), 'ann');
    expect(await ann.request(subscribe('subscription { broken }'))).toMatchObject({
      type: 'next',
      payload: { errors: [{ message: 'no such feed' }] },
    });
  });
});

describe('what the server refuses', () => {
  test('a login', async () => {
    const codec = graphqlWs({ payload: { token: 'wrong' } });
    const error = await failure(() => connect(chat({ token: 'secret' }), { path: '/graphql', codec }));
    expect(error.message).toMatch(/4403.*Forbidden/);
  });

  test('an id that is taken', async () => {
    const ann = await user(chat(), 'ann');
    ann.send({ ...subscribe('subscription { said }'), id: 'a' });
    ann.send({ ...subscribe('subscription { said }'), id: 'a' });
    await expect(ann).toClose(4409, 'Subscriber for a already exists');
  });

  test('a client that is not a GraphQL client: the words of the code are told', async () => {
    const ann = await user(chat(), 'ann');
    ann.sendRaw('{"type":"hello"}');
    const { message } = await failure(() => ann.receive({ type: 'next' }));
    expect(message).toMatch(/4400/);
    expect(message).toMatch(/Bad request/i);
  });
});

test('a login with the right token', async () => {
  const codec = graphqlWs({ payload: { token: 'secret' } });
  const ann = await connect(chat({ token: 'secret' }), { path: '/graphql', codec });
  expect(ann.handshake.protocol).toBe('graphql-transport-ws');
  expect(await ann.request(subscribe('{ hello(name: "ann") }'))).toMatchObject({ type: 'next' });
});

test('ids are placeholders in a snapshot', async () => {
  const ann = await user(chat(), 'ann');
  await ann.request({ ...subscribe('{ hello(name: "ann") }'), id: 'other' });
  await ann.request(subscribe('{ nothing }'));
  expect(ann).toMatchTranscriptInlineSnapshot(`
open
→ {"type":"subscribe","payload":{"query":"{ hello(name: \\"ann\\") }","variables":{}},"id":"<id 1>"}
← {"id":"<id 1>","type":"next","payload":{"data":{"hello":"hello ann"}}}
→ {"type":"subscribe","payload":{"query":"{ nothing }","variables":{}},"id":"<id 2>"}
← {"id":"<id 2>","type":"error","payload":[{"message":"Cannot query field \\"nothing\\" on type \\"Query\\".","locations":[{"line":1,"column":3}]}]}
`);
});

test('a ping of the server is answered, and one of the client', async () => {
  const pongs: string[] = [];
  const server = serverThat((socket) => {
    socket.on('message', (data) => {
      pongs.push(String(data));
      if (pongs.length === 1) {
        socket.send('{"type":"connection_ack"}');
        socket.send('{"type":"ping","payload":{"at":1}}');
      } else socket.send('{"type":"complete","id":"end"}');
    });
  });
  const ann = await connect(server, { codec: graphqlWs() });
  await expect(ann).toReceiveNextMessage({ type: 'complete', id: 'end' });
  expect(pongs).toEqual(['{"type":"connection_init"}', '{"type":"pong","payload":{"at":1}}']);
  expect(ann.messages).toEqual([{ type: 'complete', id: 'end' }]);

  const other = await user(chat(), 'ann');
  other.send({ type: 'ping' });
  await other.request(subscribe('{ hello(name: "a") }'));
  expect(other.messages).not.toContainEqual({ type: 'pong' });
});

test('what cannot be decoded is a message of its own kind', async () => {
  const server = serverThat((socket) => {
    socket.send('{"type":"connection_ack"}');
    for (const frame of ['{', Buffer.from('{}'), '{"type":"data"}', '{"type":"complete","id":"1"}']) socket.send(frame);
  });
  const ann = await connect(server, { codec: graphqlWs() });
  await expect(ann).toReceiveMessages(
    [undecodable('not JSON'), undecodable('bytes'), undecodable("its type is 'data'"), { type: 'complete' }],
    { order: 'exact' },
  );
});

test('a bomb ends at maxPayload', async () => {
  const server = serverThat((socket) => {
    socket.send('{"type":"connection_ack"}');
    socket.send(`{"type":"next","id":"1","payload":[${'[],'.repeat(100_000)}[]]}`);
  });
  const ann = await connect(server, { codec: graphqlWs(), maxPayload: 100_000 });
  await expect(ann).toClose(1006);
  expect(ann.messages).toEqual([]);
});
