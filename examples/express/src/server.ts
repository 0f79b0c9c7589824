import { createServer, type Server } from 'node:http';
import express from 'express';
import { WebSocketServer } from 'ws';

/** Who may come in, by token. */
const users: Readonly<Record<string, string>> = { 'token-of-ann': 'Ann', 'token-of-bob': 'Bob' };

/** An Express application with a chat beside it, at `/chat`. The server is returned before it listens. */
export function createApp(): Server {
  const app = express();
  app.get('/users', (_request, response) => void response.json([...sockets.clients].length));

  const server = createServer(app);
  const sockets = new WebSocketServer({ noServer: true });

  server.on('upgrade', (request, socket, head) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const name = users[request.headers.authorization?.replace('Bearer ', '') ?? ''];
    if (pathname !== '/chat') return void socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
    if (name === undefined) return void socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');

    sockets.handleUpgrade(request, socket, head, (client) => {
      client.on('message', (data) => {
        const { text } = JSON.parse(data.toString()) as { text: string };
        for (const one of sockets.clients) one.send(JSON.stringify({ from: name, text }));
      });
      client.send(JSON.stringify({ welcome: name }));
    });
  });

  return server;
}
