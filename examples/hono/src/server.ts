import { createAdaptorServer } from '@hono/node-server';
import { createNodeWebSocket } from '@hono/node-ws';
import { Hono } from 'hono';
import type { WSContext } from 'hono/ws';

/** Who may come in, by token. */
const users: Readonly<Record<string, string>> = { 'token-of-ann': 'Ann', 'token-of-bob': 'Bob' };

/** A Hono application with a chat at `/chat`, on Node. The server is returned before it listens. */
export function createServer() {
  const app = new Hono<{ Variables: { name: string } }>();
  const { injectWebSocket, upgradeWebSocket } = createNodeWebSocket({ app });
  const sockets = new Set<WSContext>();

  app.use('/chat', async (context, next) => {
    const name = users[context.req.header('authorization')?.replace('Bearer ', '') ?? ''];
    if (name === undefined) return context.text('Who are you?', 401);
    context.set('name', name);
    return next();
  });

  app.get(
    '/chat',
    upgradeWebSocket((context) => ({
      onOpen: (_event, socket) => {
        sockets.add(socket);
        socket.send(JSON.stringify({ welcome: context.get('name') }));
      },
      onMessage: ({ data }) => {
        const { text } = JSON.parse(String(data)) as { text: string };
        for (const one of sockets) one.send(JSON.stringify({ from: context.get('name'), text }));
      },
      onClose: (_event, socket) => void sockets.delete(socket),
    })),
  );

  const server = createAdaptorServer(app);
  injectWebSocket(server);
  return server;
}
