import { EventEmitter, on } from 'node:events';
import { createServer, type Server } from 'node:http';
import { buildSchema, type ExecutionArgs, type GraphQLError, parse, validate } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';

const schema = buildSchema(`
  type Said { from: String!, text: String! }
  type Query { users: [String!]! }
  type Mutation { say(text: String!): Said! }
  type Subscription { said: Said! }
`);

/** Who may come in, by token. */
const users: Readonly<Record<string, string>> = { 'token-of-ann': 'Ann', 'token-of-bob': 'Bob' };

/** A chat over GraphQL, at `/graphql`. The server is returned before it listens. */
export function createApp(): Server {
  const server = createServer();
  const chat = new EventEmitter().setMaxListeners(0);

  const rootValue = {
    users: () => Object.values(users),
    say: ({ text }: { text: string }, { name }: { name: string }) => {
      const said = { from: name, text };
      chat.emit('said', said);
      return said;
    },
    async *said() {
      for await (const [said] of on(chat, 'said')) yield { said };
    },
  };

  useServer<{ token?: string }>(
    {
      schema,
      onConnect: ({ connectionParams }) => users[connectionParams?.token ?? ''] !== undefined,
      onSubscribe: ({ connectionParams }, _id, { query, operationName, variables }): ExecutionArgs | readonly GraphQLError[] => {
        const document = parse(query);
        const errors = validate(schema, document);
        if (errors.length > 0) return errors;
        const contextValue = { name: users[connectionParams?.token ?? ''] };
        return { schema, document, operationName, variableValues: variables, rootValue, contextValue };
      },
    },
    new WebSocketServer({ server, path: '/graphql' }),
  );
  return server;
}
