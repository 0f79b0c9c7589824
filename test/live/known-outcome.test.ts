import { connect, type WebSocketClient } from 'jest-websocket';
import { failure } from '../support/failure';
import { echoServer, listen, rawServer, serverThat } from '../support/servers';

const waits: [name: string, wait: (client: WebSocketClient) => Promise<unknown>][] = [
  ['toReceiveMessage', (client) => expect(client).toReceiveMessage('never')],
  ['toReceiveNextMessage', (client) => expect(client).toReceiveNextMessage('never')],
  ['toReceiveMessages', (client) => expect(client).toReceiveMessages(['hello', 'never'], { order: 'any' })],
  ['toSendOnReceive', (client) => expect(client).toSendOnReceive('never', 'x')],
  ['receive', (client) => client.receive('never')],
];

/** One that has lasted as long as its test lets it says so. */
async function failsAtOnce(wait: () => Promise<unknown>): Promise<string> {
  const { message } = await failure(wait);
  expect(message).not.toMatch(/ within [\d,]+ ms/);
  return message;
}

describe('a wait ends when the outcome is known, long before its test does', () => {
  test.each(waits)('%s, when the server closes', async (_, wait) => {
    const server = serverThat((socket) => {
      socket.send('hello');
      socket.on('message', () => socket.close(4001, 'kicked'));
    });
    const client = await connect(server);
    await client.receive('hello');
    client.send('go');
    const message = await failsAtOnce(() => wait(client));
    expect(message).toContain("the server closed it with 4001 'kicked'");
  });

  test.each(waits)('%s, when the socket is cut without a close frame', async (_, wait) => {
    const server = rawServer((socket) => socket.once('data', () => socket.destroy()));
    const client = await connect(await listen(server));
    client.send('go');
    const message = await failsAtOnce(() => wait(client));
    expect(message).toContain('its connection was cut without a close frame (1006)');
  });

  test.each(waits)('%s, when the client itself is closed or terminated', async (_, wait) => {
    const client = await connect(echoServer());
    const waiting = failsAtOnce(() => wait(client));
    client.terminate();
    expect(await waiting).toContain('it was terminated');
  });

  test('a strict expectation, at the first wrong message', async () => {
    const client = await connect(serverThat((socket) => socket.send('wrong')));
    expect(await failsAtOnce(() => expect(client).toReceiveNextMessage('right'))).toContain('got #1 "wrong" first');
    const other = await connect(serverThat((socket) => socket.on('message', () => socket.send('wrong'))));
    const waiting = failsAtOnce(() => expect(other).toReceiveMessages(['wrong', 'right'], { order: 'exact' }));
    other.send('1');
    other.send('2');
    expect(await waiting).toContain('got #2 "wrong" first');
  });

  test('one of several clients that fails ends the wait of all', async () => {
    const server = serverThat((socket, { url }) => {
      if (url === '/?leave=1') socket.close(4002);
    });
    const clients = [await connect(server), await connect(server, { query: { leave: 1 } })];
    expect(await failsAtOnce(() => expect(clients).toReceiveMessage('never'))).toContain('4002');
  });
});
