import { Module } from '@nestjs/common';
import {
  ConnectedSocket,
  MessageBody,
  type OnGatewayInit,
  SubscribeMessage,
  WebSocketGateway,
  WebSocketServer,
} from '@nestjs/websockets';
import type { Server, Socket } from 'socket.io';

/** Who may come in, by token. */
const users: Readonly<Record<string, string>> = { 'token-of-ann': 'Ann', 'token-of-bob': 'Bob' };

/** A chat with rooms. What a handler returns is the acknowledgement of the event. */
@WebSocketGateway()
export class ChatGateway implements OnGatewayInit {
  @WebSocketServer()
  private readonly server!: Server;

  afterInit(server: Server): void {
    server.use((socket, next) => {
      socket.data.name = users[socket.handshake.auth.token as string];
      next(socket.data.name === undefined ? new Error('Who are you?') : undefined);
    });
  }

  @SubscribeMessage('join')
  async join(@ConnectedSocket() socket: Socket, @MessageBody() room: string): Promise<number> {
    await socket.join(room);
    socket.to(room).emit('joined', socket.data.name);
    return this.server.sockets.adapter.rooms.get(room)?.size ?? 0;
  }

  @SubscribeMessage('say')
  say(@ConnectedSocket() socket: Socket, @MessageBody() { room, text }: { room: string; text: string }): void {
    this.server.to(room).emit('said', { from: socket.data.name, text });
  }
}

@Module({ providers: [ChatGateway] })
export class ChatModule {}
