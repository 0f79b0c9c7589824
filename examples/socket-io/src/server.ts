import { createServer, type Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';

/** Who may come in, by token. */
const users: Readonly<Record<string, string>> = { 'token-of-ann': 'Ann', 'token-of-bob': 'Bob' };

/** A chat with rooms, over Socket.IO. The server is returned before it listens. */
export function createApp(): HttpServer {
  const server = createServer();
  const io = new Server(server);

  io.use((socket, next) => {
    const name = users[socket.handshake.auth.token as string];
    socket.data.name = name;
    next(name === undefined ? Object.assign(new Error('Who are you?'), { data: { code: 'stranger' } }) : undefined);
  });

  io.on('connection', (socket) => {
    const { name } = socket.data as { name: string };

    socket.on('join', async (room: string, joined: (members: number) => void) => {
      await socket.join(room);
      socket.to(room).emit('joined', name);
      joined(io.sockets.adapter.rooms.get(room)?.size ?? 0);
    });

    socket.on('say', (room: string, text: string) => {
      io.to(room).emit('said', { from: name, text });
    });
  });

  return server;
}
