import { createServer } from 'node:http';
import { type Codec, connect, serve } from 'jest-websocket';
import { graphqlWs, socketIo } from 'jest-websocket/codecs';
import { Server } from 'socket.io';
import { WebSocketServer } from 'ws';
import { failure } from '../support/failure';

const token = 'hunter2-abcdefghijkl-99';

describe('the secrets that a codec sends are not shown, whoever repeats them:', () => {
  test('a connect_error of Socket.IO', async () => {
    const server = createServer();
    const io = new Server(server);
    io.use(({ handshake: { auth } }, next) => next(new Error(`no user for ${auth.token}`)));
    const { message } = await failure(() => connect(server, { codec: socketIo({ auth: { token } }) }));
    expect(message).toContain('no user for ***');
    expect(message).not.toContain(token);
    await io.close();
  });

  test('a close reason of graphql-ws', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    server.on('connection', (socket) => socket.on('message', () => socket.close(4403, `Forbidden for ${token}`)));
    const { message } = await failure(() => connect(server, { codec: graphqlWs({ payload: { token } }) }));
    expect(message).toContain('Forbidden for ***');
    expect(message).not.toContain(token);
  });

  test('a message to a codec of the user', async () => {
    const codec: Codec = { secrets: { token }, open: () => ({ decode: (payload) => [payload], encode: String }) };
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    server.on('connection', (socket) => socket.send(`hello ${token}`));
    const client = await connect(server, { codec });
    const { message } = await failure(() => expect(client).toReceiveNextMessage('bye'));
    expect(message).toContain('hello ***');
    expect(message).not.toContain(token);
  });
});

test('the secrets of a codec are not told to the server that a redirect leads to', async () => {
  const seen: string[] = [];
  const wss = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  wss.on('connection', (socket) => socket.on('message', (data) => seen.push(String(data))));
  const other = await serve(wss);
  const redirecting = await serve(
    createServer().on('upgrade', (_, socket) => socket.end(`HTTP/1.1 302 Found\r\nlocation: ${other.url}\r\n\r\n`)),
  );
  const codec = graphqlWs({ payload: { token } });
  const { message } = await failure(() => connect(redirecting, { codec, followRedirects: true }));
  expect(message).toContain(
    `it redirects to ${new URL(other.url).href}, another server, and the codec would tell it secrets. Connect to it, if that is meant.`,
  );
  expect(seen).toEqual([]);
});

test('what a codec says of its secrets must be an object, and is not shown', async () => {
  const codec = { secrets: token, open: () => ({ decode: () => [], encode: String }) } as unknown as Codec;
  const { message } = await failure(() => connect('ws://127.0.0.1:1', { codec }));
  expect(message).toBe("The secrets of the codec must be an object, not '***'.");
});
