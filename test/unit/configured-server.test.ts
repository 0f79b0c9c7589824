import { ConfiguredServer } from '../../src/server/configured-server';
import { Scope } from '../../src/waiting/scope';
import { beforeItsTest } from '../support/before-its-test';

test('who waits for its start is told so before the test is over, also where the loop is blocked past both', async () => {
  const server = new ConfiguredServer({ command: 'sleep 60', ready: 'listening' }, process.env);
  const scope = new Scope('the test "rob connects"');
  const connecting = () => server.urlFor({ scope, deadline: performance.now() });
  expect(await beforeItsTest(connecting)).toContain('is still starting, after 0 ms. Give the test more time');
  await server.process.stop();
});
