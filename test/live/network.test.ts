import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { join } from 'node:path';
import { configure, connect } from 'jest-websocket';
import { generate } from 'selfsigned';
import { type WebSocket, WebSocketServer } from 'ws';
import { failure } from '../support/failure';
import { echoServer, listen, serverThat } from '../support/servers';
import { temporaryFolder } from '../support/temporary-folder';

/** What a server has seen of one client. */
interface Seen {
  readonly request: IncomingMessage;
  readonly socket: WebSocket;
  readonly messages: string[];
  /** How the server's socket ended. */
  readonly closed: Promise<number>;
}

/** An echo server that says what it has seen. */
function watchingServer(): { server: Server; seen: Seen[] } {
  const seen: Seen[] = [];
  const server = serverThat((socket, request) => {
    const messages: string[] = [];
    const closed = new Promise<number>((resolve) => {
      socket.on('close', resolve);
    });
    seen.push({ request, socket, messages, closed });
    socket.on('message', (data, isBinary) => {
      messages.push(String(data));
      socket.send(data, { binary: isBinary });
    });
  });
  return { server, seen };
}

const isOpen = ({ socket }: Seen): boolean => socket.readyState === 1;

const turns = async (count: number) => {
  for (let n = 0; n < count; n++) await new Promise((resolve) => setImmediate(resolve));
};

describe('a client with a network of its own', () => {
  test('is at the address of the real server, for itself and for the server', async () => {
    const { server, seen } = watchingServer();
    const url = await listen(server);
    const client = await connect(`${url}/chat?room=2`, { network: true });
    expect(client.url).toBe(`${url}/chat?room=2`);
    expect(client.address).toBe(`${url}/chat?room=2`);
    expect(`ws://${seen[0]?.request.headers.host}`).toBe(url);
    client.send({ n: 1 });
    client.sendRaw(Buffer.alloc(300_000, 7));
    await expect(client).toReceiveMessages([{ n: 1 }, Buffer.alloc(300_000, 7)], { order: 'exact' });
    await client.close(4001, 'bye');
    expect(await seen[0]?.closed).toBe(4001);
  });

  test('fails as others do where it cannot connect', async () => {
    const there = await failure(() => connect('ws://127.0.0.1:1/x', { network: true }));
    const here = await failure(() => connect('ws://127.0.0.1:1/x'));
    expect(there.message).toBe(here.message);
    expect(there).toMatchObject({ code: 'ECONNREFUSED' });
    const refusing = createServer().on('upgrade', (_, socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
    await expect(connect(refusing, { network: { latency: 5 } })).toFailHandshake(403);
  });

  test('reaches a unix socket', async () => {
    const path = join(temporaryFolder('ws'), 's.sock');
    const server = echoServer();
    await new Promise<void>((resolve) => server.listen(path, resolve));
    const client = await connect(server, { network: true });
    client.send('hello');
    await expect(client).toReceive('hello');
    client.network.cut();
    await expect(client).toClose(1006);
    server.close();
  });

  test('reaches an IPv6 address', async () => {
    const { server, seen } = watchingServer();
    await new Promise<void>((resolve) => server.listen(0, '::1', resolve));
    const client = await connect(server, { network: true });
    expect(client.url).toMatch(/^ws:\/\/\[::1\]:\d+\/$/);
    expect(client.url).toContain(seen[0]?.request.headers.host);
    client.network.cut();
    await expect(client).toClose(1006);
    server.close();
  });

  test('carries TLS, which is between the client and the real server', async () => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'example.com' }], {
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'example.com' }] }],
    });
    const asked: unknown[] = [];
    const server = createHttpsServer({ key, cert, SNICallback: (name, done) => void done(null, void asked.push(name)) });
    new WebSocketServer({ server }).on('connection', (socket) => socket.on('message', (data) => socket.send(String(data))));
    const url = (await listen(server, 'wss')).replace('127.0.0.1', 'localhost');

    const tls = { ca: cert, servername: 'example.com' };
    const client = await connect(url, { tls, network: { latency: 5 } });
    client.send('hello');
    await expect(client).toReceive('hello');
    client.network.cut();
    await expect(client).toClose(1006);
    await expect(connect(url, { tls: { ca: cert }, network: true })).rejects.toThrow(
      'is for example.com, not for localhost (ERR_TLS_CERT_ALTNAME_INVALID)',
    );
    await expect(connect(url, { network: true })).rejects.toThrow('is not trusted');
    expect(asked).toEqual(['example.com', 'localhost', 'localhost']);
  });

  test('goes along redirects, through a network of the last server alone', async () => {
    const { server, seen } = watchingServer();
    const url = await listen(server);
    const here = createServer().on('upgrade', (_, socket) => {
      socket.end(`HTTP/1.1 302 Found\r\nLocation: ${url}\r\nContent-Length: 0\r\n\r\n`);
    });
    const client = await connect(here, { network: true, followRedirects: true });
    expect(client.url).toBe(`${url}/`);
    client.network.cut();
    await expect(client).toClose(1006);
    expect(await seen[0]?.closed).toBe(1006);
  });

  test('gets another one when it is connected again', async () => {
    const { server, seen } = watchingServer();
    const first = await connect(server, { network: { latency: 1 } });
    first.network.blackhole();
    const second = await first.reconnect();
    expect(second.network).not.toBe(first.network);
    second.send('hello');
    await expect(second).toReceive('hello');
    expect(second.network.latency).toBe(1);
    expect(seen.map(isOpen)).toEqual([true, true]);
  });

  test('is as the configuration says, if the client does not say otherwise', async () => {
    configure({ network: { latency: 2 } });
    const server = echoServer();
    expect((await connect(server)).network.latency).toBe(2);
    const plain = await connect(server, { network: false });
    expect(() => plain.network.cut()).toThrow('client 2 has no network to control');
    configure({ network: false });
  });
});

describe('cut()', () => {
  test('resets the connection at both sides', async () => {
    const { server, seen } = watchingServer();
    const errors: unknown[] = [];
    server.on('connection', (tcp) => tcp.on('error', ({ code }: NodeJS.ErrnoException) => errors.push(code)));
    const client = await connect(server, { network: true });
    client.network.cut();
    await expect(client).toClose(1006);
    expect(await seen[0]?.closed).toBe(1006);
    expect(errors).toEqual(['ECONNRESET']);
    const [, cut, end] = client.transcript;
    expect(cut).toEqual({ kind: 'network', at: expect.any(Number), change: 'cut', value: undefined });
    expect(end).toMatchObject({ kind: 'close', direction: 'none' });
  });

  test('loses what is on its way', async () => {
    const { server, seen } = watchingServer();
    const client = await connect(server, { network: true });
    client.network.latency = 10_000;
    client.send('lost');
    client.network.cut();
    await expect(client).toClose(1006);
    expect(await seen[0]?.closed).toBe(1006);
    expect(seen[0]?.messages).toEqual([]);
  });

  test('reaches a client that does not read, and has much to read', async () => {
    const { server, seen } = watchingServer();
    const client = await connect(server, { network: true });
    client.pause();
    seen[0]?.socket.send(Buffer.alloc(30_000_000));
    await turns(20);
    client.network.cut();
    expect(await seen[0]?.closed).toBe(1006);
    client.resume();
    await expect(client).toClose(1006);
  });
});

describe('blackhole()', () => {
  test('lets nothing pass and tells nobody, until restore()', async () => {
    const { server, seen } = watchingServer();
    const client = await connect(server, { network: true });
    client.network.blackhole();
    client.send('one');
    seen[0]?.socket.send('two');
    await expect(client).not.toReceive();
    expect(seen[0]?.messages).toEqual([]);
    client.network.restore();
    await expect(client).toReceiveMessages(['two', 'one'], { order: 'exact' });
    expect(client.transcript.flatMap((entry) => (entry.kind === 'network' ? entry.change : []))).toEqual([
      'blackhole',
      'restore',
    ]);
  });

  test('does not tell the server that the client has gone, nor the client that the server has', async () => {
    const { server, seen } = watchingServer();
    const [ann, bob] = [await connect(server, { network: true }), await connect(server, { network: true })];
    for (const client of [ann, bob]) client.network.blackhole();
    ann.terminate();
    await expect(ann).toClose(1006);
    seen[1]?.socket.terminate();
    expect(await seen[1]?.closed).toBe(1006);
    await turns(50);
    expect(isOpen(seen[0] as Seen)).toBe(true);
    expect(bob).toBeOpen();
    bob.network.restore();
    await expect(bob).toClose(1006);
    ann.network.restore();
    expect(await seen[0]?.closed).toBe(1006);
  });

  test('is named by a wait that fails, and in the conversation', async () => {
    // the handshake may take longer than what comes after it
    const client = await connect(echoServer(), { network: true, name: 'ann', timeout: 200, waitForServer: 60_000 });
    client.network.blackhole();
    const { message } = await failure(() => client.receive('x', { timeout: 10 }));
    expect(message).toContain('\nHint: Nothing can reach ann: its network is a black hole, since blackhole().');
    const none = await failure(() => client.ping('x', { timeout: 10 }));
    expect(none.message).toBe('ann got no pong: its network is a black hole, since blackhole().');
    const uncertain = await failure(() => client.close());
    expect(uncertain.message).toBe(
      'ann was cut: the server did not answer its close frame (1000) in time: its network is a black hole, since blackhole().',
    );
  });

  test('does not hold up who is disposed of in it', async () => {
    const { server, seen } = watchingServer();
    {
      await using ann = await connect(server, { network: true });
      ann.network.blackhole();
    }
    expect(isOpen(seen[0] as Seen)).toBe(true);
  });

  test('can be cut', async () => {
    const { server, seen } = watchingServer();
    const client = await connect(server, { network: true });
    client.network.blackhole();
    client.send('lost');
    client.network.cut();
    await expect(client).toClose(1006);
    expect(await seen[0]?.closed).toBe(1006);
    expect(seen[0]?.messages).toEqual([]);
  });
});

describe('latency and bytesPerSecond', () => {
  test('hold up each byte, both ways, and keep the order when they change', async () => {
    const client = await connect(echoServer(), { network: { latency: 20 } });
    expect(await client.ping()).toBeGreaterThanOrEqual(40);
    for (let n = 0; n < 10; n++) {
      client.network.latency = 10 - n;
      client.send(n);
    }
    await expect(client).toReceiveMessages([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], { order: 'exact' });
    client.network.latency = 0;
    client.network.bytesPerSecond = 50_000;
    const began = performance.now();
    client.sendRaw(Buffer.alloc(4000, 1));
    await expect(client).toReceive(Buffer.alloc(4000, 1));
    expect(performance.now() - began).toBeGreaterThanOrEqual(80); // up and down
    client.network.bytesPerSecond = Number.POSITIVE_INFINITY;
  });

  test('a negative expectation waits for what is on its way', async () => {
    const client = await connect(echoServer(), { network: true });
    client.network.latency = 600;
    client.send('late');
    const { message } = await failure(() => expect(client).not.toReceive('late', { timeout: 1 }));
    expect(message).toContain('client 1 got #1 "late"');
  });

  test('a negative expectation waits for what is on its way slowly, there and back', async () => {
    const client = await connect(echoServer(), { network: true });
    client.network.bytesPerSecond = 100;
    client.send('x'.repeat(80)); // some 0.9 s each way
    const { message } = await failure(() => expect(client).not.toReceive(/^x+$/, { timeout: 1 }));
    expect(message).toContain('client 1 got #1 "xxx');
  });
});

describe('at the end of a test nothing is left of its networks, and the server knows', () => {
  const { server, seen } = watchingServer();
  let url: string;
  let began: number;

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `ws://127.0.0.1:${(server.address() as { port: number }).port}`;
  });

  afterAll(() => new Promise((resolve) => server.close(resolve)));

  afterEach(async () => {
    const codes = await Promise.all(seen.map(({ closed }) => closed));
    expect(codes.map((code) => code === 1000)).toEqual([false, false, true, false]);
    expect(seen[2]?.messages).toEqual(['"into the distance"'.slice(1, -1)]);
    expect(performance.now() - began).toBeLessThan(30_000);
    expect(await new Promise((resolve) => server.getConnections((_, count) => resolve(count)))).toBe(0);
  });

  test('a black hole with a client in it, one whose client has gone, what takes long, and a close() that nobody hears', async () => {
    const dark = await connect(url, { network: true });
    dark.network.blackhole();
    dark.send('into the dark');
    const gone = await connect(url, { network: true });
    gone.network.blackhole();
    gone.terminate();
    const slow = await connect(url, { network: true });
    slow.network.latency = 60_000;
    slow.network.bytesPerSecond = 1;
    slow.send('into the distance');
    const silent = await connect(url, { network: true });
    void silent.close(4000);
    silent.network.blackhole();
    began = performance.now();
  });
});

describe('mistakes', () => {
  test('are told at the line that makes them', async () => {
    const plain = await connect(echoServer(), { name: 'rob' });
    const none = await failure(() => plain.network.cut());
    expect(none.message).toBe('rob has no network to control. Open it with connect(target, { network: true }).');
    expect(none.stack).toContain('network.test.ts');

    const client = await connect(echoServer(), { name: 'ann', network: true });
    const wrong = await failure(() => {
      client.network.latency = -1;
    });
    expect(wrong.message).toBe('network.latency must be a finite number of milliseconds, 0 or more, not -1.');
    expect(wrong.stack?.split('\n')[1]).toContain('network.test.ts');
    expect(() => {
      client.network.bytesPerSecond = 0;
    }).toThrow('network.bytesPerSecond must be a number of bytes per second, above 0, not 0.');
    expect(String(client.network)).toBe('[network of ann: latency 0 ms]');

    client.network.cut();
    await expect(client).toClose(1006);
    await turns(5);
    expect(() => client.network.cut()).toThrow(
      'cut() was called on the network of ann, whose connection is over. Use reconnect() first.',
    );
    client.network.restore();
  });

  test('of options', async () => {
    const refused = (options: object) => failure(() => connect('ws://127.0.0.1:1', options)).then(({ message }) => message);
    expect(await refused({ network: { latencey: 1 } })).toBe(
      "connect() has no option 'network.latencey'. Did you mean 'network.latency'?",
    );
    expect(await refused({ network: 'slow' })).toBe(
      "The option 'network' of connect() must be true, or an object { latency, bytesPerSecond }, not 'slow'.",
    );
    expect(await refused({ network: true, ws: { agent: {} } })).toBe(
      'The option network cannot be combined with ws: { agent }, which connects by itself.',
    );
  });
});
