import { createServer, type Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';

/** Action Cable of Rails at `/cable`, with one channel: who has subscribed to a room hears who speaks in it. */
export function actionCableServer(): Server {
  const server = createServer();
  const subscribers = new Map<string, Set<WebSocket>>();
  const options = { server, path: '/cable', handleProtocols: () => 'actioncable-v1-json' };
  new WebSocketServer(options).on('connection', (socket, { headers }) => {
    const say = (message: object) => socket.send(JSON.stringify(message));
    if (headers.cookie?.includes('banned')) {
      say({ type: 'disconnect', reason: 'unauthorized', reconnect: false });
      return socket.close();
    }
    say({ type: 'welcome' });
    const pings = setInterval(() => say({ type: 'ping', message: Math.floor(Date.now() / 1000) }), 3000);
    socket.on('close', () => {
      clearInterval(pings);
      for (const sockets of subscribers.values()) sockets.delete(socket);
    });
    socket.on('message', (text) => {
      const { command, identifier, data } = JSON.parse(String(text)) as Record<'command' | 'identifier' | 'data', string>;
      const sockets = subscribers.get(identifier) ?? new Set();
      if (command === 'unsubscribe') sockets.delete(socket);
      else if (command === 'message') {
        const message = JSON.parse(data);
        for (const other of sockets) other.send(JSON.stringify({ identifier, message }));
      } else if (JSON.parse(identifier).channel !== 'ChatChannel') say({ type: 'reject_subscription', identifier });
      else {
        subscribers.set(identifier, sockets.add(socket));
        say({ type: 'confirm_subscription', identifier });
      }
    });
  });
  return server;
}
