import { once } from 'node:events';
import { createServer } from 'node:net';
import { freePort } from '../../src/server/ports';

test('a free port is none that the system gives to others by itself, and somebody can listen there', async () => {
  for (let n = 0; n < 50; n++) {
    const port = await freePort();
    expect([port, port >= 20_000 && port < 30_000]).toEqual([port, true]);
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
  }
});
