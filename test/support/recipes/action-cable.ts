import type { Codec } from 'jest-websocket';

/** `{ channel: 'ChatChannel', room: 1 }` */
type Identifier = Readonly<Record<string, unknown>>;

export interface CableMessage {
  readonly identifier: Identifier;
  readonly message?: any;
  readonly type?: 'confirm_subscription' | 'reject_subscription';
}

export interface CableCommand {
  readonly command: 'subscribe' | 'unsubscribe' | 'message';
  readonly identifier: Identifier;
  readonly data?: { readonly action: string; readonly [name: string]: unknown };
}

/** Action Cable of Rails. `request()` of a subscription resolves when it is confirmed or rejected: see its `type`. */
export const actionCable = (): Codec<CableMessage, CableCommand> => ({
  name: 'action-cable',
  path: '/cable',
  protocols: 'actioncable-v1-json',
  open: (connection) => {
    const handshake = connection.handshake();
    return {
      *decode(payload) {
        const { type, identifier, message, reason } = JSON.parse(String(payload));
        if (type === 'disconnect') {
          handshake.fail(reason);
          connection.end(`the server has disconnected the client: ${reason}`);
        } else if (type === 'welcome') handshake.done();
        if (identifier === undefined) connection.traffic({ type, message, reason });
        else if (type) yield connection.answer({ type, identifier: JSON.parse(identifier) });
        else yield { identifier: JSON.parse(identifier), message };
      },
      encode: ({ command, identifier, data }) =>
        JSON.stringify({ command, identifier: JSON.stringify(identifier), data: data && JSON.stringify(data) }),
      request: (message) => {
        const identifier = JSON.stringify(message.identifier);
        return { message, isReply: (reply) => JSON.stringify(reply.identifier) === identifier };
      },
    };
  },
});
