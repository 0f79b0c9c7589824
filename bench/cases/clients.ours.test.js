const { connectAll } = require('jest-websocket');
const { url, report, timed } = require('../measure');

async function broadcast(count) {
  const clients = Object.values(
    await connectAll(url, Object.fromEntries(Array.from({ length: count }, (_, n) => [`c${n}`, {}]))),
  );
  const ms = await timed(async () => {
    clients[0].send({ broadcast: true, count });
    await expect(clients).toReceiveMessage({ broadcast: true, count });
  });
  await Promise.all(clients.map((client) => client.close()));
  return ms;
}

test('clients', async () => {
  await broadcast(50);
  report({ hundred: await broadcast(100), thousand: await broadcast(1000) });
});
