import { EventEmitter, on } from 'node:events';
import { createServer, type Server } from 'node:http';
import { initTRPC, TRPCError } from '@trpc/server';
import { applyWSSHandler, type CreateWSSContextFnOptions } from '@trpc/server/adapters/ws';
import { WebSocketServer } from 'ws';
import { z } from 'zod';

/** Who may come in, by token. */
const users: Readonly<Record<string, string>> = { 'token-of-ann': 'Ann', 'token-of-bob': 'Bob' };

function createContext({ req }: CreateWSSContextFnOptions): { name: string } {
  const name = users[req.headers.authorization?.replace('Bearer ', '') ?? ''];
  if (name === undefined) throw new TRPCError({ code: 'UNAUTHORIZED', message: 'Who are you?' });
  return { name };
}

const t = initTRPC.context<typeof createContext>().create();

/** A chat over tRPC. The server is returned before it listens. */
export function createApp(): Server {
  const server = createServer();
  const chat = new EventEmitter().setMaxListeners(0);

  const router = t.router({
    users: t.procedure.query(() => Object.values(users)),
    say: t.procedure.input(z.object({ text: z.string() })).mutation(({ input: { text }, ctx: { name } }) => {
      chat.emit('said', { from: name, text });
    }),
    said: t.procedure.subscription(async function* ({ signal }) {
      for await (const [said] of on(chat, 'said', { signal })) yield said as { from: string; text: string };
    }),
  });

  applyWSSHandler({ wss: new WebSocketServer({ server }), router, createContext });
  return server;
}
