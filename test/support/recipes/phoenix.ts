import type { Codec } from 'jest-websocket';

export interface PhoenixMessage {
  readonly topic: string;
  readonly event: string;
  readonly payload?: any;
  readonly ref?: string;
}

/** Channels of Phoenix. `request()` resolves to the reply: `{ status: 'ok', response }`. */
export const phoenix = (): Codec<PhoenixMessage, PhoenixMessage, { status: string; response: any }> => ({
  name: 'phoenix',
  path: '/socket/websocket',
  query: { vsn: '2.0.0' },
  open: (connection) => {
    const joins = new Map<string, string>();
    let refs = 0;
    const encode = ({ topic, event, payload = {}, ref = `${++refs}` }: PhoenixMessage) => {
      if (event === 'phx_join') joins.set(topic, ref);
      return JSON.stringify([joins.get(topic) ?? null, ref, topic, event, payload]);
    };
    connection.every(30_000, () => {
      const heartbeat = { topic: 'phoenix', event: 'heartbeat' };
      connection.send(encode(heartbeat), heartbeat);
    });
    return {
      *decode(text) {
        const [, ref, topic, event, payload] = JSON.parse(String(text));
        if (topic === 'phoenix') connection.traffic({ topic, event, payload });
        else if (event === 'phx_reply') yield connection.answer({ topic, event, payload, ref });
        else yield { topic, event, payload };
      },
      encode,
      request: (message) => {
        const ref = `${++refs}`;
        return { message: { ...message, ref }, isReply: (reply) => reply.ref === ref, resultOf: ({ payload }) => payload };
      },
    };
  },
});
