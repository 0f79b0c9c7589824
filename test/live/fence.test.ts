import { configure, connect } from 'jest-websocket';
import { WebSocketServer } from 'ws';

test('a server that answers no ping is waited for once, until it answers again', async () => {
  configure({ quietWindow: 1 });
  let pings = 0;
  const server = new WebSocketServer({ port: 0, autoPong: false });
  server.on('connection', (socket) => {
    socket.on('ping', () => pings++);
    socket.on('message', (data) => {
      socket.pong();
      socket.send(data.toString());
    });
  });
  const client = await connect(server);
  await expect(client).not.toReceiveMessage();
  await expect(client).not.toReceiveMessage();
  await client.request('pings?');
  expect(pings).toBe(1);
  await expect(client).not.toReceiveMessage();
  await client.request('pings?');
  expect(pings).toBe(2);
});

test('a server that answers only the latest of several pings is waited for, and asked no more', async () => {
  configure({ quietWindow: 1 });
  let pings = 0;
  const server = new WebSocketServer({ port: 0, autoPong: false });
  server.on('connection', (socket) => {
    let timer: NodeJS.Timeout | undefined;
    socket.on('ping', (data) => {
      pings++;
      clearTimeout(timer);
      timer = setTimeout(() => socket.pong(data), 30);
    });
  });
  const client = await connect(server);
  await Promise.all([expect(client).not.toReceiveMessage(), expect(client).not.toReceiveMessage()]);
  await expect(client).not.toReceiveMessage();
  expect(pings).toBe(3);
});
