const { connect } = require('jest-websocket');
const { WebSocketServer } = require('ws');
const { report, timed } = require('../measure');
const { serialize } = require('jest-websocket/serializer');

const COUNT = 9_990;

/** 200 bytes each, as they come from a server: an id, a time, text and numbers. */
const message = (n) => ({
  type: 'said',
  id: `3f2c1a90-8a5b-4c1e-9a77-${String(n).padStart(12, '0')}`,
  at: new Date(1.7e12 + n).toISOString(),
  by: { name: 'Rob', room: n % 7 },
  text: 'some words that a real message might well have in it, and some more of them',
});

test('snapshot', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  server.on('connection', (socket) => {
    for (let n = 1; n <= COUNT; n++) socket.send(JSON.stringify(message(n)));
  });
  const client = await connect(server);
  await expect(client).toReceiveMessage({ id: message(COUNT).id });
  server.close();
  const { messages } = client;
  const stringify = await timed(() => messages.map((one) => JSON.stringify(one)).join('\n'));
  report({ ours: await timed(() => serialize(client, {}, '')), stringify });
});
