import { once } from 'node:events';
import type { Socket } from 'node:net';
import WebSocket, { WebSocketServer } from 'ws';
import { isClosedServer, isWithinMessage, setWithinMessage, unfinishedBytes, writeRaw } from '../../src/connection/ws-internals';

/** Each of our private contracts with `ws` is a test here: it fails when `ws` moves what it is about. */

/** A client that notes what `ws` does with it. */
class Noting extends WebSocket {
  readonly noted: unknown[] = [];

  constructor(url: string) {
    super(url);
    this.on('error', (error) => void this.noted.push(error.message));
    this.on('close', () => void this.noted.push('closed'));
  }

  override close(code?: number, reason?: string | Buffer): void {
    this.noted.push(`close(${code}, ${reason})`);
    super.close(code, reason);
  }
}

let server: WebSocketServer;
let client: Noting;
let peer: WebSocket;
let tcp: Socket;

beforeEach(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  client = new Noting(`ws://127.0.0.1:${(server.address() as { port: number }).port}`);
  const [connected] = await Promise.all([once(server, 'connection'), once(client, 'open')]);
  [peer, { socket: tcp }] = connected as [WebSocket, { socket: Socket }];
});

afterEach(() => {
  client.terminate();
  server.close();
});

const closed = () => new Promise((resolve) => client.once('close', resolve));

test('ws tells how many bytes have come of a message in fragments', async () => {
  expect(unfinishedBytes(client)).toBe(0);
  peer.send('hello', { fin: false });
  peer.ping();
  await once(client, 'ping');
  expect(unfinishedBytes(client)).toBe(5);
  peer.send('!', { fin: true });
  await once(client, 'message');
  expect(unfinishedBytes(client)).toBe(0);
});

test('ws tells how many bytes have come of a part of a frame', async () => {
  tcp.write(Buffer.from([0x82, 100, 1, 2, 3]));
  while (unfinishedBytes(client) === 0) await new Promise((resolve) => setImmediate(resolve));
  expect(unfinishedBytes(client)).toBe(3);
});

describe('ws writes a frame of ours', () => {
  const header = Buffer.from([0x81, 0x80 + 1, 0, 0, 0, 0]);
  const frame = Buffer.concat([header, Buffer.from('x')]);

  const received = async (count: number) => {
    const messages: string[] = [];
    peer.on('message', (data) => messages.push(String(data).slice(0, 1)));
    while (messages.length < count) await once(peer, 'message');
    return messages;
  };

  test('behind what was sent before', async () => {
    const all = received(3);
    client.send('a');
    writeRaw(client, frame);
    client.send('b');
    expect(await all).toEqual(['a', 'x', 'b']);
  });

  test('behind what is being compressed', async () => {
    client.terminate();
    server.options.perMessageDeflate = true;
    client = new Noting(client.url);
    const [connected] = await Promise.all([once(server, 'connection'), once(client, 'open')]);
    [peer] = connected as [WebSocket];
    expect(client.extensions).toContain('permessage-deflate');
    const all = received(4);
    client.send('a'.repeat(5000));
    writeRaw(client, frame);
    client.send('b');
    writeRaw(client, frame);
    expect(client.bufferedAmount).toBeLessThan(10_000);
    expect(await all).toEqual(['a', 'x', 'b', 'x']);
    expect(client.bufferedAmount).toBe(0);
  });
});

test('ws begins a message, or continues it, as it is told', async () => {
  const all = new Promise((resolve) => {
    const messages: string[] = [];
    peer.on('message', (data) => messages.push(String(data)) === 3 && resolve(messages));
  });
  client.send('a', { fin: false });
  expect(isWithinMessage(client)).toBe(true);
  writeRaw(client, Buffer.from([0x80, 0x80 + 1, 0, 0, 0, 0, 0x62]));
  setWithinMessage(client, false);
  client.send('c');
  writeRaw(client, Buffer.from([0x01, 0x80 + 1, 0, 0, 0, 0, 0x64]));
  setWithinMessage(client, true);
  client.send('e');
  expect(isWithinMessage(client)).toBe(false);
  expect(await Promise.race([all, closed()])).toEqual(['ab', 'c', 'de']);
});

test('ws calls its own close() when a close frame has come, and says so when the socket is gone', async () => {
  peer.close(4001, 'bye');
  await closed();
  expect(client.noted).toEqual(['close(4001, bye)', 'closed']);
});

test('ws calls its own close() for a frame against the protocol, and then says what is wrong', async () => {
  tcp.write(Buffer.from([0xf1, 0]));
  await closed();
  expect(client.noted).toEqual(['close(1002, undefined)', 'Invalid WebSocket frame: RSV2 and RSV3 must be clear', 'closed']);
});

test('ws takes the server of its own from a WebSocketServer that is closed', async () => {
  expect(isClosedServer(server)).toBe(false);
  client.terminate();
  server.close();
  await once(server, 'close');
  expect(isClosedServer(server)).toBe(true);
});
