const WebSocket = require('ws');
const { url, report, timed } = require('../measure');

const COUNT = 100_000;

async function skip(count) {
  const socket = new WebSocket(url);
  await new Promise((resolve) => socket.on('open', resolve));
  socket.send(JSON.stringify({ push: count }));
  const ms = await timed(
    () =>
      new Promise((resolve) => {
        socket.on('message', (data) => {
          if (JSON.parse(data.toString()).n === count) resolve();
        });
      }),
  );
  socket.terminate();
  return ms;
}

test('skipping', async () => {
  await skip(10_000);
  report({ ms: await skip(COUNT) });
});
