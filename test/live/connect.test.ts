import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { join, relative } from 'node:path';
import { configure, connect, connectAll, serve, useClients } from 'jest-websocket';
import { generate } from 'selfsigned';
import { WebSocketServer } from 'ws';
import { echoServer, listen, serverThat, serverThatSends } from '../support/servers';
import { temporaryFolder } from '../support/temporary-folder';

/** Tells each client what its upgrade request said. */
const mirror = () =>
  serverThat((socket, request: IncomingMessage) => socket.send(JSON.stringify({ url: request.url, headers: request.headers })));

describe('targets', () => {
  test('a URL, as text or URL, of ws: or http:', async () => {
    const server = mirror();
    const url = await listen(server);
    for (const target of [`${url}/a?b=c`, new URL(`${url}/a?b=c`), `${url.replace('ws:', 'http:')}/a?b=c`]) {
      const client = await connect(target);
      await expect(client).toReceiveMessage({ url: '/a?b=c' });
    }
  });

  test('a path under the configured URL, which keeps its own', async () => {
    const server = mirror();
    const url = await listen(server);
    configure({ url: `${url}/api?v=1` });
    await expect(await connect('/chat?room=2')).toReceiveMessage({ url: '/api/chat?v=1&room=2' });
    await expect(await connect('chat')).toReceiveMessage({ url: '/api/chat?v=1' });
    await expect(await connect('?x=1')).toReceiveMessage({ url: '/api?v=1&x=1' });
    await expect(await connect({ query: { y: 1 } })).toReceiveMessage({ url: '/api?v=1&y=1' });
    await expect(await connect({ url: undefined, path: '/chat' } as never)).toReceiveMessage({ url: '/api/chat?v=1' });
  });

  test('headers, query and cookies of a class whose fields can be iterated over, as those of axios', async () => {
    class Fields {
      [name: string]: string;
      *[Symbol.iterator]() {
        yield* Object.entries(this);
      }
    }
    const fields = Object.assign(new Fields(), { user: 'rob' });
    const client = await connect(mirror(), { headers: fields, query: fields, cookies: fields });
    await expect(client).toReceiveMessage({ url: '/?user=rob', headers: { user: 'rob', cookie: 'user=rob' } });
  });

  test('an http.Server that listens already stays open', async () => {
    const server = echoServer();
    await listen(server);
    await connect(server);
    expect(server.listening).toBe(true);
  });

  test('a WebSocketServer with a port, with a server, and with a path', async () => {
    const own = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await expect(connect(own)).resolves.toBeDefined();
    own.close();

    const http = createServer();
    const attached = new WebSocketServer({ server: http, path: '/live' });
    expect((await connect(attached)).url).toMatch(/\/live$/);
    await expect(connect(new WebSocketServer({ noServer: true }))).rejects.toThrow('Give connect() the http.Server');
  });

  test('applications with getHttpServer() or server', async () => {
    const http = echoServer();
    expect((await connect({ getHttpServer: () => http })).state).toBe('open');
    expect((await connect({ server: http })).state).toBe('open');
  });

  test('a unix socket', async () => {
    const server = mirror();
    const path = join(temporaryFolder('ws'), 's.sock');
    await new Promise<void>((resolve) => server.listen(path, resolve));
    await expect(await connect(server)).toReceiveMessage({ url: '/' });
    await expect(await connect(`ws+unix:${path}:/chat`)).toReceiveMessage({ url: '/chat' });
    await expect(await connect(`ws+unix:${path}`, { query: { room: 2 } })).toReceiveMessage({ url: '/?room=2' });
    await expect(await connect(server, '?room=3')).toReceiveMessage({ url: '/?room=3' });
    server.close();
  });

  test.each([false, true])('a unix socket whose path has a space, a percent sign and a colon (network: %s)', async (network) => {
    const server = mirror();
    const path = join(temporaryFolder('ws'), 'a 100% b:c.sock');
    await new Promise<void>((resolve) => server.listen(path, resolve));
    await expect(await connect(server, { network, path: '/chat' })).toReceiveMessage({ url: '/chat' });
    expect((await serve(server)).url).toMatch(/^ws\+unix:\/\/\/.*\/a%20100%25%20b%3Ac\.sock$/);
    server.close();
  });

  test('a unix socket with TLS, which no URL names, is refused', async () => {
    const server = createHttpsServer();
    const path = join(temporaryFolder('ws'), 's.sock');
    await new Promise<void>((resolve) => server.listen(path, resolve));
    await expect(connect(server)).rejects.toThrow('listens on a unix socket, where clients speak no TLS');
    await expect(connect(`wss+unix:${path}`)).rejects.toThrow("has the scheme 'wss+unix:'");
    server.close();
  });

  test('a unix socket whose path is relative', async () => {
    const server = mirror();
    await new Promise<void>((resolve) => server.listen(relative('', join(temporaryFolder('ws'), 's.sock')), resolve));
    await expect(await connect(server, '/chat')).toReceiveMessage({ url: '/chat' });
    server.close();
  });
});

describe('a server that did not listen', () => {
  const server = echoServer();
  let port: unknown;

  test('is made to, for a test', async () => {
    const [ann, bob] = [await connect(server), await connect(server)];
    expect([ann, bob]).toBeOpen();
    port = server.address();
    expect(port).toMatchObject({ address: '127.0.0.1' });
  });

  test('is closed with it, and listens anew for the next', async () => {
    expect(server.listening).toBe(false);
    await connect(server);
    expect(server.listening).toBe(true);
  });
});

describe('the handshake', () => {
  test('says query, headers, origin and subprotocols, encoded', async () => {
    const client = await connect(mirror(), {
      query: { name: 'Rob & Ann', tag: ['a', 'b'], none: undefined, n: 1 },
      headers: { 'x-user': 'rob', 'x-many': ['1', '2'] },
      origin: 'https://example.com',
      protocols: ['v1', 'v2'],
    });
    const { url, headers } = await client.receive();
    expect(url).toBe('/?name=Rob%20%26%20Ann&tag=a&tag=b&n=1');
    expect(headers).toMatchObject({ 'x-user': 'rob', 'x-many': '1, 2', origin: 'https://example.com' });
    expect(client.handshake).toMatchObject({ status: 101, protocol: 'v2', headers: { upgrade: 'websocket' } });
  });

  test('masks what is secret in a URL', async () => {
    const client = await connect(echoServer(), { query: { access_token: 'abc', room: 'x' } });
    expect(client.url).toMatch(/\?access_token=\*\*\*&room=x$/);
    expect(String(client)).not.toContain('abc');
  });

  test('trusts its own authority, or nobody', async () => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }]);
    const server = createHttpsServer({ key, cert });
    new WebSocketServer({ server });

    expect((await connect(server, { tls: { ca: cert } })).url).toMatch(/^wss:/);
    expect(await connect(server, { tls: { rejectUnauthorized: false } })).toBeOpen();
    await expect(connect(server)).rejects.toThrow(/is not trusted \(.*\)\. Give its authority with tls: \{ ca \}/);
    const plain = server.address() as { port: number };
    await expect(connect(`ws://127.0.0.1:${plain.port}`)).rejects.toThrow('before it answered');
    await expect(connect(`wss://${(await listen(echoServer())).slice(5)}`)).rejects.toThrow('Write ws:// instead of wss://.');
  });
});

describe('several clients', () => {
  test('connectAll opens them in the order written, named by their keys', async () => {
    const server = serverThat((socket, { url }) => socket.send(url ?? ''));
    const { rob, ann } = await connectAll(server, { rob: { query: { n: 1 } }, ann: {} });
    expect([rob.name, ann.name]).toEqual(['rob', 'ann']);
    await expect(rob).toReceiveMessage('/?n=1');
    await expect(connectAll(server, { rob: {}, ann: { headres: {} } } as never)).rejects.toThrow(
      "connect() has no option 'headres'. Did you mean 'headers'?",
    );
  });

  test('clients without a name are numbered', async () => {
    const server = echoServer();
    expect([(await connect(server)).name, (await connect(server)).name]).toEqual(['client 1', 'client 2']);
  });

  describe('a client of an afterEach has the number of one of its test', () => {
    const server = echoServer();
    let names: string[];
    beforeEach(async () => {
      names = [(await connect(server)).name];
    });
    const open = async () => void names.push((await connect(server)).name);
    for (const hook of [open, open]) afterEach(hook);
    afterAll(() => {
      expect(names).toEqual(['client 1', 'client 2', 'client 3', 'client 4']);
    });

    test('and each has one of its own', open);
  });
});

describe('useClients', () => {
  const server = serverThatSends('welcome');
  const users = useClients(() => server, { rob: {}, ann: {} });
  let before: unknown;

  for (const hook of [beforeAll, afterAll]) {
    hook(() => {
      expect(() => users.rob).toThrow("useClients() opens 'rob' for each test: use it inside a test or an afterEach hook.");
    });
  }

  test.each([1, 2])('gives test %i fresh ones', async () => {
    await expect([users.rob, users.ann]).toReceiveMessage('welcome');
    expect(users.rob.name).toBe('rob');
    expect(users.rob).not.toBe(before);
    before = users.rob;
  });

  describe('a client is not known in an afterEach', () => {
    let seen: unknown[] = [];
    const look = () => {
      expect(users.rob).toHaveReceivedMessage('welcome');
      expect(users.rob).toHaveNoUnreadMessages();
      expect(users.ann).not.toHaveNoUnreadMessages();
      expect(users.rob.state).toBe('closed');
      seen.push(users.rob);
    };
    const toldApart = () => {
      expect([seen.length, new Set(seen).size]).toEqual([3, 1]);
    };
    for (const hook of [look, look, toldApart]) afterEach(hook); // each has a scope of its own

    test.each([1, 2])('after test %i', async () => {
      seen = [users.rob];
      await expect(users.rob).toReceiveMessage('welcome');
      await expect(users.ann).toAnswerPing();
    });
  });
});
