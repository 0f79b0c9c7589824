import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, connectAll, scenario } from 'jest-websocket';
import { WebSocketServer } from 'ws';
import { freePort } from '../support/free-port';
import { echoServer, listen } from '../support/servers';

const closed = 'was closed. Give connect() a new one, or make it listen first.';
const httpClosed = `The server given to connect() ${closed}`;
const wssClosed = `The WebSocketServer given to connect() ${closed}`;

/** A server that its owner has made listen, and closed. */
async function spent<Kind extends ReturnType<typeof echoServer>>(server: Kind): Promise<Kind> {
  await listen(server);
  server.close();
  return server;
}

describe('a server that was closed is refused at once, not made to listen again', () => {
  test('an http.Server, also for connectAll() and in a scenario', async () => {
    const server = await spent(echoServer());
    await expect(connect(server)).rejects.toThrow(httpClosed);
    await expect(connect(server, '/chat')).rejects.toThrow(httpClosed);
    await expect(connectAll(server, { rob: {} })).rejects.toThrow(httpClosed);
    await expect(scenario('rob').connect(server).run()).rejects.toThrow(closed);
    expect(server.listening).toBe(false);
  });

  test('an https.Server', async () => {
    await expect(connect(await spent(createHttpsServer()))).rejects.toThrow(httpClosed);
  });

  test('one whose clients are still connected', async () => {
    const server = echoServer();
    await listen(server);
    const ann = await connect(server);
    server.close();
    await expect(connect(server)).rejects.toThrow(httpClosed);
    expect(ann).toBeOpen();
  });

  test('one that connect() had made listen', async () => {
    const server = echoServer();
    await connect(server);
    server.close();
    await expect(connect(server)).rejects.toThrow(httpClosed);
  });

  test('a WebSocketServer of its own port, while it closes and when it is closed', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    const ann = await connect(server);
    server.close();
    await expect(connect(server)).rejects.toThrow(wssClosed);
    await ann.close();
    await expect(connect(server)).rejects.toThrow(wssClosed);
  });

  test('a WebSocketServer of another server, and that server', async () => {
    const http = createServer();
    const sockets = new WebSocketServer({ server: http });
    await connect(sockets);
    sockets.close();
    await expect(connect(sockets)).rejects.toThrow(wssClosed);
    const others = new WebSocketServer({ server: await spent(createServer()) });
    await expect(connect(others)).rejects.toThrow(httpClosed);
  });

  test('the server of an application, as of Nest and Fastify', async () => {
    const server = await spent(echoServer());
    await expect(connect({ getHttpServer: () => server })).rejects.toThrow(httpClosed);
    await expect(connect({ server, ready: async () => {} })).rejects.toThrow(httpClosed);
  });
});

describe('a server that is told to listen', () => {
  test('may be given before it does, and keeps its port', async () => {
    const port = await freePort();
    for (const host of ['127.0.0.1', 'localhost']) {
      const server = echoServer().listen(port, host);
      const client = await connect(server);
      expect(client.url).toContain(`:${port}/`);
      await client.close();
      server.close();
      await once(server, 'close');
      server.listen(port, '127.0.0.1'); // anew, and again not awaited
      const again = await connect(server);
      expect(again.url).toBe(`ws://127.0.0.1:${port}/`);
      await again.close();
      server.close();
      await once(server, 'close');
    }
  });

  test('and cannot is refused in a sentence, before and after it has failed', async () => {
    const taken = echoServer();
    const port = Number((await listen(taken)).split(':').at(-1));
    const server = createServer().listen(port, '127.0.0.1');
    await expect(connect(server)).rejects.toThrow(/^The server given to connect\(\) could not listen: .*EADDRINUSE/);
    await expect(connect(server)).rejects.toThrow('is not listening: its listen() failed, or it was closed.');
    expect(server.listening).toBe(false);
  });
});

test('an application is made ready before its server is asked', async () => {
  const server = createServer();
  const ready = async () => void new WebSocketServer({ server });
  await expect(connect({ server, ready })).resolves.toMatchObject({ state: 'open' });
});

describe('a server that connect() made listen, and closed', () => {
  const server = echoServer();

  test.each([1, 2, 3])('listens again: test %i', async () => {
    expect(server.listening).toBe(false);
    const clients = await Promise.all([connect(server), connect(server)]);
    expect(clients).toBeOpen();
  });

  test('but not when it was made to listen and closed by somebody else since', async () => {
    await spent(server);
    await expect(connect(server)).rejects.toThrow(httpClosed);
  });
});

describe('a server that listens anew for each test', () => {
  const server = echoServer();
  const counts = new Set<number>();

  test.each([1, 2, 3])('is watched by no more listeners than before (test %i)', async () => {
    await connect(server);
    counts.add(server.listenerCount('connection'));
    expect(counts.size).toBe(1);
  });
});
