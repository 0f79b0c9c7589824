import { createServer, type Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';

const END = '\x1e';

/** A hub of SignalR (the JSON protocol) at `/chat`: `Send` is heard by everybody, `Add` has a result, all else fails. */
export function signalRServer(): Server {
  const server = createServer();
  const wss = new WebSocketServer({ server, path: '/chat' }).on('connection', (socket) => {
    let isReady = false;
    socket.on('message', (data) => {
      for (const text of String(data).split(END).slice(0, -1)) {
        if (isReady) answer(socket, JSON.parse(text));
        else isReady = greet(socket, JSON.parse(text));
      }
    });
  });
  const answer = (socket: WebSocket, message: Invocation) => {
    const { type, target, invocationId, arguments: args = [] } = message;
    if (type === 7) return socket.close();
    if (type !== 1) return;
    const done = (outcome: object) => invocationId !== undefined && say(socket, { type: 3, invocationId, ...outcome });
    if (target === 'Send') {
      for (const other of wss.clients) say(other, { type: 1, target: 'Receive', arguments: args });
      done({ result: null });
    } else if (target === 'Add') done({ result: Number(args[0]) + Number(args[1]) });
    else done({ error: `Unknown hub method '${target}'` });
  };
  return server;
}

interface Invocation {
  readonly type: number;
  readonly target?: string;
  readonly invocationId?: string;
  readonly arguments?: readonly unknown[];
}

const say = (socket: WebSocket, message: object): void => socket.send(`${JSON.stringify(message)}${END}`);

/** The handshake. Whether it has succeeded. */
function greet(socket: WebSocket, { protocol }: { protocol: string }): boolean {
  if (protocol === 'json') say(socket, {});
  else {
    say(socket, { error: `The protocol '${protocol}' is not supported.` });
    socket.close();
  }
  return protocol === 'json';
}
