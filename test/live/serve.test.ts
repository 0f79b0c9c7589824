import { createServer, type Server } from 'node:http';
import { createSecureServer } from 'node:http2';
import { createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { connect, serve } from 'jest-websocket';
import { WebSocketServer } from 'ws';
import { failure } from '../support/failure';
import { freePort } from '../support/free-port';
import { echoServer, serverThat } from '../support/servers';

describe('serve() listens, and is a target', () => {
  test('an http.Server', async () => {
    const server = await serve(echoServer());
    expect(server.url).toBe(`ws://127.0.0.1:${server.port}/`);
    expect(server.httpUrl).toBe(`http://127.0.0.1:${server.port}/`);
    const rob = await connect(server);
    expect(await rob.request('hello', 'hello')).toBe('hello');
    expect(String(server)).toBe(`[server ${server.url} listens]`);
  });

  test('one that listens already stays where it is', async () => {
    const http = echoServer();
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const server = await serve(http);
    expect(http.address()).toMatchObject({ port: server.port });
    await server.close();
    expect(http.listening).toBe(false);
  });

  test('a WebSocketServer with a port, and with a server and a path', async () => {
    expect(await connect(await serve(new WebSocketServer({ port: 0, host: '127.0.0.1' })))).toBeOpen();
    const server = await serve(new WebSocketServer({ server: createServer(), path: '/live' }), { path: '/live' });
    expect(server.url).toMatch(/\/live$/);
    expect(await connect(server)).toBeOpen();
  });

  test('on a port and host of its own, under a path', async () => {
    const first = await serve(echoServer(), { host: '::1' });
    expect(first.url).toBe(`ws://[::1]:${first.port}/`);
    await first.close();
    const port = await freePort();
    const server = await serve(
      serverThat((socket, { url }) => socket.send(url ?? '')),
      { port, path: '/api?v=1' },
    );
    expect(server.url).toBe(`ws://127.0.0.1:${port}/api?v=1`);
    await expect(await connect(server, '/chat')).toReceiveMessage('/api/chat?v=1');
  });

  test('what a function makes, async too', async () => {
    const made: Server[] = [];
    const server = await serve(async () => {
      made.push(echoServer());
      return made.at(-1) as Server;
    });
    expect(await connect(server)).toBeOpen();
    expect(made).toHaveLength(1);
  });

  test.each([
    [undefined, 'serve() cannot serve undefined.'],
    ['ws://localhost', 'connect() takes a URL; serve({ command:'],
    [{}, 'Give it an http.Server, a WebSocketServer, an application, a function that makes one, or { command }.'],
    [() => undefined, 'serve() cannot serve undefined.'],
    [() => new WebSocketServer({ noServer: true }), 'Give serve() the http.Server.'],
    [Promise.resolve({}), 'serve() was given a promise. Await it: serve(await …).'],
  ])('%p is refused in a sentence', async (source, words) => {
    await expect(serve(source as never)).rejects.toThrow(words);
  });
});

test('a server whose port is in use says so at once, whoever throws on its error', async () => {
  const { port } = await serve(echoServer());
  const inUse = `could not listen: listen EADDRINUSE: address already in use 127.0.0.1:${port}.`;
  await expect(serve(echoServer(), { port })).rejects.toThrow(`The server given to serve() ${inUse}`);
  await expect(serve(echoServer, { port })).rejects.toThrow(`The server given to serve() ${inUse}`);
  const wss = new WebSocketServer({ port, host: '127.0.0.1' });
  await expect(serve(wss)).rejects.toThrow(`The server given to serve() ${inUse}`);
  await expect(connect(echoServer().listen(port, '127.0.0.1'))).rejects.toThrow(`The server given to connect() ${inUse}`);
  const application = { listen: () => Promise.reject(new Error('no route')) };
  await expect(serve(application)).rejects.toThrow('The application given to serve() could not listen: no route.');
  const server = echoServer();
  const [refused] = await Promise.allSettled([serve(server, { port })]);
  expect(refused.status).toBe('rejected');
  expect(Object.keys(server)).not.toContain('emit');
});

test('what serve() refuses does not go on listening', async () => {
  const listens = (tcp: TcpServer) => tcp.listening;
  const [given, made, promised, fromListen] = [createTcpServer(), createTcpServer(), createTcpServer(), createTcpServer()];
  await expect(serve(given as never)).rejects.toThrow('a server that speaks no HTTP/1.1');
  await expect(serve(() => made.listen(0) as never)).rejects.toThrow('a server that speaks no HTTP/1.1');
  await expect(serve(Promise.resolve(promised.listen(0)) as never)).rejects.toThrow('was given a promise');
  await expect(serve({ listen: () => fromListen.listen(0) } as never)).rejects.toThrow('serve() cannot serve');
  expect([given, made, promised, fromListen].filter(listens)).toEqual([]);
});

test('an application whose listen() gives itself, and which has its server from then on', async () => {
  const polka = {
    server: undefined as Server | undefined,
    listen(...args: never[]) {
      this.server = echoServer();
      this.server.listen(...args);
      return this;
    },
  };
  const server = await serve(polka, { port: await freePort() });
  expect(await connect(server)).toBeOpen();
  await server.restart();
  expect(await connect(server)).toBeOpen();
  await server.close();
  expect(polka.server?.listening).toBe(false);
});

test('a server of node:http2 that takes HTTP/1.1, too, is closed without a failure', async () => {
  const http2 = createSecureServer({ allowHTTP1: true });
  const server = await serve(http2);
  expect(server.url).toBe(`wss://127.0.0.1:${server.port}/`);
  await server.close();
  expect(http2.listening).toBe(false);
});

test('a server that is about to listen by itself is used where it listens', async () => {
  const http = echoServer().listen(0, 'localhost'); // a name to look up
  const server = await serve(http, { port: 1 });
  expect(await connect(server)).toBeOpen();
  expect(http.address()).toMatchObject({ port: server.port });
});

test('a server that is served and restarted for many tests is watched by no more listeners than before', async () => {
  const http = echoServer();
  const first = await serve(http, { port: await freePort() });
  const before = http.listenerCount('connection');
  for (let times = 0; times < 11; times++) await (await serve(http)).close();
  await first.restart();
  expect(http.listenerCount('connection')).toBe(before);
});

describe('restart()', () => {
  test('is waited for by a client that waits for its server', async () => {
    let release = () => {};
    let before: Promise<void> | undefined;
    const server = await serve(async () => {
      await before;
      return echoServer();
    });
    const rob = await connect(server);
    before = new Promise((resolve) => {
      release = resolve;
    });
    const restarting = server.restart();
    await expect(rob).toClose();
    const ann = connect(server, { waitForServer: 60_000 });
    await expect(connect(server)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    release();
    await restarting;
    expect(await ann).toBeOpen();
  });

  test('keeps the port; the clients are cut, and connect again', async () => {
    const server = await serve(echoServer(), { port: await freePort() });
    const rob = await connect(server, { name: 'rob' });
    const { url } = server;
    await server.restart();
    await expect(rob).toClose(1006);
    expect(server.url).toBe(url);
    expect(await (await rob.reconnect()).request('again', 'again')).toBe('again');
  });

  test('calls the function again, with the port', async () => {
    let times = 0;
    const port = await freePort();
    const server = await serve(
      (given) => {
        const made = new WebSocketServer({ port: given, host: '127.0.0.1' });
        made.on('connection', (socket) => socket.send(String(++times)));
        return made;
      },
      { port },
    );
    await expect(await connect(server)).toReceiveMessage(1);
    await server.restart();
    expect(server.port).toBe(port);
    await expect(await connect(server)).toReceiveMessage(2);
  });

  test.each<[string, (make: () => Server) => Server | (() => Server)]>([
    ['given', (make) => make()],
    ['made by a function', (make) => make],
  ])('twice at once, %s: they follow one another; a close() behind them has the last word', async (_, source) => {
    let last: Server | undefined;
    const server = await serve(
      source(() => {
        last = echoServer();
        return last;
      }),
      { port: await freePort() },
    );
    await Promise.all([server.restart(), server.restart()]);
    expect(await connect(server)).toBeOpen();
    const [, restarted] = await Promise.allSettled([server.close(), server.restart(), server.close()]);
    expect(restarted).toMatchObject({ reason: { message: 'The server was closed before it was started again.' } });
    expect(last?.listening).toBe(false);
    await Promise.all([server.close(), server.restart()]);
    expect(await connect(server)).toBeOpen();
  });

  test('behind close(), which refuses whoever connects between', async () => {
    const http = echoServer();
    const server = await serve(http, { port: await freePort() });
    await server.close();
    await expect(connect(server)).rejects.toThrow('The server given to connect() was closed. restart() starts it again.');
    expect(http.listening).toBe(false);
    await server.restart();
    expect(await connect(server)).toBeOpen();
  });

  test('of what cannot listen again says what to write', async () => {
    const server = await serve(new WebSocketServer({ port: 0, host: '127.0.0.1' }));
    await expect(server.restart()).rejects.toThrow('serve((port) => new WebSocketServer({ port }))');
    const other = await serve(() => new WebSocketServer({ port: 0, host: '127.0.0.1' }));
    await expect(other.restart()).rejects.toThrow('A function that makes a server is given the port');
  });
});

describe('an application', () => {
  /** Has a server, and something to do when it closes. */
  const application = (close: () => unknown = () => {}) => {
    const server = echoServer();
    return { server, close };
  };

  test('closes by itself, once', async () => {
    let times = 0;
    const server = await serve(application(() => times++));
    await server.close();
    await server.close();
    expect(times).toBe(1);
    expect(await failure(() => server.restart())).toMatchObject({
      message: expect.stringContaining('Give serve() a function that makes one: serve(() => …).'),
    });
  });

  test('that never ends to close is cut', async () => {
    const server = await serve(
      application(() => new Promise(() => {})),
      { grace: 20 },
    );
    const rob = await connect(server);
    await server.close();
    await expect(rob).toClose(1006);
  });

  test('whose close() fails says so, and is gone', async () => {
    const made = application(async () => {
      throw new Error('no database');
    });
    const server = await serve(made);
    await expect(server.close()).rejects.toThrow('The close() of the application given to serve() failed: no database.');
    expect(made.server.listening).toBe(false);
  });
});

test('serve() and restart() end before their test does', async () => {
  await expect(serve(() => new Promise<never>(() => {}), { timeout: 20 })).rejects.toThrow(
    'The function given to serve() made none within 20 ms.',
  );
});
