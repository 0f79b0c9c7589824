const WebSocket = require('ws');
const { url, report } = require('../measure');
const { heapOf } = require('../heap');

const COUNT = 100_000;

test('memory', async () => {
  const socket = new WebSocket(url);
  await new Promise((resolve) => socket.on('open', resolve));
  const kept = [];
  const bytes = await heapOf(async () => {
    socket.send(JSON.stringify({ push: COUNT }));
    await new Promise((resolve) => {
      socket.on('message', (data) => {
        const payload = data.toString();
        kept.push({ payload, value: JSON.parse(payload) });
        if (kept.length === COUNT) resolve();
      });
    });
  });
  report({ bytesPerMessage: bytes / COUNT });
  socket.terminate();
});
