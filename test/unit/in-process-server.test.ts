import { createServer } from 'node:http';
import { InProcessServer } from '../../src/server/in-process-server';
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
