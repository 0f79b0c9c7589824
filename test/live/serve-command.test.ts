import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Codec, connect, serve, type TestServer } from 'jest-websocket';
import { failure } from '../support/failure';
import { isRunning, untilOver } from '../support/is-running';
import { echoServer } from '../support/servers';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder('serve');
/** Greets with its number of starts and its variables; does what it is told. */
writeFileSync(
  join(folder, 'server.js'),
  `
  const { createServer } = require('node:http');
  const { WebSocketServer } = require(${JSON.stringify(require.resolve('ws'))});
  const server = createServer();
  const deeds = {
    crash: () => { console.error('about to crash'); process.exit(3); },
    orphan: () => process.kill(Number(process.env.SHELL_PID)),
    pid: (socket) => socket.send(JSON.stringify({ pid: process.pid })),
    connections: (socket) => socket.send(JSON.stringify({ connections })),
  };
  if (process.env.GREETING === 'slow') {
    process.on('SIGTERM', () => setTimeout(() => process.exit(console.log('ended by itself')), 50));
  }
  let connections = 0;
  server.on('connection', () => connections++);
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    if (request.url === '/orphan') deeds.orphan(); // the client waits for an answer until the end
    else if (request.url === '/refused') socket.destroy();
    else sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request));
  });
  sockets.on('connection', (socket, { url }) => {
    socket.send(JSON.stringify({ url, greeting: process.env.GREETING, cwd: process.cwd() }));
    socket.on('message', (data) => deeds[data](socket));
  });
  server.listen(Number(process.argv[2] ?? process.env.PORT), '127.0.0.1', () => console.log('listening on ' + server.address().port));
  `,
);
const command = `node ${join(folder, 'server.js')}`;
/** Told to end its shell, it stays: that shell has crashed, and what ends then the connections to the server is its end. */
const inShell = `SHELL_PID=$$ ${command}; true`;

/** Crashes a server. Resolves when that is noticed, which ends every wait of the test, to what such a wait says. */
async function crash(server: TestServer): Promise<string> {
  const [rob, other] = [await connect(server), await connect(echoServer())];
  const waiting = failure(() => other.receive('never'));
  rob.send('crash');
  const { message } = await waiting;
  await expect(rob).toClose(1006);
  return message;
}

describe('serve({ command })', () => {
  test('waits until something listens on the port that it gives', async () => {
    const server = await serve({ command });
    expect(server.url).toBe(`ws://localhost:${server.port}/`);
    await expect(await connect(server, '/a')).toReceiveMessage({ url: '/a' });
  });

  test('waits for a line, and takes the URL, the variables and the folder that it is told', async () => {
    const env = { GREETING: 'hello' };
    const server = await serve({ command, url: 'ws://127.0.0.1:{port}/chat', ready: /^listening/, env, cwd: folder });
    expect(server.url).toBe(`ws://127.0.0.1:${server.port}/chat`);
    await expect(await connect(server)).toReceiveMessage({ url: '/chat', greeting: 'hello', cwd: folder });
  });

  test('a PORT that is undefined is not given to it', async () => {
    const server = await serve({ command, env: { PORT: undefined } });
    expect(await connect(server)).toBeOpen();
  });

  test('takes the port that is printed', async () => {
    const server = await serve({
      command: `${command} 0`,
      ready: /listening on (\d+)/,
      url: ([, port]) => `ws://127.0.0.1:${port}`,
    });
    expect(await connect(server)).toBeOpen();
  });

  test('restart() keeps the port, and starts another process', async () => {
    const server = await serve({ command, ready: 'listening' });
    const { port } = server;
    const rob = await connect(server, { name: 'rob' });
    const { pid } = await rob.request('pid', { pid: expect.any(Number) });
    await server.restart();
    expect(isRunning(pid)).toBe(false);
    await expect(rob).toClose();
    expect(server.port).toBe(port);
    const again = await rob.reconnect();
    expect((await again.request('pid', { pid: expect.any(Number) })).pid).not.toBe(pid);
  });

  test('ends with its children, also those that are deaf', async () => {
    const deaf = `node -e "process.on('SIGTERM', () => {}); console.log('pid ' + process.pid); setInterval(() => {}, 1000)"`;
    const server = await serve(
      { command: `${deaf} & ${command}; true`, ready: /pid (\d+)/, url: ([, pid]) => `ws://localhost/${pid}` },
      { grace: 100 },
    );
    const pid = Number(server.url.split('/').at(-1));
    expect(isRunning(pid)).toBe(true);
    await server.close();
    await untilOver(pid);
  });

  test('says why it could not be started', async () => {
    await expect(serve({ command: 'exit 7' })).rejects.toThrow('The server `exit 7` exited with code 7 before it was ready.');
    await expect(serve({ command: 'sleep 60', ready: /listening/ }, { timeout: 20 })).rejects.toThrow(
      'The server `sleep 60` was not ready within 20 ms: it printed no line with /listening/.',
    );
    await expect(serve({ command: 'sleep 60' }, { timeout: 20 })).rejects.toThrow(
      /: nothing listens at ws:\/\/localhost:\d+\/\.$/,
    );
    await expect(serve({ command: 'true', cwd: '/no/such' })).rejects.toThrow(
      "The server `true` cannot run in '/no/such': there is no such folder.",
    );
    await expect(serve({ command: ['node', 'x'] } as never)).rejects.toThrow(
      'The option \'command\' of serve() must be what the shell runs, such as \'node server.js\', not ["node","x"]. ' +
        "Write it as one text: 'node x'.",
    );
    await expect(serve({ command: ' ' })).rejects.toThrow("must be what the shell runs, such as 'node server.js', not ' '.");
    await expect(serve({ command: 'true', env: { PORT: 3 } as never })).rejects.toThrow(
      "The option 'env' of serve() must be an object of strings, not { PORT }. PORT is a number.",
    );
    await expect(serve({ command: 'echo x; sleep 60', ready: 'x', url: 'nonsense' })).rejects.toThrow("'nonsense' is not a URL.");
    await expect(serve({ command: 'true', url: () => 'x' })).rejects.toThrow('Give ready, too.');
    await expect(serve({ command: 'true', redy: 'x' } as never)).rejects.toThrow("Did you mean 'ready'?");
  });

  test('a crash ends the waits for it, and is told to whoever connects afterwards', async () => {
    const server = await serve({ command });
    expect(await crash(server)).toMatch(/The server `node .*` exited with code 3/);
    await expect(connect(server)).rejects.toThrow(
      /^The server `node .*` given to connect\(\) exited with code 3\. restart\(\) starts it again\.$/,
    );
    await server.restart();
    expect(await connect(server)).toBeOpen();
  });

  test('a crash while a client connects is what that failed by', async () => {
    const server = await serve({ command: inShell });
    const error = await failure(() => connect(server, '/orphan'));
    expect(error.message).toMatch(
      /^The server `SHELL_PID.*` was ended by SIGTERM while a client was connecting to it \(ECONNRESET\)\.$/,
    );
    expect(error).toMatchObject({ code: 'ECONNRESET' });
  });

  test('a crash during the handshake of a codec is what that failed by', async () => {
    const server = await serve({ command: inShell });
    const codec: Codec = {
      open: (connection) => {
        connection.handshake();
        connection.send('orphan');
        return { decode: () => [], encode: String };
      },
    };
    await expect(connect(server, { name: 'rob', codec })).rejects.toThrow(
      /^rob could not connect: The server `SHELL_PID.*` was ended by SIGTERM while a client was connecting to it \(1006\)\.$/,
    );
  });

  test('nothing listens at the URL of a server that was closed before, or has crashed before', async () => {
    const [closed, crashed] = [await serve({ command }), await serve({ command })];
    await closed.close();
    await crash(crashed);
    for (const { url } of [closed, crashed])
      await expect(connect(url)).rejects.toThrow(/^Nothing is listening at .* \(ECONNREFUSED\)\. Is the server running/);
  });

  test('a server on the port of one that was closed, or has crashed before, speaks for itself', async () => {
    const [first, second] = [await serve({ command }), await serve({ command })];
    const { port } = first;
    await first.close();
    const again = await serve({ command }, { port });
    await expect(connect(again, '/refused')).rejects.toThrow(/closed the connection before it answered the upgrade/);
    await crash(second);
    const instead = await serve({ command }, { port: second.port });
    await expect(connect(instead, '/refused')).rejects.toThrow(/closed the connection before it answered the upgrade/);
  });

  test('has its grace to end by itself, also where its output goes to a file', async () => {
    const log = join(folder, 'output.txt');
    const server = await serve({ command: `GREETING=slow ${command} > ${log} 2>&1` });
    await server.close();
    expect(readFileSync(log, 'utf8')).toMatch(/^listening on \d+\nended by itself\n$/);
  });

  test('a server that closes the connection of a client, and runs on, has refused it, and is asked nothing more', async () => {
    const server = await serve({ command, ready: 'listening' });
    await expect(connect(server, '/refused')).rejects.toThrow(/closed the connection before it answered the upgrade/);
    const rob = await connect(server);
    expect(await rob.request('connections', { connections: expect.any(Number) })).toEqual({ connections: 2 });
  });

  test('restarts asked for at once follow one another, and leave one process', async () => {
    const server = await serve({ command, ready: 'listening' });
    const first = await connect(server);
    const { pid } = await first.request('pid', { pid: expect.any(Number) });
    await Promise.all([server.restart(), server.restart()]);
    expect(isRunning(pid)).toBe(false);
    const last = await connect(server);
    const { pid: own } = await last.request('pid', { pid: expect.any(Number) });
    await server.close();
    expect(isRunning(own)).toBe(false);
    await expect(connect(server.url)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('a server that prints no line break behind what ready looks for becomes ready', async () => {
    const prints = `node -e "process.stdout.write('listening'); setInterval(() => {}, 1000)"`;
    expect(String(await serve({ command: prints, ready: 'listening' }))).toMatch(/listens\]$/);
  });

  describe('of a beforeAll', () => {
    let server: Awaited<ReturnType<typeof serve>>;
    let rob: Awaited<ReturnType<typeof connect>>;
    beforeAll(async () => {
      server = await serve({ command });
      rob = await connect(server);
    });

    test('that crashes ends the waits of a test for other servers', async () => {
      const other = await connect(echoServer());
      const waiting = failure(() => other.receive('never'));
      rob.send('crash');
      expect((await waiting).message).toMatch(/The server `node .*` exited with code 3/);
    });
  });
});
