import { createServer } from 'node:http';
import { configure, connect, connectAll, type WebSocketClient } from 'jest-websocket';
import { WebSocketServer } from 'ws';
import { failure } from '../support/failure';
import { freePort } from '../support/free-port';
import { listen, serverThat } from '../support/servers';

/** Tells each client what its upgrade request said. */
const mirror = () =>
  serverThat((socket, { url, headers }) =>
    socket.send(JSON.stringify({ url, user: headers['x-user'], api: headers['x-api-key'] })),
  );

describe('client.address', () => {
  test('is the real address, where client.url is masked, and leads to the same place', async () => {
    const client = await connect(mirror(), { path: '/chat', query: { token: 'abc', room: 2 } });
    expect(client.url).toMatch(/\/chat\?token=\*\*\*&room=2$/);
    expect(client.address).toMatch(/\/chat\?token=abc&room=2$/);
    await expect(await connect(client.address)).toReceiveMessage({ url: '/chat?token=abc&room=2' });
    expect(String(client)).not.toContain('abc');
  });
});

describe('reconnect()', () => {
  test('opens a new client with the same target, options and name', async () => {
    const { rob } = await connectAll(mirror(), { rob: { path: '/a', query: { token: 'abc' }, headers: { 'X-User': 'rob' } } });
    await rob.close();
    const again = await rob.reconnect();
    expect(again).not.toBe(rob);
    expect(again.name).toBe('rob');
    expect([rob.state, again.state]).toEqual(['closed', 'open']);
    await expect(again).toReceiveMessage({ url: '/a?token=abc', user: 'rob' });
    const thrice = await again.reconnect({ name: 'rob 3', query: { token: null, n: 3 }, headers: { 'x-user': undefined } });
    expect(thrice.name).toBe('rob 3');
    await expect(thrice).toReceiveMessage((message: { url: string; user?: string }) => message.url === '/a?n=3' && !message.user);
    await expect(await thrice.reconnect()).toReceiveMessage({ url: '/a?n=3' });
  });

  test('keeps the name of a client that was given none, while the first is open and when it was cut', async () => {
    const first = await connect(mirror());
    const second = await first.reconnect();
    expect([first.name, second.name, first.state]).toEqual(['client 1', 'client 1', 'open']);
    first.terminate();
    await expect(await first.reconnect()).toReceiveMessage({ url: '/' });
  });

  test('reaches a server that was restarted on its port', async () => {
    const server = mirror();
    const port = await freePort();
    await listen(server, 'ws', port);
    const client = await connect(server);
    server.close();
    client.terminate();
    await expect(client.reconnect()).rejects.toThrow('The server given to connect() was closed.');
    await listen(server, 'ws', port);
    await expect(await client.reconnect()).toReceiveMessage({ url: '/' });
  });

  test('goes to the original target behind a redirect, and to the configured URL of now', async () => {
    const asked: (string | undefined)[] = [];
    const there = createServer();
    new WebSocketServer({ server: there });
    const url = await listen(there);
    const here = createServer().on('upgrade', (request, socket) => {
      asked.push(request.url);
      socket.end(`HTTP/1.1 302 Found\r\nLocation: ${url}\r\nContent-Length: 0\r\n\r\n`);
    });
    configure({ url: await listen(here) });
    const client = await connect('/door', { followRedirects: true });
    expect(client.url).toBe(`${url}/`);
    await client.reconnect();
    expect(asked).toEqual(['/door', '/door']);
  });

  test('says why it cannot, at the line that calls', async () => {
    const client = await connect(mirror(), { name: 'rob' });
    const mistake = await failure(() => client.reconnect({ headres: {} } as never));
    expect(mistake.message).toBe("reconnect() has no option 'headres'. Did you mean 'headers'?");
    expect(mistake.stack).toContain('reconnect.test.ts');
    let welcome = true;
    const server = createServer();
    new WebSocketServer({ server, verifyClient: () => welcome });
    const ann = await connect(server, { name: 'ann' });
    welcome = false;
    const refused = await failure(() => ann.reconnect());
    expect(refused).toMatchObject({ status: 401 });
    expect(refused.message).toMatch(/^ann could not connect: .* refused the upgrade with 401/);
    expect(refused.stack).toContain('reconnect.test.ts');
  });
});

describe('a client that is reconnected', () => {
  let shared: WebSocketClient;

  beforeAll(async () => {
    shared = await connect(mirror());
  });

  let ofTest: WebSocketClient;

  test('belongs to the test that calls', async () => {
    ofTest = await shared.reconnect();
    expect([shared, ofTest]).toBeOpen();
  });

  test('and ends with it', () => {
    expect(shared).toBeOpen();
    expect(ofTest).toBeClosed();
  });
});
