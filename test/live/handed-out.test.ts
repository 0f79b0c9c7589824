import { connect, scenario } from 'jest-websocket';
import { failure } from '../support/failure';
import { echoServer, serverThatSends } from '../support/servers';

const sent = { list: [3, 1, 2], deep: { a: 1 } };
const text = JSON.stringify(sent);

function spoil(message: any): boolean {
  if (Buffer.isBuffer(message)) {
    message.fill(0);
    return false;
  }
  message.list?.sort();
  if (message.deep) message.deep.a = 'spoiled';
  message.extra = true;
  return false;
}

const codecs = {
  json: 'json',
  custom: { open: () => ({ decode: (payload: unknown) => [JSON.parse(String(payload))], encode: JSON.stringify }) },
} as const;

describe.each(Object.entries(codecs))('with a codec %s, what a test does to a message changes no later assertion', (_, codec) => {
  const hearing = async () => {
    const client = await connect(serverThatSends(text), { codec });
    await client.ping();
    return client;
  };
  const unchanged = (client: Awaited<ReturnType<typeof hearing>>) => {
    expect(client).toHaveReceivedMessage(JSON.parse(text), { exact: true });
    expect(client.messages).toEqual([JSON.parse(text)]);
    expect(client).toHaveReceivedMessage((message: object) => JSON.stringify(message) === text);
  };
  const validate = (value: unknown) => {
    spoil(value);
    return { value };
  };

  test.each<[string, (client: Awaited<ReturnType<typeof hearing>>) => unknown]>([
    ['messages', ({ messages }) => spoil(messages[0])],
    ['the array of messages', ({ messages }) => messages.pop()],
    ['unread', ({ unread }) => spoil(unread[0])],
    ['transcript', ({ transcript }) => transcript.map((entry) => entry.kind === 'message' && spoil(entry.value))],
    ['drain()', (client) => spoil(client.drain()[0])],
    ['receive()', async (client) => spoil(await client.receive())],
    ['receive(schema)', async (client) => spoil(await client.receive({ '~standard': { validate } }))],
    ['a predicate', (client) => expect(client).not.toHaveReceivedMessage(spoil)],
    ['a predicate that waits', (client) => failure(() => expect(client).toReceiveMessage(spoil, { timeout: 1 }))],
    ['a schema', (client) => expect(client).toHaveReceivedMessage({ '~standard': { validate } })],
    ['respond()', (client) => client.respond({}, (message: object) => String(spoil(message)))],
    ['toSendOnReceive()', (client) => expect(client).toSendOnReceive({}, (message: object) => String(spoil(message)))],
  ])('%s', async (_, change) => {
    const client = await hearing();
    await change(client);
    unchanged(client);
  });

  test('a scenario', async () => {
    const rob = scenario('rob').connect(serverThatSends(text), { codec });
    const run = await rob
      .expect((message: object) => spoil(message) || true)
      .capture('whole', (message) => spoil(message) || 1)
      .reply((message) => String(spoil(message)))
      .run();
    spoil(run.received[0]);
    expect(run.received).toEqual([JSON.parse(text)]);
  });
});

test('bytes that a test changes are as they came', async () => {
  const client = await connect(serverThatSends(Buffer.from([1, 2])));
  spoil(await client.receive());
  expect(client).toHaveReceivedMessage(Buffer.from([1, 2]));
  spoil((client.transcript.find(({ kind }) => kind === 'message') as { payload: unknown }).payload);
  expect(client).toHaveReceivedMessage(Buffer.from([1, 2]));
});

test('bytes that a test sends and then changes are recorded as they were sent', async () => {
  const client = await connect(echoServer());
  const bytes = Buffer.from([1, 2]);
  client.send(bytes);
  bytes.fill(0);
  expect(client).toHaveSentMessage(Buffer.from([1, 2]));
  client.sendRaw(bytes);
  bytes.fill(1);
  expect(client).toHaveSentMessage(Buffer.from([0, 0]));
});

test('a message handed out belongs to the world of the test', async () => {
  const client = await connect(serverThatSends('{"list":[{}],"__proto__":1}'));
  const message = await client.receive();
  expect(message).toBeInstanceOf(Object);
  expect(message.list).toBeInstanceOf(Array);
  expect(message.list[0]).toBeInstanceOf(Object);
  expect(JSON.stringify(message)).toBe('{"list":[{}],"__proto__":1}');
});
