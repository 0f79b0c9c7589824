import { KEY_VARIABLE, RECORDS_VARIABLE } from '../../src/record/records-variables';
import { newKey } from '../../src/record/sealed';
import { ProcessServer } from '../../src/server/process-server';
import { Servers } from '../../src/server/servers';
import { maskText } from '../../src/text/mask';
import { addSecretValues, resetSecrets } from '../../src/text/secret-names';
import { Scope } from '../../src/waiting/scope';
import { beforeItsTest } from '../support/before-its-test';
import { collected } from '../support/collected';
import { isRunning } from '../support/is-running';

test('a server that outlives a test keeps nothing of it', async () => {
  const server = new ProcessServer({ command: 'true' }, {}, 0, 0);
  const used = await (async () => {
    const scope = new Scope('the test "rob leaves"');
    server.usedBy(scope);
    await scope.end();
    return new WeakRef(scope);
  })();
  expect(await collected(used)).toBe(true);
  expect(server.isUsedBy([])).toBe(false);
});

test('a server that is not ready says so in its time, however long its port has taken', async () => {
  const server = new ProcessServer({ command: 'sleep 60' }, process.env, 0, 0);
  const starting = server.start(60_000);
  const clock = jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 60_000);
  await expect(starting).rejects.toThrow('was not ready within 60,000 ms: nothing listens at');
  clock.mockRestore();
  await server.stop();
});

test('a server that is not ready says so before its test is over, also where the loop is blocked past both', async () => {
  // with a port, and a URL that is not known before, it is started at once
  const command = { command: 'sleep 60', ready: 'listening', url: () => 'ws://localhost' };
  const server = new ProcessServer(command, process.env, 1, 0);
  expect(await beforeItsTest(() => server.start(1, performance.now()))).toContain(
    'was not ready within 1 ms: it printed no line',
  );
  await server.stop();
});

test('a server that never gets ready shows what it has printed before the test began', async () => {
  const server = new ProcessServer({ command: 'echo no database; sleep 60', ready: 'listening' }, process.env, 0, 0);
  const starting = server.start(60_000).catch(({ message }) => message);
  while (server.accountSince(0) === undefined) await new Promise(setImmediate);
  const account = 'The server `echo no database; sleep 60` printed before it was ready:\n\n│ no database';
  expect(server.accountSince(performance.now())).toBe(account);
  await server.stop();
  expect(await starting).toContain('before it was ready');
  expect(server.accountSince(performance.now())).toBe(account);
});

test('what a server that is ready has printed before the test began is not shown', async () => {
  const server = new ProcessServer({ command: 'echo listening; sleep 60', ready: 'listening' }, process.env, 0, 0);
  await server.start(60_000);
  expect(server.accountSince(performance.now())).toBeUndefined();
  await server.stop();
});

test('a secret of its variables is shown nowhere, under whatever name it is printed', async () => {
  const env = { JWT_SECRET: 'abcdefghijkl12345678', ROOM: 'a-room-with-a-long-name' };
  const command = { command: 'echo "begins with $JWT_SECRET in $ROOM, as $OWNER_TOKEN"; exit 1', env };
  const server = new ProcessServer(command, { ...process.env, OWNER_TOKEN: 'zyxwvutsrqponmlk' }, 0, 0);
  addSecretValues(server.secrets);
  await expect(server.start(60_000)).rejects.toThrow('exited with code 1');
  await server.untilRead(60_000);
  expect(server.accountSince(0)).toContain('│ begins with *** in a-room-with-a-long-name, as ***');
  resetSecrets();
});

test('a server does not inherit where a run is recorded, nor its key, which is masked wherever it is printed', async () => {
  const key = newKey();
  const env = { ...process.env, [RECORDS_VARIABLE]: '/tmp/records', [KEY_VARIABLE]: key };
  const command = { command: `echo "has $${RECORDS_VARIABLE}$${KEY_VARIABLE}"; exit 1` };
  const server = new ProcessServer(command, env, 0, 0);
  expect(server.secrets).not.toContain(key);
  await expect(server.start(60_000)).rejects.toThrow('exited with code 1');
  await server.untilRead(60_000);
  expect(server.accountSince(0)).toMatch(/│ has$/);
  expect(maskText(`${KEY_VARIABLE}=${key}`)).toBe(`${KEY_VARIABLE}=***`);
});

/** Tells its process id by its URL. */
const telling = {
  command: 'echo listening as $$; exec sleep 60',
  ready: /as (\d+)/,
  url: ([, pid]: RegExpExecArray) => `ws://localhost:4000/${pid}`,
};

test('a crash ends the waits of a test that has connected by the URL, and of what runs within its users', async () => {
  const server = new ProcessServer(telling, process.env, 0, 0, 'The server');
  const servers = new Servers();
  servers.processes.add(server);
  const { port, pathname } = new URL(await server.start(60_000));
  const [block, other] = [new Scope('the describe block "chat"'), new Scope('the test "elsewhere"')];
  const inner = new Scope('the test "rob leaves"', block);
  const over = new Scope('the test "is over"', block);
  await over.end();
  servers.usedAt(`ws://127.0.0.1:${port}/chat`, block);
  servers.usedAt(`ws://example.com:${port}/`, other);
  expect([[block], [other]].map((scopes) => server.isUsedBy(scopes))).toEqual([true, false]);
  const ended: string[] = [];
  const crashed = new Promise<void>((resolve) => {
    for (const scope of [over, other]) scope.waits.add(() => ended.push(scope.label));
    inner.waits.add((violation) => {
      ended.push(`${inner.label}: ${violation?.sentence}`);
      resolve();
    });
  });
  process.kill(Number(pathname.slice(1)));
  await crashed;
  expect(ended).toEqual(['the test "rob leaves": The server was ended by SIGTERM']);
});

test('a failure waits for the exit of a server where a connection was cut, and only there', async () => {
  const waited: boolean[] = [];
  const untilRead = async (ms: number) => void waited.push(ms > 0);
  const servers = new Servers();
  servers.processes.add({ isUsedBy: () => true, untilRead, accountSince: () => undefined } as never);
  for (const by of ['server', 'nobody']) {
    const scope = new Scope('the test "rob leaves"');
    scope.connections.push({ ending: { by } } as never);
    await servers.outputFor([scope], 0);
  }
  expect(waited).toEqual([false, true]);
});

test('a client that was cut off is told of a crash since it began to connect, and of nothing else', async () => {
  const server = new ProcessServer(telling, process.env, 0, 0, 'The server');
  const servers = new Servers();
  servers.processes.add(server);
  const url = await server.start(60_000);
  const since = performance.now();
  expect(await servers.crashAt(url, 0)).toBeUndefined();
  const pid = Number(new URL(url).pathname.slice(1));
  process.kill(pid);
  while (isRunning(pid)); // it is over before that is noticed
  expect(server.stopped).toBeUndefined();
  expect(await servers.crashAt(url, since)).toBe('The server was ended by SIGTERM');
  expect(await servers.crashAt(url, performance.now())).toBeUndefined();
  await server.start(60_000);
  const again = performance.now();
  await server.stop();
  expect(await servers.crashAt(url, again)).toBeUndefined();
});

test('processes that are deaf to SIGTERM are looked for less and less often', async () => {
  const deaf = '(trap "" TERM; echo deaf; exec sleep 60 > /dev/null 2>&1) & wait';
  const server = new ProcessServer({ command: deaf, ready: 'deaf', url: () => 'ws://localhost' }, process.env, 0, 1000);
  await server.start(60_000);
  const kill = jest.spyOn(process, 'kill');
  await server.stop();
  const looks = kill.mock.calls.filter(([, signal]) => signal === 0).length;
  kill.mockRestore();
  expect(looks).toBeLessThan(25);
});
