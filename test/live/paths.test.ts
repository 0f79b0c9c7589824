import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { configure, connect, connectAll, scenario, useClients } from 'jest-websocket';
import { WebSocketServer } from 'ws';
import { listen, serverThat } from '../support/servers';
import { temporaryFolder } from '../support/temporary-folder';

/** Tells each client where it has come to. */
const mirror = (): Server => serverThat((socket, { url }) => socket.send(JSON.stringify(url)));

describe('the path of a server', () => {
  const ways: [string, (server: Server) => ReturnType<typeof connect>][] = [
    ['as the second argument', (server) => connect(server, '/graphql')],
    ['as an option', (server) => connect(server, { path: '/graphql' })],
    ['without a slash', (server) => connect(server, 'graphql')],
    ["as ws' own option", (server) => connect(server, { ws: { path: '/graphql' } })],
    ['of an application', (server) => connect({ getHttpServer: () => server }, '/graphql')],
    ['of a WebSocketServer', (server) => connect(new WebSocketServer({ server, path: '/live' }), '/graphql')],
  ];

  test.each(ways)('%s', async (_, open) => {
    await expect(await open(mirror())).toReceiveMessage('/graphql');
  });

  test('with a query, beside the option query', async () => {
    await expect(await connect(mirror(), '/chat?room=2')).toReceiveMessage('/chat?room=2');
    await expect(await connect(mirror(), { path: '/chat?room=2', query: { name: 'Rob' } })).toReceiveMessage(
      '/chat?room=2&name=Rob',
    );
  });

  test('on a unix socket', async () => {
    const server = mirror();
    await new Promise<void>((resolve) => server.listen(join(temporaryFolder('ws'), 's.sock'), resolve));
    await expect(await connect(server, '/chat')).toReceiveMessage('/chat');
    server.close();
  });

  test('in connectAll(), in a scenario', async () => {
    const server = mirror();
    const { rob, ann } = await connectAll(server, { rob: { path: '/a' }, ann: { path: '/b' } });
    await expect(rob).toReceiveMessage('/a');
    await expect(ann).toReceiveMessage('/b');
    await scenario('rob').connect(server, { path: '/c' }).expect('/c').run();
    await scenario('rob').connect(server, '/d').expect('/d').run();
  });

  test('of a server that answers on that path alone', async () => {
    const server = createServer();
    new WebSocketServer({ server, path: '/live' });
    await expect(connect(server, '/live')).resolves.toBeDefined();
    await expect(connect(server)).toFailHandshake(400);
  });
});

describe('the path under a URL', () => {
  test('beside the configured one, and one that is given', async () => {
    const url = await listen(mirror());
    configure({ url: `${url}/api?v=1` });
    await expect(await connect({ path: '/chat', query: { n: 1 } })).toReceiveMessage('/api/chat?v=1&n=1');
    await expect(await connect(undefined, '/chat')).toReceiveMessage('/api/chat?v=1');
    await expect(await connect(`${url}/rooms`, '/2')).toReceiveMessage('/rooms/2');
  });

  test('blanks around a URL or a path are none of it', async () => {
    const url = await listen(mirror());
    await expect(await connect(`  ${url}/a \n`)).toReceiveMessage('/a');
    configure({ url: ` ${url}/api\n` });
    await expect(await connect()).toReceiveMessage('/api');
    await expect(await connect(' /b ')).toReceiveMessage('/api/b');
  });

  test('what is not a path is refused', async () => {
    const given = "The option 'path' of connect() must be a path such as '/chat', not";
    await expect(connect('ws://localhost', { path: 'ws://elsewhere' })).rejects.toThrow(`${given} 'ws://elsewhere'.`);
    await expect(connect('ws://localhost', { path: 5 } as never)).rejects.toThrow(`${given} 5.`);
    const three = (connect as (...args: unknown[]) => Promise<unknown>)('ws://localhost', '/a', { name: 'rob' });
    await expect(three).rejects.toThrow("write the path as connect(server, { path: '/chat', … }).");
  });
});

describe('clients whose names are those of targets', () => {
  const server = mirror();
  const users = useClients(() => server, { server: { path: '/s' }, url: {} });

  test('useClients() opens them', async () => {
    await expect(users.server).toReceiveMessage('/s');
    expect(users.url.name).toBe('url');
  });

  test('and so does connectAll(), also with one argument', async () => {
    configure({ url: await listen(mirror()) });
    const { server, getHttpServer, url } = await connectAll({ server: { path: '/s' }, getHttpServer: {}, url: {} });
    await expect(server).toReceiveMessage('/s');
    expect([getHttpServer.name, url.name]).toEqual(['getHttpServer', 'url']);
  });

  test('one argument that is not a record is refused', async () => {
    await expect(connectAll(mirror() as never)).rejects.toThrow('connectAll() takes a record of clients');
    await expect(connectAll('ws://localhost' as never)).rejects.toThrow("ann: {} }, not 'ws://localhost'.");
    expect(() => useClients('ws://localhost' as never)).toThrow('useClients() takes a record of clients');
  });
});
