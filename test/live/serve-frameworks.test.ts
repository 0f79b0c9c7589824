import { createServer, type Server } from 'node:http';
import { connect, serve } from 'jest-websocket';
import { Server as SocketIoServer } from 'socket.io';
import { freePort } from '../support/free-port';

// in JavaScript: the types of some need those of a browser
const { frameworks, expressApp } = require('../support/frameworks') as {
  frameworks: Record<string, () => Promise<Server>>;
  expressApp: () => { listen(): Server };
};
const asked = { event: 'echo', data: 'hello' };

describe.each(Object.entries(frameworks))('%s', (_, make) => {
  test('is served, closes, and is made anew by restart()', async () => {
    const server = await serve(make, { port: await freePort() });
    const rob = await connect(server, '/echo');
    expect(await rob.request(asked)).toEqual(asked);
    await server.restart();
    await expect(rob).toClose();
    expect(await (await rob.reconnect()).request(asked)).toEqual(asked);
  });

  test('is a target, and can be served as it is', async () => {
    const app = await make();
    const server = await serve(app);
    const rob = await connect(app, '/echo');
    expect(new URL(rob.url).port).toBe(String(server.port));
    expect(await rob.request(asked)).toEqual(asked);
  });

  test('is a target that nobody has made ready or listen', async () => {
    const app = await make();
    const users = await Promise.all([connect(app, '/echo'), connect(app, '/echo')]);
    for (const user of users) expect(await user.request(asked)).toEqual(asked);
  });
});

test('an Express application listens by itself, without WebSockets of its own', async () => {
  const server = await serve(expressApp());
  expect(await (await fetch(`${server.httpUrl}health`)).text()).toBe('well');
  await expect(connect(server)).rejects.toMatchObject({ status: 404 });
});

describe('Socket.IO', () => {
  const io = '/socket.io/?EIO=4&transport=websocket';

  test('with a server of its own, or none', async () => {
    for (const made of [new SocketIoServer(createServer()), new SocketIoServer()]) {
      const server = await serve(made);
      await expect(await connect(server, io)).toReceiveMessage(/^0\{"sid"/);
      await expect(await connect(made, io)).toReceiveMessage(/^0\{"sid"/);
      await server.close();
      expect(made.httpServer.listening).toBe(false);
    }
  });

  test('is a target that nobody has made listen', async () => {
    await expect(await connect(new SocketIoServer(), io)).toReceiveMessage(/^0\{"sid"/);
  });
});
