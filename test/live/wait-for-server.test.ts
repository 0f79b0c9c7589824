import { createServer, type Server } from 'node:http';
import { connect as connectTcp } from 'node:net';
import { join } from 'node:path';
import { connect } from 'jest-websocket';
import { failure } from '../support/failure';
import { freePort } from '../support/free-port';
import { echoServer, listen, serverThat } from '../support/servers';
import { temporaryFolder } from '../support/temporary-folder';

/** Refuses the first upgrades with these. */
function laterServer(...statuses: number[]): Server & { asked: number } {
  const accepting = echoServer();
  const server = Object.assign(createServer(), { asked: 0 });
  server.on('upgrade', (request, socket, head) => {
    const status = statuses[server.asked++];
    if (status === undefined) accepting.emit('upgrade', request, socket, head);
    else socket.end(`HTTP/1.1 ${status} Not Yet\r\nContent-Length: 4\r\n\r\nsoon`);
  });
  return server;
}

describe('waitForServer', () => {
  test('connects when somebody listens at last', async () => {
    const port = await freePort();
    const opening = connect(`ws://127.0.0.1:${port}`, { waitForServer: 60_000 });
    await failure(() => connect(`ws://127.0.0.1:${port}`)); // it has tried by then
    const server = echoServer().listen(port, '127.0.0.1');
    const client = await opening;
    expect(await client.request('hello', 'hello')).toBe('hello');
    expect(client.transcript.map(({ kind }) => kind)).toEqual(['open', 'message', 'message']);
    await client.close();
    server.close();
  });

  test('or the file of a unix socket is there', async () => {
    const path = join(temporaryFolder('ws'), 's.sock');
    const opening = connect(`ws+unix:${path}`, { waitForServer: 60_000 });
    await failure(() => connect(`ws+unix:${path}`));
    const server = echoServer().listen(path);
    expect(await opening).toBeOpen();
    await (await opening).close();
    server.close();
  });

  test.each([502, 503])('or a proxy has stopped answering %i', async (status) => {
    const server = laterServer(status, status);
    const url = await listen(server);
    expect(await connect(url, { waitForServer: 60_000 })).toBeOpen();
    expect(server.asked).toBe(3);
  });

  test('waits for nobody else', async () => {
    const server = laterServer(401);
    await expect(connect(await listen(server), { waitForServer: 60_000 })).rejects.toMatchObject({ status: 401 });
    expect(server.asked).toBe(1);
    await expect(connect(await listen(laterServer(503)))).rejects.toThrow(/503 Not Yet: soon$/);
  });

  test('says how often and how long it has tried', async () => {
    const [nowhere, url] = [await freePort(), await listen(laterServer(503, 401))];
    let times = 0;
    const createConnection = () => connectTcp(++times < 3 ? nowhere : Number(new URL(url).port), '127.0.0.1');
    const error = await failure(() => connect(url, { name: 'rob', waitForServer: 60_000, ws: { createConnection } }));
    expect(error).toMatchObject({ status: 401, body: 'soon' });
    expect(error.message).toMatch(
      /^rob could not connect: .* refused the upgrade with 401 Not Yet: soon\. Tried 4 times in [\d,]+ ms\.$/,
    );
  });

  test('ends when its time is over, with what it has met', async () => {
    const server = laterServer(...Array(100).fill(503));
    const error = await failure(async () => connect(await listen(server), { waitForServer: 100 }));
    expect(error).toMatchObject({ status: 503, body: 'soon' });
    // once, where a busy machine takes all of that time for it
    const tried = server.asked === 1 ? '' : `\\. Tried ${server.asked} times in [\\d,]+ ms\\.`;
    expect(error.message).toMatch(new RegExp(`refused the upgrade with 503 Not Yet: soon${tried}$`));
  });

  test('ends before its test does, with what it has met', async () => {
    const url = `ws://127.0.0.1:${await freePort()}`;
    const error = await failure(() => connect(url, { name: 'rob', waitForServer: 60_000 }));
    expect(error).toMatchObject({ code: 'ECONNREFUSED' });
    expect(error.message).toMatch(
      /^rob could not connect: Nothing is listening at \S+ \(ECONNREFUSED\)\. Is the .*\? Tried \d+ times in [\d,]+ ms\.$/,
    );
  }, 2000);
});

describe('cookies', () => {
  /** Tells each client its cookies. */
  const mirror = () => serverThat((socket, { headers }) => socket.send(headers.cookie ?? 'none'));

  test('are said behind those of the headers', async () => {
    const server = mirror();
    const cookies = { sid: 'abc', n: 1, on: true, none: undefined, off: null };
    await expect(await connect(server, { cookies })).toReceiveMessage('sid=abc; n=1; on=true');
    await expect(await connect(server, { headers: { cookie: 'a=b' }, cookies: { sid: 'abc' } })).toReceiveMessage('a=b; sid=abc');
    const rob = await connect(server, { cookies: { sid: 'abc', lang: 'en' } });
    await expect(await rob.reconnect({ cookies: { sid: null, x: 'y' } })).toReceiveMessage('lang=en; x=y');
    await expect(await connect(server, { cookies: {} })).toReceiveMessage('none');
  });

  test('that a header cannot carry are refused, and not shown', async () => {
    for (const value of ['a;b', 'a b', 'a,b', 'a"b', 'a\\b', 'a\r\nx: y', 'ü']) {
      const { message } = await failure(() => connect('ws://localhost', { cookies: { sid: value } }));
      expect(message).toBe(
        "The option 'cookies' of connect() must be an object of names and values that a Cookie header can carry, not { sid }. " +
          'Encode the value of "sid" with encodeURIComponent().',
      );
    }
    await expect(connect('ws://localhost', { cookies: { 'a b': 'x' } })).rejects.toThrow('not { a b }.');
  });

  test('are secrets, whatever they are called', async () => {
    const server = createServer().on('upgrade', ({ headers }, socket) => {
      socket.end(`HTTP/1.1 403 Forbidden\r\nContent-Length: ${headers.cookie?.length}\r\n\r\n${headers.cookie}`);
    });
    const { message } = await failure(() => connect(server, { cookies: { remember: 'abcdefghijklmnopqrst' } }));
    expect(message).toMatch(/403 Forbidden: remember=\*\*\*$/);
  });

  test('are not carried to another server by a redirect', async () => {
    const there = await listen(mirror());
    const here = createServer().on('upgrade', (_, socket) => {
      socket.end(`HTTP/1.1 302 Found\r\nLocation: ${there}\r\nContent-Length: 0\r\n\r\n`);
    });
    await expect(await connect(here, { cookies: { lang: 'en' }, followRedirects: true })).toReceiveMessage('none');
  });
});
