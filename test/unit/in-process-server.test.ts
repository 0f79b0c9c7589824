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

test('a server that is stopped twice at once is gone for both when it is', async () => {
  const http = createServer();
  const closed = jest.fn();
  http.on('close', closed);
  const server = new InProcessServer(http, { port: 0, host: '127.0.0.1' }, 60_000);
  await server.start(60_000);
  const first = server.stop(true);
  await server.stop(true);
  expect(closed).toHaveBeenCalledTimes(1);
  await first;
});

describe('a server that is stopped while it starts', () => {
  test('is gone when that is done, though it was made only then', async () => {
    const http = createServer();
    const events: string[] = [];
    for (const event of ['listening', 'close']) http.on(event, () => events.push(event));
    let make = () => {};
    const making = new Promise((resolve) => {
      make = () => resolve(http);
    });
    const server = new InProcessServer(() => making, { port: 0, host: '127.0.0.1' }, 60_000);
    const starting = server.start(60_000).catch(({ message }) => message);
    const stopping = server.stop(true);
    make();
    await stopping;
    expect(events).toEqual(['listening', 'close']);
    expect(await starting).toBe('The server was closed while it was started.');
  });

  test('is not waited for if it was not made in time, as was said', async () => {
    const server = new InProcessServer(() => new Promise(() => {}), { port: 0, host: '127.0.0.1' }, 60_000);
    await expect(server.start(1)).rejects.toThrow('made none within 1 ms');
    await server.stop(true);
  });
});
