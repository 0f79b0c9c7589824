import { EventEmitter, on } from 'node:events';
import { createServer, type Server } from 'node:http';
import { initTRPC, TRPCError } from '@trpc/server';
import { applyWSSHandler } from '@trpc/server/adapters/ws';
import { connect } from 'jest-websocket';
import { jsonRpc } from 'jest-websocket/codecs';
import { WebSocketServer } from 'ws';
import { failure } from '../support/failure';

interface Context {
  readonly name: string | undefined;
}

/** A chat of tRPC: who listens is greeted first. */
function chat({ keepAlive }: { readonly keepAlive?: number } = {}): Server {
  const t = initTRPC.context<Context>().create();
  const hub = new EventEmitter();
  const text = (input: unknown) => String(input);
  const router = t.router({
    hello: t.procedure.query(({ ctx }) => `hello ${ctx.name ?? 'stranger'}`),
    say: t.procedure.input(text).mutation(({ ctx, input }) => {
      if (ctx.name === undefined) throw new TRPCError({ code: 'UNAUTHORIZED', message: 'log in first' });
      return hub.emit('said', `${ctx.name}: ${input}`);
    }),
    said: t.procedure.subscription(async function* ({ signal }) {
      const messages = on(hub, 'said', { ...(signal && { signal }) });
      yield 'welcome';
      for await (const [said] of messages) yield said as string;
    }),
  });
  const server = createServer();
  applyWSSHandler({
    wss: new WebSocketServer({ server }),
    router,
    createContext: ({ info }) => ({ name: info.connectionParams?.name }),
    ...(keepAlive !== undefined && { keepAlive: { enabled: true, pingMs: keepAlive, pongWaitMs: 60_000 } }),
  });
  return server;
}

const codec = jsonRpc({ envelope: 'trpc' });

async function user(server: Server, name: string) {
  const client = await connect(server, { name, codec, query: { connectionParams: 1 } });
  client.send({ method: 'connectionParams', data: { name } });
  return client;
}

test('two users: what one says, the other hears', async () => {
  const server = chat();
  const [ann, bob] = [await user(server, 'ann'), await user(server, 'bob')];
  const { id } = await ann.request({ method: 'subscription', params: { path: 'said' } }, { result: { data: 'welcome' } });
  expect(await bob.request({ method: 'mutation', params: { path: 'say', input: 'hello' } })).toMatchObject({
    result: { type: 'data', data: true },
  });
  await expect(ann).toReceiveMessage({ id, result: { data: 'bob: hello' } });
  ann.send({ method: 'subscription.stop' });
  await expect(ann).toReceiveMessage({ id, result: { type: 'stopped' } });
});

test('a subscription begins with what the server says first', async () => {
  const ann = await user(chat(), 'ann');
  const first = await ann.request({ method: 'subscription', params: { path: 'said' } });
  expect(first).toMatchObject({ result: { type: 'started' } });
});

test('who has not logged in may not speak', async () => {
  const eve = await connect(chat(), { name: 'eve', codec });
  expect(await eve.request({ method: 'query', params: { path: 'hello' } })).toMatchObject({ result: { data: 'hello stranger' } });
  expect(await eve.request({ method: 'mutation', params: { path: 'say', input: 'hello' } })).toMatchObject({
    error: { message: 'log in first', data: { code: 'UNAUTHORIZED', path: 'say' } },
  });
});

test('calls are answered by their ids; a batch is one frame', async () => {
  const ann = await user(chat(), 'ann');
  const query = { method: 'query', params: { path: 'hello' } };
  const [one, two] = await Promise.all([ann.request(query), ann.request({ ...query, id: 'mine' })]);
  expect([one, two]).toMatchObject([{ id: expect.any(Number) }, { id: 'mine' }]);
  ann.send([
    { ...query, id: 11 },
    { ...query, id: 12 },
  ]);
  await expect(ann).toReceiveMessages([{ id: 11 }, { id: 12 }], { order: 'any' });
});

test('an unknown procedure', async () => {
  const ann = await user(chat(), 'ann');
  expect(await ann.request({ method: 'query', params: { path: 'nothing' } })).toMatchObject({
    error: { data: { code: 'NOT_FOUND' } },
  });
});

test('a subscription that was refused, or is stopped, is waited for until the time is over', async () => {
  const ann = await user(chat(), 'ann');
  const subscription = (id: number, path: string) => ({ id, method: 'subscription', params: { path } });
  const refused = await failure(() => ann.request(subscription(7, 'nothing'), { result: { type: 'started' } }));
  expect(refused.message).toMatch(/Received: the reply is #1 .*NOT_FOUND/);
  const stopped = failure(() => ann.request(subscription(8, 'said'), { result: { data: 'goodbye' } }));
  await expect(ann).toReceiveMessage({ id: 8, result: { data: 'welcome' } });
  ann.send({ id: 8, method: 'subscription.stop' });
  expect((await stopped).message).toMatch(/Received: the reply is #4 .*"type": "stopped"/);
});

test('heartbeats of the server are answered, and are no messages', async () => {
  const ann = await connect(chat({ keepAlive: 5 }), { name: 'ann', codec });
  const beats = () => ann.transcript.filter((entry) => entry.kind === 'protocol' && entry.direction === 'received');
  while (beats().length < 2) await ann.ping();
  expect(ann.messages).toEqual([]);
});
