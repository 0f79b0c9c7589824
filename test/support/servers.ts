import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createTcpServer, type Socket, type Server as TcpServer } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/** A server that does what the test says at each connection. Not listening yet. */
export function serverThat(onConnection: (socket: WebSocket, request: IncomingMessage) => void): Server {
  const server = createServer();
  new WebSocketServer({ server, handleProtocols: (offered) => [...offered].at(-1) ?? false }).on(
    'connection',
    (socket, request) => {
      socket.on('error', () => {});
      onConnection(socket, request);
    },
  );
  return server;
}

/** Sends back what it gets, as it got it. */
export const echoServer = (): Server =>
  serverThat((socket) => socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary })));

/** Sends these messages to everybody who connects. */
export const serverThatSends = (...messages: (string | Buffer)[]): Server =>
  serverThat((socket) => {
    for (const message of messages) socket.send(message);
  });

/** Completes the handshake, then writes raw bytes, and never answers. */
export function rawServer(
  afterHandshake: (socket: Socket) => void = () => {},
  { headers = [], allowHalfOpen = false }: { readonly headers?: readonly string[]; readonly allowHalfOpen?: boolean } = {},
): TcpServer & { readonly sockets: Set<Socket> } {
  return tcpServer((socket, request) => {
    socket.write(acceptance(request, headers));
    afterHandshake(socket);
  }, allowHalfOpen);
}

/** Does this when it has been asked for something. */
export function tcpServer(
  onRequest: (socket: Socket, request: string) => void,
  allowHalfOpen = false,
): TcpServer & { readonly sockets: Set<Socket> } {
  const sockets = new Set<Socket>();
  const server = createTcpServer({ allowHalfOpen }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
    socket.once('data', (request) => onRequest(socket, request.toString('latin1')));
  });
  return Object.assign(server, { sockets });
}

/** Speaks this, whatever is said to it. */
export const tcpServerThatSays = (text: string): TcpServer =>
  createTcpServer((socket) => {
    socket.on('error', () => {});
    socket.end(text);
  });

/** A short frame of a server (RFC 6455 §5.2). */
export const frame = (opcode: number, data: string | Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([0x80 | opcode, Buffer.byteLength(data)]), Buffer.from(data)]);

/** What a server answers the key of a request with (RFC 6455 §4.2.2). */
export function acceptOf(request: string): string {
  const [, key = ''] = /sec-websocket-key: (.*)\r\n/i.exec(request) ?? [];
  return createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
}

function acceptance(request: string, headers: readonly string[]): string {
  return [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${acceptOf(request)}`,
    ...headers,
    '\r\n',
  ].join('\r\n');
}

const listening = new Set<Server | TcpServer>();

afterEach(() => {
  for (const server of listening) {
    server.close();
    if ('sockets' in server) for (const socket of server.sockets as Set<Socket>) socket.destroy();
  }
  listening.clear();
});

/** Listens on a loopback port, by default an ephemeral one, until the test ends, and gives its URL. */
export async function listen(server: Server | TcpServer, scheme = 'ws', port = 0): Promise<string> {
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  listening.add(server);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `${scheme}://127.0.0.1:${address.port}`;
}
