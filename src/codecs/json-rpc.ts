import { check } from '../text/option-checks';
import { isRecord, type OptionsOf } from '../text/options';
import { show } from '../text/show';
import { checkedEnvelope } from './checked-envelope';
import type { Codec, CodecConnection, CodecRequest, CodecSession, Payload } from './codec';
import { checkCodecOptions } from './codec-options';
import { type JsonRpcEnvelope, type JsonRpcEnvelopeName, jsonRpcEnvelopes } from './json-rpc-envelopes';
import { fromJson, toJson } from './message-json';
import { RequestIds } from './request-ids';

const isEnvelope = (value: unknown): boolean =>
  (typeof value === 'string' && Object.hasOwn(jsonRpcEnvelopes, value)) ||
  (isRecord(value) && [value.kindOf, value.idOf, value.withId].every((part) => typeof part === 'function'));

const options = {
  /** The protocol: one of these names, or an object whose functions read and write its ids. Defaults to `'json-rpc'`. */
  envelope: check<JsonRpcEnvelopeName | JsonRpcEnvelope>(
    "'json-rpc', 'trpc', 'ocpp' or an object with the functions kindOf, idOf and withId",
    isEnvelope,
  ),
};

/** What `jsonRpc()` takes. */
export interface JsonRpcOptions extends OptionsOf<typeof options> {}

/**
 * JSON-RPC 2.0, tRPC, OCPP-J, and similar protocols, in which a reply has the id of its request. `request()` gives its
 * message an id and resolves to the reply with that id; an error is a reply too. A reply that is sent without an id gets
 * that of the request that it answers. If the protocol has batches, an array is sent as one, and each message of a batch
 * that comes is a message.
 * @throws for an unknown option.
 */
export function jsonRpc<Incoming = any, Outgoing = any>(given: JsonRpcOptions = {}): Codec<NoInfer<Incoming>, NoInfer<Outgoing>> {
  checkCodecOptions(jsonRpc, given, options);
  const { envelope: named = 'json-rpc' } = given;
  const envelope: JsonRpcEnvelope = typeof named === 'string' ? jsonRpcEnvelopes[named] : checkedEnvelope(named);
  return {
    name: envelope.name ?? 'json-rpc',
    volatile: envelope.volatile ?? ['id', '[*].id'],
    messagesIn: (sent: unknown) => (isBatch(envelope, sent) ? sent : undefined),
    open: (connection) => new JsonRpcSession(connection, envelope) as CodecSession<any, any>,
  };
}

const isBatch = ({ batches }: JsonRpcEnvelope, message: unknown): message is object[] =>
  batches !== false && Array.isArray(message);

/** For the kinds that answer something: the kind of message whose id they take if they have none. */
const ANSWERED_BY = { reply: 'request', stop: 'reply' } as const;

class JsonRpcSession implements CodecSession<object, object> {
  readonly #connection: CodecConnection;
  readonly #envelope: JsonRpcEnvelope<object>;
  readonly #ids = new RequestIds();

  constructor(connection: CodecConnection, envelope: JsonRpcEnvelope) {
    this.#connection = connection;
    this.#envelope = envelope;
  }

  decode(payload: Payload): object[] {
    if (this.#isHeartbeat(payload)) return [];
    const value = fromJson(payload);
    const messages = isBatch(this.#envelope, value) ? value : [value];
    if (messages.length === 0) throw new Error('an empty batch');
    for (const message of messages) this.#check(message);
    return messages;
  }

  encode(message: object, trigger?: object): string {
    if (!isBatch(this.#envelope, message)) return toJson(this.#completed(message, trigger));
    this.#refuseSameIds(message);
    return toJson(message.map((one) => this.#completed(one, trigger)));
  }

  /** Several replies without an id would all get that of the one message that they answer. */
  #refuseSameIds(batch: object[]): void {
    const envelope = this.#envelope;
    const isAnswer = (one: object) => Object.hasOwn(ANSWERED_BY, envelope.kindOf(one)) && envelope.idOf(one) === undefined;
    for (const one of batch) checkObject(one);
    if (batch.filter(isAnswer).length > 1)
      throw new Error('only one reply in a batch can leave out its id. Write the ids of the others');
  }

  sentValue(payload: Payload): unknown {
    return fromJson(payload);
  }

  request(message: object): CodecRequest<object, object> {
    const envelope = this.#envelope;
    if (isBatch(envelope, message)) throw new Error('each request of a batch has its own reply. send() it, and receive() them');
    checkObject(message);
    const kind = envelope.kindOf(message);
    if (kind === 'reply' || kind === 'stop' || kind === 'send') throw new Error(`a ${kind} has no reply of its own. send() it`);
    const asked = envelope.withId(message, envelope.idOf(message) ?? this.#ids.next());
    const id = envelope.idOf(asked);
    return {
      message: asked,
      isReply: (reply) => envelope.kindOf(reply) === 'reply' && envelope.idOf(reply) === id,
      several: envelope.several?.(message) ?? false,
    };
  }

  #check(message: object): void {
    checkObject(message);
    const envelope = this.#envelope;
    if (envelope.isMessage?.(message) === false) throw new Error(`not a message of ${envelope.name ?? 'json-rpc'}`);
  }

  /** The message with an id, if its kind needs one: a new one for a request, else that of the message that it answers. */
  #completed(message: object, trigger: object | undefined): object {
    checkObject(message);
    const completed = this.#withIds(message, trigger);
    this.#check(completed);
    return completed;
  }

  #withIds(message: object, trigger: object | undefined): object {
    const envelope = this.#envelope;
    const kind = envelope.kindOf(message);
    if (kind === 'notification') return envelope.complete?.(message) ?? message;
    const given = envelope.idOf(message);
    if (kind === 'request' || kind === 'send') {
      this.#ids.seen(given);
      return envelope.withId(message, given ?? this.#ids.next());
    }
    const answered = ANSWERED_BY[kind];
    const id = given ?? this.#idIn(trigger, answered);
    if (id === undefined) throw new Error(`it answers no ${answered} that has come. Write its id`);
    return envelope.withId(message, id);
  }

  /** The id of the message that is answered, if that is of the right kind: the id of another kind means something else. */
  #idIn(trigger: object | undefined, kind: string): string | number | undefined {
    const envelope = this.#envelope;
    return trigger && envelope.kindOf(trigger) === kind ? envelope.idOf(trigger) : undefined;
  }

  #isHeartbeat(payload: Payload): boolean {
    const { heartbeat } = this.#envelope;
    if (!heartbeat || (payload !== heartbeat.ping && payload !== heartbeat.pong)) return false;
    this.#connection.traffic();
    if (payload === heartbeat.ping) this.#connection.send(heartbeat.pong);
    return true;
  }
}

function checkObject(message: unknown): asserts message is object {
  if (typeof message !== 'object' || message === null) throw new Error(`a message is an object, not ${show(message)}`);
}
