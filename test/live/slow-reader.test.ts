import { connect } from 'jest-websocket';
import type { WebSocket } from 'ws';
import { failure } from '../support/failure';
import { serverThat } from '../support/servers';

/** A server, and its sockets in the order in which clients came. */
function server() {
  const sockets: WebSocket[] = [];
  return { sockets, http: serverThat((socket) => void sockets.push(socket)) };
}

const MUCH = Buffer.alloc(40_000_000, 1);

const closed = (socket: WebSocket | undefined) => new Promise((resolve) => socket?.once('close', resolve));

test('what is sent to a client that has paused piles up in the server, until it resumes', async () => {
  const { sockets, http } = server();
  const client = await connect(http);
  const [socket] = sockets;
  client.pause();
  client.pause();
  socket?.send(MUCH);
  socket?.send('and more');
  await expect(client).not.toReceive();
  expect(socket?.bufferedAmount).toBeGreaterThan(MUCH.length / 2);

  client.resume();
  await expect(client).toReceiveMessages([MUCH, 'and more'], { order: 'exact' });
  expect(socket?.bufferedAmount).toBe(0);
  client.resume();
  expect(client.transcript.flatMap((entry) => (entry.kind === 'network' ? entry.change : []))).toEqual(['pause', 'resume']);
});

test('a client that has paused hears no end, and closes as any other', async () => {
  const { sockets, http } = server();
  const client = await connect(http);
  client.pause();
  sockets[0]?.close(4001, 'bye');
  await expect(client).not.toClose();
  const { message } = await failure(() => expect(client).toClose({ timeout: 10 }));
  expect(message).toContain('\nHint: Nothing can reach client 1: it does not read, since pause().');
  client.resume();
  await expect(client).toClose(4001, 'bye');

  const other = await connect(http);
  other.pause();
  const gone = closed(sockets[1]);
  await other.close(4002);
  expect(await gone).toBe(4002);
});

test('a client that has paused answers no ping, and says why it gets no pong', async () => {
  const { http } = server();
  const client = await connect(http, { name: 'rob' });
  client.pause();
  const { message } = await failure(() => client.ping('x', { timeout: 20 }));
  expect(message).toBe('rob got no pong: it does not read, since pause().');
});

describe('at the end of its test', () => {
  const { sockets, http } = server();
  const ends: Promise<unknown>[] = [];

  test('a client may not read', async () => {
    const [few, many] = [await connect(http), await connect(http)];
    for (const socket of sockets) ends.push(closed(socket));
    for (const client of [few, many]) client.pause();
    sockets[1]?.send(MUCH);
  });

  test('and is closed all the same', async () => {
    const [few] = await Promise.all(ends);
    expect(few).toBe(1000);
  });
});

test('who is not open cannot pause', async () => {
  const { http } = server();
  const client = await connect(http, { name: 'rob' });
  await client.close();
  const { message, stack } = await failure(() => client.pause());
  expect(message).toBe('rob cannot pause: it was closed with 1000.');
  expect(stack).toContain('slow-reader.test.ts');
  client.resume();
});
