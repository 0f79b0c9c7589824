/** What a message is to its protocol. */
export type JsonRpcKind = 'request' | 'reply' | 'stop' | 'notification' | 'send';

/** How messages are read and written, in a protocol in which a reply has the id of its request. */
export interface JsonRpcEnvelope<Message = any> {
  /** Shown in failures. Defaults to `'json-rpc'`. */
  readonly name?: string;
  /**
   * What a message is. `'request'`: it needs an id. `'reply'`: it has the id of its request. `'stop'`: it stops a request,
   * whose id it has. `'notification'`: it has no id, and no reply. `'send'`: it has no reply either, but needs an id.
   */
  kindOf(message: Message): JsonRpcKind;
  /** The id of a message; undefined where it has none yet. */
  idOf(message: Message): string | number | undefined;
  /** A copy with this id, and with all else that the protocol demands, such as `jsonrpc: '2.0'`. */
  withId(message: Message, id: string | number): Message;
  /** A copy of a notification with all that the protocol demands. Defaults to the message. */
  complete?(message: Message): Message;
  /**
   * Whether more than one message may answer a request; or a function that says of a reply whether others may follow it.
   * Defaults to `false`.
   */
  several?(request: Message): boolean | ((reply: Message) => boolean);
  /** Whether an object, as it is sent or received, is a message of the protocol. Defaults to any object. */
  isMessage?(value: object): boolean;
  /** Whether an array is several messages in one payload. Defaults to `true`. */
  readonly batches?: boolean;
  /** Two payloads that are no messages: the server's heartbeat, and the client's answer, which the codec sends by itself. */
  readonly heartbeat?: { readonly ping: string; readonly pong: string };
  /** The paths of the ids, at which snapshots show placeholders. Defaults to `['id', '[*].id']`. */
  readonly volatile?: readonly string[];
}

type Fields = { readonly [name: string]: unknown };

const isId = (id: unknown): id is string | number => typeof id === 'string' || typeof id === 'number';

const idIn = ({ id }: Fields) => (isId(id) ? id : undefined);

/** An id that is none: a client may test what becomes of it, and `null` is that of an error whose request has no readable id. */
const hasOddId = ({ id }: Fields): boolean => id !== undefined && !isId(id);

const isReply = (message: Fields): boolean => 'result' in message || 'error' in message;

/** JSON-RPC 2.0: a call without an id is a notification (§4.1). What has an odd one is sent as it is (§4, §5). */
const jsonRpcEnvelope: JsonRpcEnvelope<Fields> = {
  name: 'json-rpc',
  kindOf: (message) => {
    if (hasOddId(message)) return 'notification';
    if ('method' in message) return 'id' in message ? 'request' : 'notification';
    return isReply(message) ? 'reply' : 'notification';
  },
  idOf: idIn,
  withId: (message, id) => ({ jsonrpc: '2.0', ...message, id }),
  complete: (message) => ({ jsonrpc: '2.0', ...message }),
};

/** Whether others may follow a reply: the last one is `stopped`, or the error of a subscription that has not started. */
function repliesOfSubscription(): (reply: Fields) => boolean {
  let hasStarted = false;
  return ({ error, result }) => {
    const { type } = Object(result) as Fields;
    hasStarted ||= type === 'started';
    return error === undefined ? type !== 'stopped' : hasStarted;
  };
}

/** tRPC's protocol for WebSockets: every call has an id, and the end of a subscription has that of the subscription. */
const trpcEnvelope: JsonRpcEnvelope<Fields> = {
  name: 'trpc',
  kindOf: (message) => {
    const { method } = message;
    if (method === 'query' || method === 'mutation' || method === 'subscription') return 'request';
    if (method === 'subscription.stop') return 'stop';
    return isReply(message) ? 'reply' : 'notification';
  },
  idOf: idIn,
  withId: (message, id) => ({ ...message, id }),
  several: ({ method }) => method === 'subscription' && repliesOfSubscription(),
  heartbeat: { ping: 'PING', pong: 'PONG' },
};

/** The length of each type of OCPP-J frame: CALL, CALLRESULT, CALLERROR, CALLRESULTERROR, SEND. */
const OCPP_LENGTHS: Readonly<Record<number, number>> = { 2: 4, 3: 3, 4: 5, 5: 5, 6: 4 };

type OcppFrame = readonly unknown[];

const isWholeOcpp = ({ 0: type, length }: OcppFrame) => typeof type === 'number' && OCPP_LENGTHS[type] === length;

/** OCPP-J: `[2, id, 'Heartbeat', {}]`. A frame that is one item short has no id yet. */
const ocppEnvelope: JsonRpcEnvelope<OcppFrame> = {
  name: 'ocpp',
  kindOf: ({ 0: type }) => {
    if (type === 2) return 'request';
    if (type === 6) return 'send'; // which has no reply (OCPP 2.1)
    return type === 3 || type === 4 || type === 5 ? 'reply' : 'notification';
  },
  idOf: (frame) => (isWholeOcpp(frame) && isId(frame[1]) ? String(frame[1]) : undefined),
  withId: (frame, id) => [frame[0], String(id), ...frame.slice(isWholeOcpp(frame) ? 2 : 1)],
  isMessage: (value) => Array.isArray(value) && isWholeOcpp(value) && isId(value[1]),
  batches: false,
  volatile: ['[1]'],
};

/** The envelopes that the option takes by name. */
export const jsonRpcEnvelopes = { 'json-rpc': jsonRpcEnvelope, trpc: trpcEnvelope, ocpp: ocppEnvelope };

/** The protocols that are known by name: JSON-RPC 2.0, tRPC, OCPP-J. */
export type JsonRpcEnvelopeName = keyof typeof jsonRpcEnvelopes;
