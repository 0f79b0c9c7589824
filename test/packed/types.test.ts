import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');

const compilers = { '5.9': 'typescript5', '6.0': 'typescript', '7.0': 'typescript7' };

/** Each with what its test files begin with. */
const uses = {
  'the globals of @types/jest, alone and beside @jest/globals': {
    types: ['jest'],
    heads: ['', "import { expect } from '@jest/globals';"],
  },
  '@jest/globals alone': { types: [], heads: ["import { expect, test } from '@jest/globals';"] },
};

const modules = {
  commonjs: { module: 'commonjs', target: 'es2022' },
  node16: { module: 'node16', target: 'es2022' },
  bundler: { module: 'esnext', moduleResolution: 'bundler', target: 'es2022' },
};

/** How modules are found with `module: commonjs`: the old way, the default of 5.9, where it still exists. */
const resolution: Record<string, object> = {
  typescript: { moduleResolution: 'node', ignoreDeprecations: '6.0' },
  typescript7: { moduleResolution: 'bundler' },
};

const source = `
import { connect, connectAll, serve, useClients, configure, withPath, anyOf, undecodable, scenario, runTogether, loadScenarios } from 'jest-websocket';
import type { ClientNetwork, WebSocketClient, Codec, Scenario, ScenarioRun } from 'jest-websocket';
import * as http from 'node:http';
import { createSecureServer } from 'node:http2';
import * as https from 'node:https';
import * as net from 'node:net';

type Incoming = { type: 'said'; text: string; by: { name: string } } | { type: 'left'; id: number };
type Outgoing = { say: string };
type Said = Extract<Incoming, { type: 'said' }>;

test('schemas of a contract', async () => {
  type Schema<In, Out> = { readonly '~standard': { readonly version: 1; readonly vendor: string;
    readonly validate: (value: unknown) => { value: Out } | { issues: { message: string }[] };
    readonly types?: { readonly input: In; readonly output: Out } | undefined } };
  const incoming = {} as Schema<{ type: 'said'; at: string }, { type: 'said'; at: Date }>;
  const outgoing = {} as Schema<{ say: string }, { say: string }>;
  const contract = { incoming, outgoing };
  const client = await connect('ws://x', { contract });
  const asOnTheWire: string = (await client.receive()).at;
  client.send({ say: 'x' });
  // @ts-expect-error: not what is sent
  client.send({ said: 'x' });
  const { ann, bob } = await connectAll('ws://x', { ann: { contract }, bob: { contract: { outgoing } } });
  const at: string = (await ann.receive()).at;
  (await bob.receive()).anything;
  bob.send({ say: 'x' });
  // @ts-expect-error: not what is sent
  bob.send({ said: 'x' });
  const users = useClients(() => 'ws://x', { eve: { contract: { incoming } } });
  const said: 'said' = (await users.eve.receive()).type;
  users.eve.send({ anything: 1 });
});

test('what may be written', async () => {
  const client = await connect<Incoming, Outgoing>('ws://x', { name: 'rob', query: { n: 1, tags: ['a', 'b'] }, codec: 'json' });
  await connect(http.createServer());
  const server = await serve(http.createServer(), { port: 1, host: '::1', path: '/x', timeout: 1, grace: 1 });
  await connect(server, '/chat');
  await serve(async (port: number) => http.createServer().listen(port));
  await serve({ command: 'node x.js', ready: /on (\\d+)/, url: ([, port]) => \`ws://localhost:\${port}\`, env: { A: 'b' } });
  const ofServer: [string, string, number, Promise<void>, Promise<void>] = [
    server.url, server.httpUrl, server.port, server.close(), server.restart(),
  ];
  await serve(https.createServer());
  await serve(createSecureServer({ allowHTTP1: true }));
  await serve({ server: http.createServer(), close: () => 1 });
  await serve({ listen: (port: number) => http.createServer().listen(port) });
  // @ts-expect-error
  await serve(net.createServer());
  // @ts-expect-error
  await serve('ws://localhost');
  // @ts-expect-error
  await serve({ url: 'ws://localhost' });
  await connect({ headers: { authorization: 'x' } });
  const nothing: void = await expect(client).toReceiveMessage({ type: 'said' });
  await expect(client).toReceive({ type: 'said', by: { name: expect.any(String) } });
  await expect(client).toReceiveMessage({ type: expect.stringMatching(/s/) });
  await expect(client).toReceiveMessage(/text/, { timeout: 100, exact: true });
  await expect(client).toReceiveMessage((message) => message.type === 'left' && message.id > 1);
  await expect(client).not.toReceiveMessage();
  await expect(client).toReceiveNextMessage({ type: 'left', id: 1 });
  await expect([client, client]).toReceiveMessages([{ type: 'left' }, /x/], { order: 'any' });
  await expect(client).toSendOnReceive({ type: 'said' }, { say: 'hello' });
  await expect(client).toSendOnReceive({ type: 'said' }, (message) => ({ say: message.type }));
  await expect(client).toClose(1000, 'bye', { timeout: 5 });
  await expect(client).toClose({ timeout: 5 });
  expect(client).toHaveReceivedMessage({ type: 'left' }, { times: 2 });
  expect(client).toHaveSentMessage({ say: 'x' });
  expect(client).toBeOpen();
  expect([client]).not.toBeClosed();
  await expect([client, client]).toReceiveMessage({ type: 'left' }, { only: client });
  await expect([client]).toReceiveMessage({ type: 'left' }, { only: [client] });
  expect(client).toHaveReceivedMessages([{ type: 'left' }, /x/], { order: 'exact' });
  expect(client).toHaveNoUnreadMessages();
  await expect(client).toAnswerPing({ timeout: 5 });
  await expect(client).toBreakContract();
  await expect([client]).toBreakContract(/x/, { timeout: 5 });
  await expect(client).not.toBreakContract({ timeout: 5 });
  await expect(client).toReceivePing();
  await expect(client).toReceiveMessage({ type: 'left' }, { times: 2 });
  await expect(client).toReceivePing('x', { timeout: 5 });
  await expect(client).not.toReceivePing({ timeout: 5 });
  await expect([client]).toReceivePing(expect.stringContaining('x'));
  await expect(connect('ws://x')).toFailHandshake(401);
  await expect(connect('ws://x')).toFailHandshake({ status: expect.any(Number), headers: { a: /b/ }, body: { error: 'x' } });
  await expect(client).toReceiveMessage(withPath('by.name', 'Rob'));
  await expect(client).toReceiveMessage(anyOf({ type: 'said' }, { type: anyOf('left', /x/) }));
  await client.receive({ type: anyOf('said', 'left') });
  await expect(client).toReceiveMessage(undecodable());
  const raw: unknown = await client.receive(undecodable(/x/));
  const reply: Incoming = await client.request({ say: 'x' }, { type: 'said' });
  const stop: () => void = client.respond({ type: 'said' }, (message) => ({ say: message.type }), { times: 1 });
  client.respond({ type: 'said' }, { say: 'x' });
  client.ignore({ type: 'left' });
  client.never((message) => message.type === 'left');
  const drained: Incoming[] = client.drain();
  const took: number = await client.ping('x', { timeout: 5 });
  client.sendRaw('x', { fin: false, opcode: 9, rsv1: true, length: 3 });
  const { network }: { network: ClientNetwork } = await connect('ws://x', { network: { latency: 5 } });
  network.latency = 2 * network.bytesPerSecond;
  for (const act of [network.cut, network.blackhole, network.restore]) void act;
  await expect(connect('ws://x', { handshake: 'partial' })).toFailHandshake(408);
  client.pause();
  client.resume();
  client.sendRaw(new Uint8Array(1));
  expect(client).toMatchTranscriptSnapshot({ received: true, volatile: ['..at'], only: { type: 'left' } }, 'hint');
  expect(client).toMatchTranscriptSnapshot('hint');
  expect([client]).toMatchTranscriptInlineSnapshot('x');
  const waited: Promise<void> = expect(client).toMatchTranscriptSnapshot({ until: { type: 'left' } });
  await expect(client).toMatchTranscriptInlineSnapshot({ quiet: 5 }, 'x');
  await expect(client).toMatchTranscriptInlineSnapshot({ closed: true });
  client.send({ say: 'x' });
  const received: Incoming = await client.receive({ type: 'said' });
  const narrowed: { type: 'left'; id: number } = await client.receive((m): m is { type: 'left'; id: number } => m.type === 'left');
  const messages: Incoming[] = client.messages;
  const { ann, bob } = await connectAll('ws://x', { ann: {}, bob: { query: { b: 1 } } });
  const users = useClients({ rob: {} });
  await expect([ann, bob, users.rob]).toReceiveMessage({ anything: 'goes' });
  const untyped = await connect();
  untyped.send(5);
  await expect(untyped).toReceiveMessage(null);
  const typed: WebSocketClient<Incoming> = client;
  const codec: Codec<string, string> = { open: () => ({ decode: (payload) => [String(payload)], encode: (message) => message }) };
  configure({ codec, quietWindow: 50, teardown: { grace: 100 } });
  await using scoped = client;
  const user: Scenario<Incoming, Outgoing> = scenario<Incoming, Outgoing>('rob')
    .connect(http.createServer(), { query: { name: 'rob' } })
    .order('sequence')
    .timeouts({ response: 5, message: 5, request: 5, total: 5 })
    .expect({ type: 'said', by: { name: expect.any(String) } }, { exact: true })
    .withAttribute('by.name', 'Rob')
    .as('said')
    .capture('name', 'by.name')
    .reply({ say: '\${by.name}' })
    .reply((message, { captured }) => ({ say: message.type + captured.name }))
    .send(async ({ captured }) => ({ say: String(captured.name) }))
    .after('said', 'other')
    .delay(5)
    .request('/x', { method: 'POST', headers: { a: 1 }, body: {}, status: 201, response: { id: 1 } })
    .oneOf((it) => it.expect({ type: 'left', id: 1 }).reply({ say: 'x' }), (it) => it.expect(/x/).times(2))
    .repeat(2, (it, n) => it.expect((message) => message.type === 'left' && message.id === n))
    .close(1000, 'bye');
  const run: ScenarioRun<Incoming, Outgoing> = await user.run();
  const got: Incoming[] = run.received;
  const said: Outgoing[] = run.sent;
  const [first] = await runTogether(user, [user]);
  await runTogether(Object.values(loadScenarios('x.yaml', 'ws://x')));
  await expect([user, scenario('x')]).toComplete();
  await expect(user).toComplete();
  expect(run).toBeComplete();
  const done: boolean = user.isComplete();
  scenario('x').expect(null).reply({ anything: ['goes'] });
});

test('a union of messages is narrowed to those that were asked for', async () => {
  const client = await connect<Incoming | 'hello' | number[], Outgoing>('ws://x');
  const isSaid = (message: unknown): message is Said => typeof message === 'object';
  const said: Said[] = [
    await client.receive({ type: 'said' }),
    await client.receive({ type: 'said', by: { name: expect.any(String) } }, { timeout: 5 }),
    await client.receive({ by: { name: 'Rob' } }),
    await client.receive(isSaid),
    await client.request({ say: 'x' }, { type: 'said' }),
    await client.sendUntil({ say: 'x' }, { type: 'said' }, { every: 50 }),
    await client.request({ say: 'x' }, isSaid),
    await client.receive(anyOf({ type: 'said', text: 'x' }, { by: { name: 'Rob' } })),
    await client.receive({ type: anyOf('said', 'asked') }),
  ];
  const either: Incoming = await client.receive(anyOf({ type: 'said' }, { type: 'left' }));
  const perhaps: Incoming | 'hello' | number[] = await client.receive(anyOf({ type: 'said' }, /hello/));
  const left: number = (await client.receive({ type: 'left' })).id;
  const hello: 'hello' = await client.receive('hello');
  const numbers: number[] = await client.receive([1]);
  const all: Incoming | 'hello' | number[] = (await client.receive()) ?? (await client.receive(/x/));
  const schema = { '~standard': { validate: (value: unknown) => ({ value: { z: 1 } }) } };
  const parsed: number = (await client.receive(schema)).z + (await client.request({ say: 'x' }, schema)).z;
  const untyped: WebSocketClient = client;
  const free: string = (await untyped.receive({ a: 1 })).whatever + (await untyped.receive((message) => message.free)).whatever;
  const unknowns: WebSocketClient<unknown> = await connect<unknown>('ws://x');
  const some: unknown = await unknowns.receive({ a: 1 });
});

test('clients of one type need no list of their names', async () => {
  const { rob } = await connectAll<Incoming, Outgoing>('ws://x', { rob: {}, ann: {} });
  rob.send({ say: 'x' });
  const message: Incoming = await rob.receive();
  (await connectAll<Incoming>({ rob: {} })).rob.send('x');
  const users = useClients<Incoming, Outgoing>(() => http.createServer(), { rob: {} });
  users.rob.send({ say: 'x' });
  useClients<Incoming, Outgoing>({ rob: {} }).rob.send({ say: 'x' });
  const named = await connectAll<'rob' | 'ann', Incoming, Outgoing>('ws://x', { rob: {}, ann: {} });
  named.ann.send({ say: 'x' });
  useClients<'rob', Incoming, Outgoing>({ rob: {} }).rob.send({ say: 'x' });
});

test('a codec gives bytes of any kind', () => {
  const decode = (payload: unknown) => [String(payload)];
  const one: Codec<string, string> = { open: () => ({ decode, encode: (text) => new TextEncoder().encode(text) }) };
  const many: Codec<string, string> = { open: () => ({ decode, encode: (text) => [text, new Uint8Array(1), Buffer.from(text)] }) };
  // @ts-expect-error a promise cannot be sent
  const later: Codec<string, string> = { open: () => ({ decode, encode: async (text) => text }) };
  // @ts-expect-error a number neither
  const number: Codec<string, string> = { open: () => ({ decode, encode: (text) => text.length }) };
});

test('a client has the types of its codec', async () => {
  type Call = { method: string; id?: number };
  type Note = { id?: number; event?: string; result?: unknown };
  const codec: Codec<Note, Call, string> = {
    name: 'rpc',
    protocols: ['v1', 'v2'],
    path: '/rpc',
    query: { v: 1 },
    closeCodes: { 4401: 'Unauthorized' },
    volatile: ['..at'],
    show: (message) => ('method' in message ? message.method : undefined),
    open: ({ send, sendMessage, traffic, answer, handshake, every, end, protocol }) => {
      const { done, fail } = handshake();
      every(1000, () => send(protocol, { ping: true }));
      return {
        decode: function* (payload) {
          if (payload === 'ready') done();
          else if (payload === 'no') fail('no', { code: 5 });
          else if (payload === 'bye') end('bye');
          else traffic();
          yield { event: 'x' };
          yield answer({ id: 5 });
        },
        encode: (call, trigger) => JSON.stringify({ ...call, after: trigger?.id }),
        request: (call) => ({ message: { ...call, id: 1 }, isReply: ({ id }) => id === 1, resultOf: ({ result }) => String(result), several: ({ id }) => id !== 1 }),
        close: () => sendMessage({ method: 'bye' }),
      };
    },
  };
  const client = await connect('ws://x', { codec, name: 'rob' });
  const exactly: WebSocketClient<Note, Call, string> = client;
  const alone: WebSocketClient<Note, Call, string> = await connect({ codec });
  const again: WebSocketClient<Note, Call, string> = await client.reconnect({ codec });
  client.send({ method: 'x' });
  const note: Note = await client.receive({ event: 'x' });
  const results: string[] = [await client.request({ method: 'x' }), await client.request({ method: 'x' }, { id: 1 })];
  await expect(client).toReceiveMessage({ event: 'x' });
  expect(client).toHaveSentMessage({ method: 'x' });
  // @ts-expect-error not what it sends
  client.send({ event: 'x' });
  // @ts-expect-error not what it receives
  await expect(client).toReceiveMessage({ evnt: 'x' });
  // @ts-expect-error not what its requests resolve to
  const message: Note = await client.request({ method: 'x' });
  // @ts-expect-error no such option
  await connect('ws://x', { codec, qurey: {} });
  const plain = await connect('ws://x', { codec: { open: () => ({ decode: (payload) => [payload.length], encode: (count: number) => 'x'.repeat(count) }) } });
  const lengths: number[] = [await plain.receive(), await plain.request(5)];
  const untypedCodec = <Message = any>(): Codec<Message, Message> => ({ open: () => ({ decode: () => [], encode: String }) });
  (await (await connect('ws://x', { codec: untypedCodec() })).receive()).whatever;
  const free = await connect('ws://x', { codec: codec as Codec });
  free.send((await free.receive()).whatever);
  const said = await connect<Note, Call>('ws://x', { codec: codec as Codec });
  said.send({ method: 'x' });
  const reply: Note = await said.request({ method: 'x' });
  const perhaps: { codec?: Codec } = {};
  await connect('ws://x', perhaps);
});

test('a list whose places are known is expected as it is', async () => {
  type Events = [name: 'moved', who: string, at: { x: number }] | [name: 'said', text: string] | [name: 'left'];
  const client = await connect<Events>('ws://x');
  const at: { x: number } = (await client.receive(['moved', 'zoe', { x: 1 }]))[2];
  const text: string = (await client.receive(['said', expect.any(String)]))[1];
  const left: [name: 'left'] = await client.receive(['left']);
  await expect(client).toReceiveMessage(['moved', expect.anything(), {}]);
  await client.receive(expect.arrayContaining(['said']));
  // @ts-expect-error no such event
  await client.receive(['sayd', 'hi']);
  // @ts-expect-error a list matches as a whole
  await client.receive(['said']);
  // @ts-expect-error
  await expect(client).toReceiveMessage(['said', 'hi', 'there']);
  // @ts-expect-error another type in its place
  await client.receive(['moved', 'zoe', { x: '1' }]);
  const lists = await connect<string[] | { list: number[] }>('ws://x');
  await lists.receive(['a', 'b']);
  await lists.receive({ list: [1, 2, 3] });
});

test('clients that are opened together have each the types of its codec', async () => {
  const codec: Codec<{ event: string }, { method: string }, string> = { open: () => ({ decode: () => [], encode: String }) };
  const { ann, bob, eve } = await connectAll('ws://x', { ann: { codec }, bob: { query: { n: 1 } }, eve: { codec: 'text' } });
  const event: { event: string } = await ann.receive();
  const result: string = await ann.request({ method: 'x' });
  const free: any = [await bob.request(5), await eve.receive()];
  // @ts-expect-error not what she sends
  ann.send({ event: 'x' });
  const users = useClients({ rob: { codec }, joe: {} });
  users.joe.send(5);
  // @ts-expect-error not what he sends
  users.rob.send({ event: 'x' });
  // @ts-expect-error nobody of that name
  users.ann;
  // @ts-expect-error no such codec
  await connectAll({ rob: { codec: 'jsn' } });
  // @ts-expect-error no such option
  useClients({ rob: { codec, qurey: {} } });
  const many = await connectAll(Object.fromEntries([1, 2].map((n) => ["user " + n, { codec }])));
  many['user 1']?.send({ method: 'x' });
});

test('what is not known is left to the run', async () => {
  const anything: any = await connect('ws://x');
  const something: unknown = anything;
  const perhaps: WebSocketClient | undefined = anything;
  expect(anything).toBeOpen();
  expect([anything]).toBeOpen();
  expect(something).not.toBeOpen();
  expect(perhaps).toBeOpen();
  await expect(anything).toFailHandshake(401);
  await expect(something).toComplete();
  await expect(connect('ws://x')).resolves.toBeOpen();
  await expect(connect<Incoming>('ws://x')).resolves.not.toReceive({ type: 'said' });
});

async function helpers<Client extends WebSocketClient, Message, Story extends Scenario>(
  client: Client,
  typed: WebSocketClient<Message>,
  story: Story,
) {
  expect(client).toBeOpen();
  expect([client, client]).not.toBeClosed();
  await expect(typed).toReceiveMessage();
  await expect(story).toComplete();
  const message: Message = await typed.receive();
}

test('nonsense', async () => {
  const client = await connect<Incoming, Outgoing>('ws://x');
  // @ts-expect-error not a client
  expect({}).toBeOpen();
  // @ts-expect-error not a client
  expect({}).not.toBeClosed();
  // @ts-expect-error not a client
  await expect('x').toReceive();
  // @ts-expect-error not a client
  await expect(undefined).toReceiveMessages([]);
  // @ts-expect-error an address
  await expect(new URL('ws://x')).toReceiveNextMessage();
  // @ts-expect-error a server
  await expect(http.createServer()).toClose();
  // @ts-expect-error not clients
  expect(client.messages).toHaveReceivedMessages([]);
  // @ts-expect-error a promise of a client
  await expect(connect('ws://x')).toReceiveMessage({ type: 'said' });
  // @ts-expect-error promises of clients
  expect([connect('ws://x')]).toHaveSentMessage('x');
  // @ts-expect-error a promise of clients
  expect(connectAll('ws://x', { rob: {} })).toHaveNoUnreadMessages();
  // @ts-expect-error not a client
  expect(5).toMatchTranscriptSnapshot();
  // @ts-expect-error a client, not the promise of one
  await expect(client).toFailHandshake();
  // @ts-expect-error what it resolves to is none
  await expect(connect('ws://x')).resolves.toFailHandshake(401);
  // @ts-expect-error not a scenario
  await expect(client).toComplete();
  // @ts-expect-error a scenario that is running
  expect(scenario('x').run()).toBeComplete();
  // @ts-expect-error not a client
  await expect(scenario('x')).toSendOnReceive('x', 'y');
  // @ts-expect-error what was awaited is nothing
  const result: boolean = await expect(client).toAnswerPing();
});

test('what may not', async () => {
  const client = await connect<Incoming, Outgoing>('ws://x');
  // @ts-expect-error no such type
  await expect(client).toReceiveMessage({ type: 'zzz' });
  // @ts-expect-error no such field
  await expect(client).toReceiveNextMessage({ type: 'left', ids: 1 });
  // @ts-expect-error a wrong type, deep inside
  await expect(client).toReceive({ type: 'said', by: { name: 5 } });
  // @ts-expect-error one of several is wrong
  await expect(client).toReceiveMessages([{ type: 'left' }, { type: 'zzz' }]);
  // @ts-expect-error no such order
  await expect(client).toReceiveMessages([{ type: 'left' }], { order: 'random' });
  // @ts-expect-error no such option
  await expect(client).toReceiveMessage({ type: 'left' }, { timeuot: 5 });
  // @ts-expect-error not what it sends
  await expect(client).toSendOnReceive({ type: 'left' }, { say: 5 });
  // @ts-expect-error the function makes something else
  await expect(client).toSendOnReceive({ type: 'left' }, () => ({ says: 'x' }));
  // @ts-expect-error no such message
  expect(client).toMatchTranscriptSnapshot({ only: { type: 'zzz' } });
  // @ts-expect-error no such option
  expect(client).toMatchTranscriptSnapshot({ untill: 1 });
  // @ts-expect-error not what it answers
  client.respond({ type: 'left' }, { says: 'x' });
  // @ts-expect-error not what it sends
  await client.request({ type: 'left' }, { type: 'left' });
  // @ts-expect-error no such field of a refusal
  await expect(connect('ws://x')).toFailHandshake({ code: 401 });
  // @ts-expect-error no client
  await expect([client]).toReceiveMessage({ type: 'left' }, { only: 'rob' });
  // @ts-expect-error no such option of a frame
  client.sendRaw('x', { final: true });
  // @ts-expect-error a latency is a number
  client.network.latency = '5';
  // @ts-expect-error no such condition
  await connect('ws://x', { network: { latancy: 5 } });
  // @ts-expect-error not what it sends
  await client.sendUntil({ type: 'left' }, { type: 'left' });
  // @ts-expect-error without an answer
  await client.sendUntil({ say: 'x' });
  // @ts-expect-error no such message
  await expect(client).toReceivePing(5);
  // @ts-expect-error a code is a number
  await expect(client).toClose('bye');
  // @ts-expect-error nothing is expected of an open client
  expect(client).toBeOpen(1);
  // @ts-expect-error not what it sends
  client.send({ type: 'left' });
  // @ts-expect-error no such option
  await connect('ws://x', { qurey: {} });
  // @ts-expect-error no such message
  await client.receive({ type: 'zzz' });
  // @ts-expect-error no such field
  await client.receive({ type: 'left', ids: 1 });
  // @ts-expect-error not in that message
  const { text } = await client.receive({ type: 'left' });
  // @ts-expect-error not what they send
  (await connectAll<Incoming, Outgoing>('ws://x', { rob: {} })).rob.send({ type: 'left' });
  // @ts-expect-error no such client
  (await connectAll('ws://x', { rob: {} })).ann;
  // @ts-expect-error one of them is missing
  await connectAll<'rob' | 'ann', Incoming, Outgoing>('ws://x', { rob: {} });
  // @ts-expect-error no such option
  await connectAll<Incoming, Outgoing>('ws://x', { rob: { qurey: {} } });
  // @ts-expect-error no such codec
  await connect('ws://x', { codec: 'yaml' });
  // @ts-expect-error no target
  await connect(5);
  // @ts-expect-error no such message
  scenario<Incoming, Outgoing>('x').expect({ type: 'zzz' });
  // @ts-expect-error not what it sends
  scenario<Incoming, Outgoing>('x').send({ says: 'x' });
  // @ts-expect-error the function makes something else
  scenario<Incoming, Outgoing>('x').reply(() => 5);
  // @ts-expect-error no such order
  scenario('x').order('strict');
  // @ts-expect-error no such timeout
  scenario('x').timeouts({ test: 5 });
  // @ts-expect-error a delay is a number
  scenario('x').delay('5');
  // @ts-expect-error no branch
  scenario('x').oneOf('x', 'y');
  // @ts-expect-error no scenario
  await runTogether('x');
  // @ts-expect-error not a client
  await expect(5).toReceiveMessage('x');
});
`;

const environments = `
import type { Circus } from '@jest/types';
import NodeEnvironment from 'jest-environment-node';
import { TestEnvironment, withWebSockets } from 'jest-websocket/environment';
import WebSocketEnvironment from 'jest-websocket/environment';

export class ByMethod extends TestEnvironment {
  override async handleTestEvent(event: Circus.Event, state: Circus.State): Promise<void> {
    await super.handleTestEvent(event, state);
    this.global.lastEvent = event.name;
  }
  override async setup(): Promise<void> { await super.setup(); }
}
export class ByField extends WebSocketEnvironment {
  override handleTestEvent = async (event: Circus.Event, state: Circus.State): Promise<void> => {};
}
export class OnAnother extends withWebSockets(NodeEnvironment) {
  override handleTestEvent(event: Circus.Event, state: Circus.State) { return super.handleTestEvent(event, state); }
}
`;

const codecs = `
import { connect } from 'jest-websocket';
import { ack, graphqlWs, jsonRpc, mqtt, msgpack, protobuf, socketIo } from 'jest-websocket/codecs';
import type { ProtobufRoot, ProtobufType, SocketIoAck, SocketIoEvent } from 'jest-websocket/codecs';

declare const root: ProtobufRoot;

interface ServerToClient { said(name: string, text: string): void; asked(what: string, done: (count: number) => void): void }
interface ClientToServer { say(text: string): void; join(room: string, done: (size: number) => void): void }

test('Socket.IO', async () => {
  const any = await connect('ws://x', { codec: socketIo({ namespace: '/admin', auth: { token: 'x' } }) });
  any.send(['anything', 1, { a: new Uint8Array(1) }]);
  const reply: any[] = await any.request(['anything']);
  const event: SocketIoEvent = await any.receive();
  // @ts-expect-error: an event is an array
  any.send('hello');

  const client = await connect('ws://x', { codec: socketIo<ServerToClient, ClientToServer>() });
  client.send(['say', 'hello']);
  const size: any = (await client.request(['join', 'garden']))[0];
  const answer: SocketIoAck = ack(1);
  client.send(answer);
  client.respond(['asked', 'how many?'], ([, what]) => ack(what.length));
  await expect(client).toSendOnReceive(['asked', expect.any(String)], ack(2));
  await expect(client).toReceiveMessage(['said', 'ann', expect.any(String)]);
  const heard: ['said', string, string] | ['asked', string] = await client.receive();
  // @ts-expect-error: not its argument
  client.send(['say', 5]);
  // @ts-expect-error: no such event
  client.send(['shout', 'hello']);
  // @ts-expect-error: the callback is not an argument
  client.send(['join', 'garden', () => {}]);
});

test('GraphQL', async () => {
  const client = await connect('ws://x', { codec: graphqlWs<{ said: string }>({ payload: { token: 'x' } }) });
  const first = await client.request({ type: 'subscribe', payload: { query: '{ said }', variables: { a: 1 } } });
  const id: string = first.id;
  if (first.type === 'next') { const said: string | undefined = first.payload.data?.said; }
  if (first.type === 'error') { const [message]: string[] = first.payload.map((error) => error.message); }
  await expect(client).toReceiveMessage({ id, type: 'next', payload: { data: { said: 'hello' } } });
  client.send({ type: 'complete', id });
  // @ts-expect-error: no such type
  client.send({ type: 'stop' });
});

test('MQTT', async () => {
  const any = await connect('ws://x', { codec: mqtt({ clientId: 'rob', will: { topic: 'gone' }, protocolVersion: 5 }) });
  any.send({ cmd: 'publish', topic: 'chat', payload: { anything: 1 }, qos: 1 });
  const client = await connect('ws://x', { codec: mqtt<{ text: string }>({ payload: 'json' }) });
  const text: string = (await client.receive()).payload.text;
  const { granted } = await client.request({ cmd: 'subscribe', subscriptions: [{ topic: 'chat' }] });
  const first: number | undefined = granted?.[0];
  await expect(client).toReceiveMessage({ topic: 'chat', payload: { text: 'hello' } });
  // @ts-expect-error: no such packet
  client.send({ cmd: 'shout', topic: 'chat' });
  // @ts-expect-error: no such QoS
  client.send({ cmd: 'publish', topic: 'chat', qos: 3 });
  // @ts-expect-error: no such option
  mqtt({ keepalive: 5 });
});

test('MessagePack and Protocol Buffers', async () => {
  const any = await connect('ws://x', { codec: msgpack({ useBigInt64: true }) });
  any.send({ anything: 1n });
  (await any.receive()).type;
  const client = await connect('ws://x', { codec: msgpack<{ type: 'moved' }, { to: number[] }>() });
  const moved: 'moved' = (await client.receive()).type;
  // @ts-expect-error: not what is sent
  client.send({ to: 'x' });
  const type: ProtobufType = root.lookupType('chat.Envelope');
  const proto = await connect('ws://x', { codec: protobuf<{ id: string }, { id: number }>(root, 'chat.Envelope', { longs: String }) });
  const id: string = (await proto.receive()).id;
  await connect('ws://x', { codec: protobuf({ incoming: type, outgoing: type }, { enums: Number }) });
  // @ts-expect-error: a root without a name
  protobuf(root);
});

test('JSON-RPC', async () => {
  const any = await connect('ws://x', { codec: jsonRpc({ envelope: 'trpc' }) });
  (await any.request({ method: 'query' })).result.data;
  interface Call { method: 'sum'; params: number[] }
  interface Reply { id: number; result: number }
  const client = await connect('ws://x', { codec: jsonRpc<Reply, Call>() });
  const sum: number = (await client.request({ method: 'sum', params: [1, 2] })).result;
  // @ts-expect-error: no such method
  client.send({ method: 'product', params: [] });
  // @ts-expect-error: no such envelope
  jsonRpc({ envelope: 'xml' });
});
`;

/** jest-websocket-mock has a toReceiveMessage of its own in the same interface. */
const imports = ["import WS from 'jest-websocket-mock';", "import { connect } from 'jest-websocket';"];

const besideMock = `
test('both', async () => {
  const client = await connect<{ a: number }>('ws://x');
  const server = new WS('ws://y', { jsonProtocol: true });
  await expect(client).toReceiveMessage();
  await expect(client).toReceiveMessage({ a: 1 }, { exact: true });
  await expect(client).not.toReceiveMessage();
  expect(client).toHaveReceivedMessages([{ a: 1 }], { order: 'any' });
  await expect(client).toReceive({ a: 1 });
  await expect(server).toReceiveMessage('x', { timeout: 5 });
  expect(server).toHaveReceivedMessages(['x']);
  // @ts-expect-error not a client
  await expect(server).toReceive('x');
});
`;

/** What the compiler says of a subject that is none. */
const refused = `
import { connect } from 'jest-websocket';
export const a = () => expect({}).toBeOpen();
export const b = () => expect(connect('ws://x')).toReceiveMessage();
export const c = (client: Awaited<ReturnType<typeof connect>>) => expect(client).toFailHandshake();
`;

function compile(compiler: string, directory: string): Promise<string> {
  const tsc = join(root, 'node_modules', compiler, 'bin/tsc');
  return new Promise((resolve) =>
    execFile(process.execPath, [tsc, '-p', directory, '--pretty', 'false'], (_, stdout, stderr) => resolve(stdout + stderr)),
  );
}

/** What a compiler says of such test files. */
async function checked(
  compiler: string,
  module: { readonly module: string },
  types: readonly string[],
  texts: readonly string[],
  lib: readonly string[] = [],
): Promise<string> {
  const directory = mkdtempSync(join(root, '.lab', 'types-'));
  const compilerOptions = {
    ...module,
    ...(module.module === 'commonjs' && resolution[compiler]),
    lib: ['es2023', 'esnext.disposable', ...lib],
    types: ['node', ...types],
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck: false,
    esModuleInterop: true,
  };
  writeFileSync(join(directory, 'package.json'), '{}');
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  for (const [n, text] of texts.entries()) writeFileSync(join(directory, `${n}.test.ts`), text);
  const output = await compile(compiler, directory);
  rmSync(directory, { recursive: true });
  return output;
}

describe.each(Object.entries(compilers))('TypeScript %s', (_, compiler) => {
  test.each(Object.entries(uses))('with %s', async (_use, { types, heads }) => {
    const texts = [...heads.flatMap((head) => [`${head}\n${source}`, `${head}\n${codecs}`]), environments];
    const outputs = Object.values(modules).map((module) => checked(compiler, module, types, texts));
    expect(await Promise.all(outputs)).toEqual(['', '', '']);
  });

  test('an interface of jest-websocket-mock is no conflict (TS2430), whichever comes first', async () => {
    const orders = [imports, [...imports].reverse()].map((lines) => lines.join('\n') + besideMock);
    const outputs = orders.map((text) => checked(compiler, modules.node16, ['jest'], [text], ['dom']));
    expect(await Promise.all(outputs)).toEqual(['', '']);
  });

  test('a subject that is none is refused in words', async () => {
    const output = await checked(compiler, modules.node16, ['jest'], [refused]);
    expect(output).toMatch(/test\.ts\(3,.*Needs<.*"what connect\(\) resolves to, or an array of it">/);
    expect(output).toMatch(/test\.ts\(4,.*Needs<.*"a client, not its promise: expect\(await connect\(…\)\)">/);
    expect(output).toMatch(/test\.ts\(5,.*Needs<.*"the promise of connect\(\), not awaited">/);
  });
});
