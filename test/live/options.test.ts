import { configure, connect, connectAll, scenario } from 'jest-websocket';
import { failure } from '../support/failure';
import { serverThatSends } from '../support/servers';

type Client = Awaited<ReturnType<typeof connect>>;
type Ask = (client: Client, options: never) => unknown;

const message = { a: 1 };
const exact: Record<string, Ask> = {
  'receive()': (client, options) => client.receive(message, options),
  'request()': (client, options) => client.request('x', message, options),
  'respond()': (client, options) => client.respond(message, 'x', options),
  toReceiveMessage: (client, options) => expect(client).toReceiveMessage(message, options),
  toReceive: (client, options) => expect(client).toReceive(message, options),
  toReceiveNextMessage: (client, options) => expect(client).toReceiveNextMessage(message, options),
  toReceiveMessages: (client, options) => expect(client).toReceiveMessages([message], options),
  toSendOnReceive: (client, options) => expect(client).toSendOnReceive(message, 'x', options),
  toHaveReceivedMessage: (client, options) => expect(client).toHaveReceivedMessage(message, options),
  toHaveReceivedMessages: (client, options) => expect(client).toHaveReceivedMessages([message], options),
  toHaveSentMessage: (client, options) => expect(client).toHaveSentMessage(message, options),
};
const timed: Record<string, Ask> = {
  'receive()': exact['receive()'] as Ask,
  'request()': exact['request()'] as Ask,
  'ping()': (client, options) => client.ping('x', options),
  toReceiveMessage: exact.toReceiveMessage as Ask,
  toReceiveNextMessage: exact.toReceiveNextMessage as Ask,
  toReceiveMessages: exact.toReceiveMessages as Ask,
  toSendOnReceive: exact.toSendOnReceive as Ask,
  toClose: (client, options) => expect(client).toClose(1000, 'done', options),
  toReceivePing: (client, options) => expect(client).toReceivePing('x', options),
  toAnswerPing: (client, options) => expect(client).toAnswerPing(options),
  toMatchTranscriptSnapshot: (client, options) => expect(client).toMatchTranscriptSnapshot(options),
};

const hearing = async () => {
  const client = await connect(serverThatSends('{"a":1,"b":2}'), { name: 'rob' });
  await client.ping();
  return client;
};
const said = async (ask: Ask, options: unknown) => (await failure(async () => ask(await hearing(), options as never))).message;

describe.each(Object.entries(exact))('%s', (name, ask) => {
  test('a misspelt option is not ignored', async () => {
    expect(await said(ask, { exakt: true })).toContain(`${name} has no option 'exakt'. Did you mean 'exact'?`);
    expect(await said(ask, { exact: 'yes' })).toContain(`The option 'exact' of ${name} must be true or false, not 'yes'.`);
    expect(await said(ask, null)).toContain(`${name} takes an object of options, not null.`);
    expect(await said(ask, 5)).toContain(`${name} takes an object of options, not 5.`);
  });
});

describe.each(Object.entries(timed))('%s', (name, ask) => {
  test.each([Number.NaN, -1, '30', null])('a timeout of %p is none', async (timeout) => {
    expect(await said(ask, { timeout })).toContain(`The option 'timeout' of ${name} must be a number of milliseconds, 0 or more`);
  });

  test('a misspelt one waits for nothing', async () => {
    expect(await said(ask, { timeOut: 10 })).toContain(`${name} has no option 'timeOut'. Did you mean 'timeout'?`);
  });
});

test.each<[string, Ask]>([
  [
    'ignore() takes 1 argument, but was also given {"exact":true}',
    (client, options) => client.ignore(...([message, options] as never as [any])),
  ],
  [
    'never() takes 1 argument, but was also given {"exact":true}',
    (client, options) => client.never(...([message, options] as never as [any])),
  ],
  [
    'drain() takes no arguments, but was also given {"exact":true}',
    (client, options) => client.drain(...([options] as never as [])),
  ],
  ['toBeOpen takes no arguments', (client, options) => expect(client).toBeOpen(...([options] as never as []))],
  [
    'toHaveNoUnreadMessages takes no arguments',
    (client, options) => expect(client).toHaveNoUnreadMessages(...([options] as never as [])),
  ],
  ['toReceiveMessage takes 2 arguments', (client) => expect(client).toReceiveMessage(...([message, {}, 5] as never as []))],
  ['toHaveSentMessage takes 2 arguments', (client) => expect(client).toHaveSentMessage(...([message, {}, 5] as never as []))],
  ['toAnswerPing takes 1 argument', (client) => expect(client).toAnswerPing(...([{}, 5] as never as []))],
  ['toClose() takes 3 arguments', (client) => expect(client).toClose(...([1000, 'x', 5, {}] as never as []))],
  ['toClose() takes a close code first, 1000 to 4999', (client) => expect(client).toClose(Number.NaN)],
  ['toClose() takes a close code first, 1000 to 4999', (client) => expect(client).not.toClose(404)],
  ['toClose() takes a close code first, 1000 to 4999', (client) => expect(client).not.toClose(Promise.resolve() as never)],
  ['toClose() takes the reason second, as text or a RegExp, not 5.', (client) => expect(client).not.toClose(1000, 5 as never)],
  [
    'ping() takes its data first, as text: ping(\'data\', { timeout }), not {"timeout":5}.',
    (client) => client.ping({ timeout: 5 } as never),
  ],
  ['The reason of a close is text, not {"code":1}.', (client) => client.close(1000, { code: 1 } as never)],
  ["sendRaw() has no option 'fim'. Did you mean 'fin'?", (client) => client.sendRaw('x', { fim: false } as never)],
  ["The option 'binary' of sendRaw() must be true or false, not 1.", (client) => client.sendRaw('x', { binary: 1 } as never)],
  ['respond() takes a reply after the trigger', (client) => client.respond(message, undefined)],
  ['toSendOnReceive() takes a reply after the trigger', (client) => expect(client).toSendOnReceive(message, undefined)],
  ["The option 'times' of respond() must be a whole number", (client) => client.respond(message, 'x', { times: 1.5 })],
  ['configure() takes no fastExpect', () => configure({ fastExpect: false })],
  ["The option 'quietWindow' of configure() must be a finite number", () => configure({ quietWindow: Number.POSITIVE_INFINITY })],
  [
    "The option 'quiet' of toMatchTranscriptSnapshot must be a finite",
    (client) => expect(client).toMatchTranscriptSnapshot({ quiet: Infinity }),
  ],
])('%s', async (sentence, ask) => {
  expect(await said(ask, { exact: true })).toContain(sentence);
});

test('an option that is undefined is not given', async () => {
  const client = await hearing();
  await client.receive(message, { timeout: undefined, exact: undefined } as never);
  await client.ping(undefined, { timeout: Number.POSITIVE_INFINITY });
});

test('an option of ws that is undefined is given to ws', async () => {
  const ws = { protocolVersion: undefined, perMessageDeflate: undefined };
  const client = await connect(serverThatSends('x'), { ws });
  expect(client).toBeOpen();
});

test('a name that is undefined takes away that of the key, or of the scenario', async () => {
  const unnamed = { name: undefined } as never;
  const { rob } = await connectAll(serverThatSends('x'), { rob: unnamed });
  expect(rob.name).toBe('rob');
  const names: string[] = [];
  const ann = scenario('ann')
    .connect(serverThatSends('x'), unnamed)
    .prepare(({ name }) => names.push(name));
  await ann.expect('x').run();
  expect(names).toEqual(['ann']);
});
