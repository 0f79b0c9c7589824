const { once } = require('node:events');
const WebSocket = require('ws');
const { url, report } = require('../measure');

const COUNT = 2000;

test('crowd', async () => {
  const used = process.cpuUsage();
  const clients = [];
  for (let n = 0; n < COUNT; n++) {
    clients.push(new WebSocket(url));
    await once(clients[n], 'open');
  }
  const received = clients.map((client) => once(client, 'message'));
  clients[0].send(JSON.stringify({ broadcast: true, text: 'hello' }));
  await Promise.all(received);
  const closed = clients.map((client) => once(client, 'close'));
  for (const client of clients) client.close(1000);
  await Promise.all(closed);
  const { user, system } = process.cpuUsage(used);
  report({ cpu: (user + system) / 1000 });
}, 60_000);
