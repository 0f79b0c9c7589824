import { createServer } from 'node:http';
import { InProcessServer } from '../../src/server/in-process-server';
import { beforeItsTest } from '../support/before-its-test';
import { freePort } from '../support/free-port';

const listening = () => createServer().listen(0, '127.0.0.1');

describe.each([
  ['a module exports', () => listening()],
  ['a function of a module makes', () => listening],
])('a server that listens by itself, which %s', (_, source) => {
  test('is used where it listens', async () => {
    const place = { port: await freePort(), host: '127.0.0.1' };
    const server = new InProcessServer(source(), place, 0, false);
    const { port } = new URL(await server.start(60_000));
    expect(Number(port)).not.toBe(place.port);
    expect(server.stopped).toBeUndefined();
    await server.stop(true);
  });
});

test('a function that was given a port must take it', async () => {
  const server = new InProcessServer(listening, { port: await freePort(), host: '127.0.0.1' }, 0);
  await expect(server.start(60_000)).rejects.toThrow('A function that makes a server is given the port');
  await server.stop(true);
});

test('a server that is not made in time says so before its test is over, also where the loop is blocked past both', async () => {
  const server = new InProcessServer(() => new Promise(() => {}), { port: 0, host: '127.0.0.1' }, 0);
  const sentence = 'The function given to serve() made none within 1 ms.';
  expect(await beforeItsTest(() => server.start(1, performance.now()))).toBe(sentence);
});
