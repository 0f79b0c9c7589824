import { record } from '../text/option-checks';
import type { OptionsOf } from '../text/options';
import { show } from '../text/show';
import type { Codec, CodecConnection, CodecHandshake, CodecRequest, CodecSession, Payload } from './codec';
import { checkCodecOptions } from './codec-options';
import { fromJson, toJson } from './message-json';
import { RequestIds } from './request-ids';

const options = {
  /** The payload of `connection_init`, such as a token. Defaults to none. */
  payload: record,
};

/** What `graphqlWs()` takes. */
export interface GraphqlWsOptions extends OptionsOf<typeof options> {}

/** What a server says about a subscription, query or mutation. */
export type GraphqlWsIncoming<Data = any> =
  | { readonly id: string; readonly type: 'next'; readonly payload: GraphqlResult<Data> }
  | { readonly id: string; readonly type: 'error'; readonly payload: readonly GraphqlError[] }
  | { readonly id: string; readonly type: 'complete' };

/** What a client sends. A `subscribe` without an `id` gets one from the codec, a `complete` that of the message it answers. */
export type GraphqlWsOutgoing =
  | { readonly id?: string; readonly type: 'subscribe'; readonly payload: GraphqlRequest }
  | { readonly id?: string; readonly type: 'complete' }
  | { readonly type: 'ping' | 'pong'; readonly payload?: Readonly<Record<string, unknown>> };

/** A subscription, query or mutation. */
export interface GraphqlRequest {
  readonly query: string;
  readonly operationName?: string | null;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly extensions?: Readonly<Record<string, unknown>> | null;
}

/** An execution result (GraphQL specification §7.1, "Response Format"). */
export interface GraphqlResult<Data = any> {
  readonly data?: Data | null;
  readonly errors?: readonly GraphqlError[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** An error in a result (GraphQL specification §7.1, "Errors"). */
export interface GraphqlError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/**
 * GraphQL over WebSocket, as graphql-ws speaks it (the subprotocol `graphql-transport-ws`). `connect()` resolves when the
 * server has acknowledged the connection. `request({ type: 'subscribe', payload: { query } })` resolves to the first message
 * about it; `receive({ id, type: 'next' })` waits for more.
 * @throws for an unknown option.
 */
export function graphqlWs<Data = any>(given: GraphqlWsOptions = {}): Codec<GraphqlWsIncoming<NoInfer<Data>>, GraphqlWsOutgoing> {
  checkCodecOptions(graphqlWs, given, options);
  return {
    name: 'graphql-ws',
    protocols: 'graphql-transport-ws',
    closeCodes: CLOSE_CODES,
    volatile: ['id'],
    ...(given.payload && { secrets: given.payload }),
    open: (connection) => new GraphqlWsSession<Data>(connection, given.payload),
  };
}

/** As the protocol and graphql-ws name them. */
const CLOSE_CODES = {
  4004: 'Bad response',
  4005: 'Internal client error',
  4400: 'Bad request',
  4401: 'Unauthorized',
  4403: 'Forbidden',
  4406: 'Subprotocol not acceptable',
  4408: 'Connection initialisation timeout',
  4409: 'Subscriber already exists',
  4429: 'Too many initialisation requests',
  4499: 'Terminated',
  4500: 'Internal server error',
  4504: 'Connection acknowledgement timeout',
};

class GraphqlWsSession<Data> implements CodecSession<GraphqlWsIncoming<Data>, GraphqlWsOutgoing> {
  readonly #connection: CodecConnection;
  readonly #handshake: CodecHandshake;
  readonly #ids = new RequestIds();
  #state: 'joining' | 'joined' | 'refused' = 'joining';

  constructor(connection: CodecConnection, payload: GraphqlWsOptions['payload']) {
    this.#connection = connection;
    this.#handshake = connection.handshake();
    this.#sendOwn({ type: 'connection_init', ...(payload && { payload }) });
  }

  decode(payload: Payload): GraphqlWsIncoming<Data>[] {
    try {
      return this.#met(fromJson(payload));
    } catch (error) {
      this.#refuse(`it does not speak graphql-transport-ws, but said ${show(payload)}`);
      throw error;
    }
  }

  #acknowledged(): void {
    if (this.#state !== 'joining') return;
    this.#state = 'joined';
    this.#handshake.done();
  }

  #refuse(reason: string): void {
    if (this.#state !== 'joining') return;
    this.#state = 'refused';
    this.#handshake.fail(reason);
  }

  #met(message: { readonly id?: unknown; readonly type?: unknown; readonly payload?: object }): GraphqlWsIncoming<Data>[] {
    switch (message.type) {
      case 'connection_ack':
        this.#connection.traffic(message);
        this.#acknowledged();
        return [];
      case 'ping':
        this.#connection.traffic(message);
        this.#sendOwn({ type: 'pong', ...(message.payload && { payload: message.payload }) });
        return [];
      case 'pong':
        this.#connection.traffic(message);
        return [];
      case 'next':
      case 'error':
      case 'complete':
        if (typeof message.id !== 'string') throw new Error('it has no id');
        if (this.#state === 'joining') throw new Error('it comes before the connection_ack');
        return [message as GraphqlWsIncoming<Data>];
      default:
        throw new Error(`its type is ${show(message.type)}, which graphql-transport-ws does not know`);
    }
  }

  encode(message: GraphqlWsOutgoing, trigger?: GraphqlWsIncoming<Data>): string {
    if (typeof message?.type !== 'string') throw new Error("Write { type: 'subscribe', payload: { query: '…' } }");
    return toJson(this.#withId(message, trigger));
  }

  sentValue(payload: Payload): unknown {
    return fromJson(payload);
  }

  request(message: GraphqlWsOutgoing): CodecRequest<GraphqlWsIncoming<Data>, GraphqlWsOutgoing> | undefined {
    if (message?.type !== 'subscribe') return undefined;
    const asked = this.#withId(message) as GraphqlWsOutgoing & { readonly id: string };
    return { message: asked, isReply: ({ id }) => id === asked.id, several: ({ type }) => type === 'next' };
  }

  /** A `subscribe` without an id gets a new one, a `complete` that of the message that it answers. */
  #withId(message: GraphqlWsOutgoing, trigger?: GraphqlWsIncoming<Data>): GraphqlWsOutgoing {
    if (message.type !== 'subscribe' && message.type !== 'complete') return message;
    if (message.id !== undefined) {
      this.#ids.seen(message.id);
      return message;
    }
    if (message.type === 'subscribe') return { ...message, id: String(this.#ids.next()) };
    if (trigger) return { ...message, id: trigger.id };
    throw new Error("nothing has come that it could complete. Write its id: { id: '1', type: 'complete' }");
  }

  #sendOwn(message: object): void {
    this.#connection.send(toJson(message), message);
  }
}
