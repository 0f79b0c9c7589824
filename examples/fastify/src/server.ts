import websocket from '@fastify/websocket';
import Fastify, { type FastifyInstance } from 'fastify';

/** Who may come in, by token. */
const users: Readonly<Record<string, string>> = { 'token-of-ann': 'Ann', 'token-of-bob': 'Bob' };

/** A Fastify application with a chat at `/chat`. It neither listens nor is it ready yet. */
export function createApp(): FastifyInstance {
  const app = Fastify();

  app.register(websocket);
  app.register(async (scope) => {
    const nameOf = (authorization = '') => users[authorization.replace('Bearer ', '')];

    scope.addHook('preValidation', async ({ headers }, reply) => {
      if (nameOf(headers.authorization) === undefined) await reply.code(401).send({ error: 'Who are you?' });
    });

    scope.get('/chat', { websocket: true }, (socket, { headers }) => {
      const name = nameOf(headers.authorization);
      socket.on('message', (data: Buffer) => {
        const { text } = JSON.parse(data.toString()) as { text: string };
        for (const one of scope.websocketServer.clients) one.send(JSON.stringify({ from: name, text }));
      });
      socket.send(JSON.stringify({ welcome: name }));
    });
  });

  return app;
}
