import { connect } from 'jest-websocket';
import { underCpuLoad } from '../support/cpu-load';
import { listen, serverThat } from '../support/servers';

describe('under full CPU load', () => {
  underCpuLoad();

  test('1,000 connections in a row lose none of the messages that the server sends first', async () => {
    let connections = 0;
    const server = serverThat((socket) => {
      const n = ++connections;
      for (const part of [1, 2, 3]) socket.send(JSON.stringify({ n, part }));
    });
    const url = await listen(server);
    for (let n = 1; n <= 1000; n++) {
      const client = await connect(url);
      await expect(client).toReceiveNextMessage({ n, part: 1 });
      await expect(client).toReceiveMessages([{ part: 2 }, { part: 3 }], { order: 'exact' });
      await client.close();
    }
    expect(connections).toBe(1000);
  }, 300_000);
});

test('what the server sends in the same packet as its answer to the upgrade is there', async () => {
  const server = serverThat((socket) => socket.send('first'));
  const clients = await Promise.all(Array.from({ length: 50 }, () => connect(server)));
  await expect(clients).toReceiveNextMessage('first');
});

test('everything is recorded, both ways, in order, with a monotonic time', async () => {
  const server = serverThat((socket) => {
    socket.send('hello');
    socket.on('message', (data) => {
      socket.send(data.toString());
      socket.ping('beat');
      socket.once('pong', () => socket.close(4000, 'done'));
    });
  });
  const client = await connect(server);
  await expect(client).toReceiveMessage('hello');
  client.send('x');
  await expect(client).toClose(4000, 'done');
  const { transcript } = client;
  expect(transcript.map(({ kind, ...rest }) => [kind, 'direction' in rest ? rest.direction : undefined])).toEqual([
    ['open', undefined],
    ['message', 'received'],
    ['message', 'sent'],
    ['message', 'received'],
    ['ping', 'received'],
    ['pong', 'sent'],
    ['close', 'received'],
  ]);
  const times = transcript.map(({ at }) => at);
  expect(times).toEqual([...times].sort((a, b) => a - b));
});
