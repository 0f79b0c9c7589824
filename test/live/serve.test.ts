import { createServer, type Server } from 'node:http';
import { connect, serve } from 'jest-websocket';
import { WebSocketServer } from 'ws';
import { failure } from '../support/failure';
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
    const { port } = first;
    expect(first.url).toBe(`ws://[::1]:${port}/`);
    await first.close();
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
  ])('%p is refused in a sentence', async (source, words) => {
    await expect(serve(source as never)).rejects.toThrow(words);
  });
});

test('a server that is served and restarted for many tests is watched by no more listeners than before', async () => {
  const http = echoServer();
  const first = await serve(http);
  const before = http.listenerCount('connection');
  for (let times = 0; times < 11; times++) await (await serve(http)).close();
  await first.restart();
  expect(http.listenerCount('connection')).toBe(before);
});

describe('restart()', () => {
  test('keeps the port; the clients are cut, and connect again', async () => {
    const server = await serve(echoServer());
    const rob = await connect(server, { name: 'rob' });
    const { url } = server;
    await server.restart();
    await expect(rob).toClose(1006);
    expect(server.url).toBe(url);
    expect(await (await rob.reconnect()).request('again', 'again')).toBe('again');
  });

  test('calls the function again, with the port', async () => {
    let times = 0;
    const server = await serve((port) => {
      const made = new WebSocketServer({ port, host: '127.0.0.1' });
      made.on('connection', (socket) => socket.send(String(++times)));
      return made;
    });
    const { port } = server;
    await expect(await connect(server)).toReceiveMessage(1);
    await server.restart();
    expect(server.port).toBe(port);
    await expect(await connect(server)).toReceiveMessage(2);
  });

  test('behind close(), which refuses whoever connects between', async () => {
    const server = await serve(echoServer());
    await server.close();
    await expect(connect(server)).rejects.toThrow('The server given to connect() was closed. restart() starts it again.');
    await expect(connect(server.url)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
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
    const server = await serve(
      application(async () => {
        throw new Error('no database');
      }),
    );
    await expect(server.close()).rejects.toThrow('The close() of the application given to serve() failed: no database.');
    await expect(connect(server.url)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

test('serve() and restart() end before their test does', async () => {
  await expect(serve(() => new Promise<never>(() => {}), { timeout: 20 })).rejects.toThrow(
    'The function given to serve() made none within 20 ms.',
  );
});
