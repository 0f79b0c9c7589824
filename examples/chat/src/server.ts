import { createServer, type Server } from 'node:http';
import { type RawData, WebSocketServer } from 'ws';

/**
 * A chat. A user connects as `?name=Rob`; what users say, and their coming and going, reaches everybody.
 * The server is returned before it listens.
 */
export function chatServer(): Server {
  const server = createServer();
  const sockets = new WebSocketServer({ server });

  function tellEverybody(message: string): void {
    for (const socket of sockets.clients) socket.send(JSON.stringify({ message }));
  }

  sockets.on('connection', (socket, request) => {
    const name = new URL(request.url ?? '/', 'ws://chat').searchParams.get('name') ?? 'Somebody';

    socket.on('error', () => {}); // a broken frame ends its connection, not the server
    socket.on('close', () => tellEverybody(`${name} has disconnected`));
    socket.on('message', (data) => {
      const said = read(data);
      if (said === undefined) socket.send(JSON.stringify({ error: 'Send JSON such as { "message": "Hello!" }' }));
      else tellEverybody(`${name}: ${said}`);
    });

    tellEverybody(`${name} has connected`);
  });

  return server;
}

/** The text of a message; undefined when it is none. */
function read(data: RawData): string | undefined {
  try {
    const { message } = JSON.parse(data.toString()) as { message?: unknown };
    return typeof message === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}
