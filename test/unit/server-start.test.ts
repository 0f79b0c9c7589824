import { once } from 'node:events';
import { createServer } from 'node:http';
import { historyOf, turnOf } from '../../src/server/server-start';

/** It reads what Node documents nowhere: here it shows when a version of Node keeps it no more. */
test('a server that was closed is told from one that has never listened', async () => {
  const server = createServer();
  expect(historyOf(server)).toBe('fresh');
  server.listen(0, '127.0.0.1');
  expect(historyOf(server)).toBe('told');
  await once(server, 'listening');
  const listening = turnOf(server);
  server.close();
  expect(historyOf(server)).toBe('closed');
  expect(turnOf(server)).not.toBe(listening);
  await once(server, 'close');
  expect(historyOf(server)).toBe('closed');
});

test('one that was closed before it listened, and one that could not, are not fresh', async () => {
  const closed = createServer().close();
  expect(historyOf(closed)).toBe('told');
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const failing = createServer().listen((other.address() as { port: number }).port, '127.0.0.1');
  await once(failing, 'error');
  expect(historyOf(failing)).toBe('told');
  other.close();
});
