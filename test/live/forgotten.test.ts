import { configure, connect } from 'jest-websocket';
import { failure } from '../support/failure';
import { echoServer } from '../support/servers';

/** A client that has sent and received `{ error: 1 }`, and then so much that this has left its transcript. */
async function forgetful() {
  configure({ limits: { transcript: 4000 } });
  const client = await connect(echoServer(), { name: 'rob' });
  await client.request({ error: 1 }, { error: 1 });
  for (let n = 0; n < 9; n++) await client.request({ n, padding: 'x'.repeat(1000) }, { n });
  expect(client.transcript).not.toContainEqual(expect.objectContaining({ value: { error: 1 } }));
  return client;
}

describe('what depends on messages that have left the transcript cannot be said, and fails', () => {
  const undecided = /earlier messages left the transcript \(limits.transcript\), so this cannot be decided/;
  type Client = Awaited<ReturnType<typeof forgetful>>;

  test.each<[string, (client: Client) => unknown]>([
    ['.not.toHaveReceivedMessage', (client) => expect(client).not.toHaveReceivedMessage({ error: 1 })],
    ['toHaveReceivedMessage', (client) => expect(client).toHaveReceivedMessage({ error: 1 })],
    ['no times', (client) => expect(client).toHaveReceivedMessage({ error: 1 }, { times: 0 })],
    ['not no times', (client) => expect(client).not.toHaveReceivedMessage({ error: 1 }, { times: 0 })],
    ['one time', (client) => expect(client).toHaveReceivedMessage({ n: 8 }, { times: 1 })],
    ['.not.toHaveSentMessage', (client) => expect(client).not.toHaveSentMessage({ error: 1 })],
    ['.not.toHaveReceivedMessages', (client) => expect(client).not.toHaveReceivedMessages([{ error: 1 }, { n: 8 }])],
    ['in any order', (client) => expect(client).not.toHaveReceivedMessages([{ n: 8 }, { error: 1 }], { order: 'any' })],
    [
      'exactly as many as came',
      (client) => expect(client).not.toHaveReceivedMessages(Array(10).fill(expect.anything()), { order: 'exact' }),
    ],
  ])('%s', async (_, assertion) => {
    const client = await forgetful();
    expect((await failure(() => assertion(client))).message).toMatch(undecided);
  });

  test('a snapshot would be of a part only', async () => {
    const client = await forgetful();
    const { message } = await failure(() => expect(client).toMatchTranscriptSnapshot());
    expect(message).toMatch(/events of rob left the transcript \(limits.transcript\), so a snapshot would lack them/);
  });

  test('what is certain all the same is decided', async () => {
    const client = await forgetful();
    expect(client).toHaveReceivedMessage({ n: 8 });
    expect(client).toHaveSentMessage({ n: 8 });
    expect(client).not.toHaveReceivedMessage({ padding: expect.any(String) }, { times: 1 });
    expect(client).not.toHaveReceivedMessage({ n: 8 }, { times: 11 });
    expect(client).toHaveReceivedMessages([{ n: 7 }, { n: 8 }]);
    expect(client).not.toHaveReceivedMessages([{ n: 7 }, { n: 8 }], { order: 'exact' });
    const { message } = await failure(() => expect(client).not.toHaveReceivedMessage({ n: 8 }));
    expect(message).not.toMatch(undecided);
  });
});

test('of several clients, .not passes or is undecided though the transcript of one still shows the message', async () => {
  const rob = await forgetful();
  const ann = await connect(echoServer(), { name: 'ann' });
  await ann.request('x', 'x');
  for (const clients of [
    [rob, ann],
    [ann, rob],
  ]) {
    const { message } = await failure(() => expect(clients).not.toHaveReceivedMessage('x'));
    expect(message).toContain('ann has 1 such message among 1');
    expect(message).not.toContain('cannot be decided');
    expect((await failure(() => expect(clients).not.toHaveReceivedMessage('y'))).message).toContain('cannot be decided');
  }
});
