import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ProcessServer } from '../../src/server/process-server';
import { Scope } from '../../src/waiting/scope';

test('a server that outlives a test keeps nothing of it', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const server = new ProcessServer({ command: 'true' }, {}, 0, 0);
  const used = await (async () => {
    const scope = new Scope('the test "rob leaves"');
    server.usedBy(scope);
    await scope.end();
    return new WeakRef(scope);
  })();
  await new Promise(setImmediate);
  collect();
  expect(used.deref()).toBeUndefined();
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

test('a server that never gets ready shows what it has printed before the test began', async () => {
  const server = new ProcessServer({ command: 'echo no database; sleep 60', ready: 'listening' }, process.env, 0, 0);
  const starting = server.start(60_000).catch(({ message }) => message);
  while (server.accountSince(0) === undefined) await new Promise(setImmediate);
  const account = 'The server `echo no database; sleep 60` printed while it was to start:\n\n│ no database';
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
