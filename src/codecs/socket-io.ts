import type { Packet } from 'socket.io-parser';
import { count } from '../text/count';
import { record, string } from '../text/option-checks';
import type { OptionsOf } from '../text/options';
import { show } from '../text/show';
import type {
  Answer,
  Codec,
  CodecConnection,
  CodecHandshake,
  CodecRequest,
  CodecSession,
  DocumentedMessage,
  Incomplete,
  Payload,
} from './codec';
import { checkCodecOptions } from './codec-options';
import { toJson } from './message-json';
import { peers } from './peer';
import { checkEvent, isAck, type SocketIoAck, type SocketIoEvent, type SocketIoEventOf } from './socket-io-events';
import { type EngineIoPacket, SocketIoPackets, type SocketIoParsers } from './socket-io-packets';

const options = {
  /** The namespace to join, with or without its leading slash. Defaults to `'/'`. */
  namespace: string,
  /** What the server finds in `socket.handshake.auth`, such as a token. Defaults to nothing. */
  auth: record,
};

/** What `socketIo()` takes. */
export interface SocketIoOptions extends OptionsOf<typeof options> {}

/**
 * Socket.IO 3 and 4. A message is an event, `[name, ...args]`, both ways, with bytes anywhere in it. `connect()` resolves
 * when the namespace is joined, and rejects with the message and the `data` of the server's `connect_error`.
 * `request([name, ...args])` resolves to the arguments of the acknowledgement. It needs the packages socket.io-parser and
 * engine.io-parser, which socket.io and socket.io-client are built on.
 * @throws for an unknown option, and if such a package is missing.
 */
// NoInfer: else TypeScript would infer the message types from what connect() expects of any codec
export function socketIo<Incoming = SocketIoEvent, Outgoing = SocketIoEvent>(
  given: SocketIoOptions = {},
): Codec<SocketIoEventOf<NoInfer<Incoming>>, SocketIoEventOf<NoInfer<Outgoing>> | SocketIoAck, any[]> {
  checkCodecOptions(socketIo, given, options);
  const [socket, engine] = peers<[SocketIoParsers['socket'], SocketIoParsers['engine']]>(
    socketIo,
    'socket.io-parser',
    'engine.io-parser',
  );
  return {
    name: 'socket.io',
    path: '/socket.io/',
    query: { EIO: engine.protocol, transport: 'websocket' },
    ...(given.auth && { secrets: given.auth }),
    volatile: ['data.sid', 'data.pid'],
    documented: (message) => documentedEvent(message, namespaceOf(given)),
    open: (connection) =>
      new SocketIoSession(connection, new SocketIoPackets({ socket, engine }), given) as CodecSession<any, any, any[]>,
  };
}

const namespaceOf = ({ namespace = '/' }: SocketIoOptions): string => (namespace.startsWith('/') ? namespace : `/${namespace}`);

/** Contracts document an event by its name, in the channel of its namespace. Its payload is its argument, or all of several. */
function documentedEvent(message: unknown, channel: string): DocumentedMessage | undefined {
  if (!Array.isArray(message)) return undefined; // the answer to an event of the server
  const [name, ...args] = message as [string, ...unknown[]];
  return { name: String(name), payload: args.length > 1 ? args : args[0], channel };
}

type Arrived = readonly (SocketIoEvent | Answer | Incomplete)[];
type OwnPacket = Omit<Packet, 'nsp'>;

const SOCKET_IO_2 = 'it speaks Socket.IO 2, which clients of Socket.IO 3 and 4 cannot talk to';

class SocketIoSession implements CodecSession<SocketIoEvent, SocketIoEvent | SocketIoAck, unknown[]> {
  readonly #connection: CodecConnection;
  readonly #packets: SocketIoPackets;
  readonly #namespace: string;
  readonly #connect: OwnPacket;
  readonly #handshake: CodecHandshake;
  #state: 'joining' | 'joined' | 'left' = 'joining';
  #nextId = 0;
  /** Packet ids, by the event or its arguments: of the client's requests, of the server's answers, of the server's requests. */
  readonly #requests = new WeakMap<object, number>();
  readonly #answers = new WeakMap<object, number>();
  readonly #questions = new WeakMap<object, number>();

  constructor(connection: CodecConnection, packets: SocketIoPackets, given: SocketIoOptions) {
    const { auth } = given;
    if (auth) toJson(auth); // throws now for what JSON would lose, instead of when it is sent
    this.#connection = connection;
    this.#packets = packets;
    this.#namespace = namespaceOf(given);
    this.#connect = { type: packets.types.CONNECT, ...(auth && { data: auth }) };
    this.#handshake = connection.handshake();
  }

  decode(payload: Payload): Arrived {
    const read = this.#read(payload);
    const { missing = 0 } = read;
    const interrupted = missing > 0 ? [this.#connection.incomplete(`incomplete: ${count(missing, 'attachment')} missing`)] : [];
    if (read.packet) return [...interrupted, ...this.#met(read.packet)];
    if (read.type !== 'message') this.#metEngine(read);
    return interrupted;
  }

  encode(message: SocketIoEvent | SocketIoAck, trigger?: SocketIoEvent): (string | Uint8Array)[] {
    const { EVENT, ACK } = this.#packets.types;
    if (isAck(message)) return this.#packed({ type: ACK, data: [...message.ack], id: this.#idAskedBy(trigger) });
    checkEvent(message);
    const id = this.#requests.get(message);
    return this.#packed(id === undefined ? { type: EVENT, data: message } : { type: EVENT, data: message, id });
  }

  request(message: SocketIoEvent | SocketIoAck): CodecRequest<SocketIoEvent, SocketIoEvent, unknown[]> {
    if (isAck(message)) throw new Error('an acknowledgement is not acknowledged. send() it');
    checkEvent(message);
    const asked: SocketIoEvent = [...message];
    const id = this.#nextId++;
    this.#requests.set(asked, id);
    return { message: asked, isReply: (answer) => this.#answers.get(answer) === id };
  }

  /** As `disconnect()` of socket.io-client does. */
  close(): void {
    if (this.#state !== 'joined') return;
    this.#state = 'left';
    this.#sendOwn({ type: this.#packets.types.DISCONNECT });
  }

  #read(payload: Payload): EngineIoPacket {
    try {
      return this.#packets.read(payload);
    } catch (error) {
      if (this.#state === 'joining') this.#refused(`it does not speak Socket.IO, but said ${show(payload)}`);
      throw error;
    }
  }

  #metEngine({ type, data }: EngineIoPacket): void {
    this.#connection.traffic(type === 'open' ? { type, data } : { type });
    if (type === 'open') this.#sendOwn(this.#connect);
    else if (type === 'ping') this.#connection.send(`3${data}`, { type: 'pong' });
    else if (type === 'close') this.#ended('transport close');
  }

  #met(packet: Packet): Arrived {
    const { types } = this.#packets;
    const { type, nsp, data } = packet;
    const isOld = type === types.CONNECT && typeof data?.sid !== 'string';
    if (nsp !== this.#namespace && !isOld) throw new Error(`of the namespace ${show(nsp)}, which the client has not joined`);
    switch (type) {
      case types.EVENT:
      case types.BINARY_EVENT:
        return [this.#event(packet)];
      case types.ACK:
      case types.BINARY_ACK:
        return [this.#answer(packet)];
      default:
        this.#connection.traffic({ ...packet, type: types[type] });
    }
    if (isOld) this.#refused(SOCKET_IO_2);
    else if (type === types.CONNECT) this.#joined();
    else if (type === types.DISCONNECT) this.#ended('io server disconnect');
    else if (typeof data === 'string') this.#refused(data);
    else this.#refused(String(data?.message ?? 'connect_error'), data?.data === undefined ? {} : { data: data.data });
    return [];
  }

  #event({ data, id }: Packet): SocketIoEvent {
    if (!Array.isArray(data)) throw new Error('an event without a name');
    if (id !== undefined) this.#questions.set(data, id);
    return data as SocketIoEvent;
  }

  #answer({ data, id }: Packet): Answer {
    if (!Array.isArray(data) || id === undefined) throw new Error('an acknowledgement of nothing');
    this.#answers.set(data, id);
    return this.#connection.answer(data);
  }

  #idAskedBy(trigger: SocketIoEvent | undefined): number {
    const id = trigger && this.#questions.get(trigger);
    if (id === undefined) throw new Error('the server has not asked for an acknowledgement with what this answers');
    return id;
  }

  #joined(): void {
    if (this.#state !== 'joining') return;
    this.#state = 'joined';
    this.#handshake.done();
  }

  #refused(reason: string, properties?: Readonly<Record<string, unknown>>): void {
    if (this.#state !== 'joining') return;
    this.#state = 'left';
    this.#handshake.fail(reason, properties);
  }

  #ended(reason: string): void {
    this.#state = 'left';
    this.#connection.end(reason);
  }

  #sendOwn(packet: OwnPacket): void {
    const { type, data } = packet;
    const [payload] = this.#packed(packet) as [string];
    this.#connection.send(payload, { type: this.#packets.types[type], nsp: this.#namespace, ...(data && { data }) });
  }

  #packed(packet: OwnPacket): (string | Uint8Array)[] {
    return this.#packets.write({ ...packet, nsp: this.#namespace });
  }
}
