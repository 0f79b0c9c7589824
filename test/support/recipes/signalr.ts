import type { Codec } from 'jest-websocket';

/** A call of a method, by either side: `{ target: 'Send', arguments: ['Hello!'] }`. */
export interface Invocation {
  readonly target: string;
  readonly arguments: readonly any[];
}

export interface Completion {
  readonly result?: any;
  readonly error?: string;
}

type Outgoing = Invocation & { readonly invocationId?: string };

const END = '\x1e';

/** Hubs of SignalR, in the JSON protocol. `request()` resolves to the completion: `{ result }` or `{ error }`. */
export const signalR = (): Codec<Invocation, Outgoing, Completion> => ({
  name: 'signalr',
  open: (connection) => {
    const handshake = connection.handshake();
    const written = (message: object) => `${JSON.stringify(message)}${END}`;
    const say = (message: object) => connection.send(written(message), message);
    let isReady = false;
    let ids = 0;
    say({ protocol: 'json', version: 1 });
    connection.every(15_000, () => say({ type: 6 }));
    return {
      *decode(payload) {
        for (const text of String(payload).split(END).slice(0, -1)) {
          const message = JSON.parse(text);
          const { type, error, target, arguments: args } = message;
          if (type === 1) yield { target, arguments: args };
          else if (type === 3) yield connection.answer(message);
          else {
            connection.traffic(message);
            if (type === 7) connection.end(`the server has closed the connection: ${error ?? 'no error'}`);
            if (!isReady && error !== undefined) handshake.fail(error);
            if (!isReady) handshake.done();
            isReady = true;
          }
        }
      },
      encode: (message) => written({ type: 1, ...message }),
      request: (message) => {
        const invocationId = `${++ids}`;
        return {
          message: { ...message, invocationId },
          isReply: (reply) => (reply as Partial<Outgoing>).invocationId === invocationId,
          resultOf: ({ result, error }: any) => (error === undefined ? { result } : { error }),
        };
      },
      close: () => say({ type: 7 }),
    };
  },
});
