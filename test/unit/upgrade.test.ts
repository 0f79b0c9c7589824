import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Route } from '../../src/connection/redirect';
import { Upgrade } from '../../src/connection/upgrade';
import { upgradeOptions } from '../../src/connection/upgrade-options';

const nothing = () => {};
const events = { open: nothing, message: nothing, heartbeat: nothing, closeFrame: nothing, fault: nothing, gone: nothing };

test('a client that leaves while the body of a 503 is read does not ask again', async () => {
  let asked = 0;
  const server = createServer().listen(0, '127.0.0.1');
  server.on('upgrade', (_, socket) => {
    asked++;
    socket.on('error', nothing).write('HTTP/1.1 503 Not Yet\r\nContent-Length: 100\r\n\r\nsoon');
  });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const route = new Route(`ws://127.0.0.1:${port}`, upgradeOptions({}));
  const way = { route, redirects: 0, timeout: 60_000, latest: undefined, waitForServer: 2000, network: undefined };
  const upgrade = new Upgrade(way, events, nothing);
  await once(upgrade.socket, 'unexpected-response');
  upgrade.terminate();
  expect(await upgrade.done).toMatchObject({ status: 503 });
  expect(asked).toBe(1);
  server.close();
});
