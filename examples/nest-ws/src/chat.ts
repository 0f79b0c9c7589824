import type { IncomingMessage } from 'node:http';
import { Module } from '@nestjs/common';
import {
  ConnectedSocket,
  MessageBody,
  type OnGatewayConnection,
  SubscribeMessage,
  WebSocketGateway,
  WebSocketServer,
} from '@nestjs/websockets';
import type { Server, WebSocket } from 'ws';

/** Who may come in, by token. */
const users: Readonly<Record<string, string>> = { 'token-of-ann': 'Ann', 'token-of-bob': 'Bob' };

/** A chat at `/chat`. As Nest's ws adapter has it, a message is `{ event, data }` both ways. */
@WebSocketGateway({ path: '/chat' })
export class ChatGateway implements OnGatewayConnection {
  @WebSocketServer()
  private readonly server!: Server;
  private readonly names = new WeakMap<WebSocket, string>();

  handleConnection(client: WebSocket, request: IncomingMessage): void {
    const name = users[request.headers.authorization?.replace('Bearer ', '') ?? ''];
    if (name === undefined) {
      client.close(4401, 'Who are you?');
      return;
    }
    this.names.set(client, name);
    client.send(JSON.stringify({ event: 'welcome', data: name }));
  }

  @SubscribeMessage('say')
  say(@ConnectedSocket() client: WebSocket, @MessageBody() text: string): void {
    const said = JSON.stringify({ event: 'said', data: { from: this.names.get(client), text } });
    for (const one of this.server.clients) one.send(said);
  }

  /** What it returns is the answer to who has asked. */
  @SubscribeMessage('count')
  count(): { event: string; data: number } {
    return { event: 'counted', data: this.server.clients.size };
  }
}

@Module({ providers: [ChatGateway] })
export class ChatModule {}
