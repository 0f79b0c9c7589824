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
