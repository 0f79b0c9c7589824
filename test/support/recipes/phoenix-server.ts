import { createServer, type Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';

type Push = [joinRef: string | null, ref: string | null, topic: string, event: string, payload: Record<string, unknown>];

/** Channels of Phoenix (the serializer of version 2) at `/socket/websocket`: who has joined a room hears who speaks in it. */
export function phoenixServer(): Server {
  const server = createServer();
  const joined = new Map<string, Map<WebSocket, string | null>>();
  new WebSocketServer({ server, path: '/socket/websocket' }).on('connection', (socket) => {
    socket.on('close', () => {
      for (const sockets of joined.values()) sockets.delete(socket);
    });
    socket.on('message', (data) => {
      const [joinRef, ref, topic, event, payload] = JSON.parse(String(data)) as Push;
      const room = joined.get(topic) ?? new Map<WebSocket, string | null>();
      const reply = (status: string, response: object) =>
        socket.send(JSON.stringify([joinRef, ref, topic, 'phx_reply', { status, response }]));
      if (event === 'heartbeat' && topic === 'phoenix') return reply('ok', {});
      if (event === 'phx_join') {
        if (topic === 'room:staff') return reply('error', { reason: 'unauthorized' });
        joined.set(topic, room.set(socket, joinRef));
        return reply('ok', { people: room.size });
      }
      if (!room.has(socket)) return reply('error', { reason: 'unmatched topic' });
      if (event === 'phx_leave') room.delete(socket);
      else for (const [other, ofJoin] of room) other.send(JSON.stringify([ofJoin, null, topic, event, payload]));
      reply('ok', {});
      if (event === 'phx_leave') socket.send(JSON.stringify([joinRef, ref, topic, 'phx_close', {}]));
    });
  });
  return server;
}
