import type { Packet } from 'socket.io-parser';
import { tagOf } from '../runtime/tag';
import { record, string } from '../text/option-checks';
import { isRecord, type OptionsOf } from '../text/options';
import { show } from '../text/show';
import type { Answer, Codec, CodecConnection, CodecHandshake, CodecRequest, CodecSession, Payload } from './codec';
import { checkCodecOptions } from './codec-options';
import { refuseLost } from './json-form';
import { fromJson, toJson } from './message-json';
import { peers } from './peer';
import type { SocketIoAck, SocketIoEvent, SocketIoEventOf } from './socket-io-events';

const options = {
  /** The namespace to join. Defaults to `'/'`. */
  namespace: string,
  /** What the server finds in `socket.handshake.auth`, such as a token. Defaults to nothing. */
  auth: record,
};

export interface SocketIoOptions extends OptionsOf<typeof options> {}

/**
 * Socket.IO 3 and 4. A message is an event, `[name, ...args]`, both ways, with bytes anywhere in it. `connect()` resolves
 * when the namespace is joined, and rejects with the message and the `data` of the server's `connect_error`.
 * `request([name, ...args])` resolves to the arguments of the acknowledgement. It needs the packages socket.io-parser and
 * engine.io-parser, which socket.io and socket.io-client are built on.
 * @throws for an unknown option, and where such a package is missing.
 */
// NoInfer: what connect() asks of a codec says nothing about its messages
export function socketIo<Incoming = SocketIoEvent, Outgoing = SocketIoEvent>(
  given: SocketIoOptions = {},
): Codec<SocketIoEventOf<NoInfer<Incoming>>, SocketIoEventOf<NoInfer<Outgoing>> | SocketIoAck, any[]> {
  checkCodecOptions(socketIo, given, options);
  const [socket, engine] = peers<[Parsers['socket'], Parsers['engine']]>(socketIo, 'socket.io-parser', 'engine.io-parser');
  const parsers = { socket, engine };
  return {
    name: 'socket.io',
    path: '/socket.io/',
    query: { EIO: engine.protocol, transport: 'websocket' },
    volatile: ['data.sid', 'data.pid'],
    open: (connection) => new SocketIoSession(connection, parsers, given) as CodecSession<any, any, any[]>,
  };
}

interface Parsers {
  readonly socket: typeof import('socket.io-parser');
  readonly engine: typeof import('engine.io-parser');
}

type Arrived = readonly (SocketIoEvent | Answer)[];
type OwnPacket = Omit<Packet, 'nsp'>;

const SOCKET_IO_2 = 'it speaks Socket.IO 2, which clients of Socket.IO 3 and 4 cannot talk to';

class SocketIoSession implements CodecSession<SocketIoEvent, SocketIoEvent | SocketIoAck, unknown[]> {
  readonly #connection: CodecConnection;
  readonly #parsers: Parsers;
  readonly #namespace: string;
  readonly #encoder: InstanceType<Parsers['socket']['Encoder']>;
  #decoder: InstanceType<Parsers['socket']['Decoder']>;
  /** What the decoder has completed. */
  #packet: Packet | undefined;
  readonly #connect: OwnPacket;
  readonly #handshake: CodecHandshake;
  #state: 'joining' | 'joined' | 'left' = 'joining';
  #nextId = 0;
  /** The ids of events that the client asks with, of the answers to them, and of events that the server asks with. */
  readonly #requests = new WeakMap<object, number>();
  readonly #answers = new WeakMap<object, number>();
  readonly #questions = new WeakMap<object, number>();

  constructor(connection: CodecConnection, parsers: Parsers, { namespace = '/', auth }: SocketIoOptions) {
    if (auth) toJson(auth); // what it would lose is said now
    this.#connection = connection;
    this.#parsers = parsers;
    this.#namespace = namespace.startsWith('/') ? namespace : `/${namespace}`;
    this.#connect = { type: parsers.socket.PacketType.CONNECT, ...(auth && { data: auth }) };
    this.#encoder = new parsers.socket.Encoder();
    this.#decoder = this.#newDecoder();
    this.#handshake = connection.handshake();
  }

  decode(payload: Payload): Arrived {
    try {
      const { type, data = '' } = this.#parsers.engine.decodePacket(payload);
      return type === 'message' ? this.#parsed(data) : this.#ofEngine(type, data);
    } catch (error) {
      if (this.#state === 'joining') this.#refused(`it does not speak Socket.IO, but said ${show(payload)}`);
      throw error;
    }
  }

  encode(message: SocketIoEvent | SocketIoAck, trigger?: SocketIoEvent): (string | Uint8Array)[] {
    const { EVENT, ACK } = this.#parsers.socket.PacketType;
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
    this.#sendOwn({ type: this.#parsers.socket.PacketType.DISCONNECT });
  }

  #ofEngine(type: string, data: string): Arrived {
    if (type === 'error') throw new Error('not a packet of Engine.IO');
    this.#connection.traffic(type === 'open' ? { type, data: fromJson(data) } : { type });
    if (type === 'open') this.#sendOwn(this.#connect);
    else if (type === 'ping') this.#connection.send(`3${data}`, { type: 'pong' });
    else if (type === 'close') this.#ended('transport close');
    return [];
  }

  #parsed(data: unknown): Arrived {
    if (data === '') throw new Error('an empty packet');
    this.#packet = undefined;
    try {
      this.#decoder.add(data);
    } catch (error) {
      this.#decoder = this.#newDecoder(); // what it was in the midst of will not be completed
      throw error;
    }
    return this.#packet ? this.#met(this.#packet) : [];
  }

  #met(packet: Packet): Arrived {
    const { PacketType } = this.#parsers.socket;
    const { type, nsp, data } = packet;
    const isOld = type === PacketType.CONNECT && typeof data?.sid !== 'string';
    if (nsp !== this.#namespace && !isOld) throw new Error(`of the namespace ${show(nsp)}, which the client has not joined`);
    switch (type) {
      case PacketType.EVENT:
      case PacketType.BINARY_EVENT:
        return [this.#event(packet)];
      case PacketType.ACK:
      case PacketType.BINARY_ACK:
        return [this.#answer(packet)];
      default:
        this.#connection.traffic({ ...packet, type: PacketType[type] });
    }
    if (isOld) this.#refused(SOCKET_IO_2);
    else if (type === PacketType.CONNECT) this.#joined();
    else if (type === PacketType.DISCONNECT) this.#ended('io server disconnect');
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
    this.#connection.send(payload, { type: this.#parsers.socket.PacketType[type], nsp: this.#namespace, ...(data && { data }) });
  }

  /** As Engine.IO messages: the first is text, of which the type is the first character, attachments are bytes as they are. */
  #packed(packet: OwnPacket): (string | Uint8Array)[] {
    const [text, ...attachments] = this.#encoded({ ...packet, nsp: this.#namespace });
    return [`4${text}`, ...attachments];
  }

  #encoded(packet: Packet): [string, ...Uint8Array[]] {
    refuseLost(packet.data, isBytes);
    try {
      return this.#encoder.encode(packet) as [string, ...Uint8Array[]];
    } catch (error) {
      toJson(packet.data); // what is wrong with a cyclic value, JSON says best
      throw error;
    }
  }

  #newDecoder() {
    const decoder = new this.#parsers.socket.Decoder();
    decoder.on('decoded', (packet) => {
      this.#packet = packet;
    });
    return decoder;
  }
}

const isBytes = (value: object): boolean => ArrayBuffer.isView(value) || tagOf(value) === 'ArrayBuffer';

const isAck = (message: unknown): message is SocketIoAck => isRecord(message) && Array.isArray(message.ack);

/** They mean something else to Socket.IO's own clients and servers. */
const RESERVED = ['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener'];

function checkEvent(message: unknown): asserts message is SocketIoEvent {
  if (!Array.isArray(message) || typeof message[0] !== 'string') throw new Error("Write an event: ['name', …arguments]");
  if (typeof message.at(-1) === 'function')
    throw new Error(`For the acknowledgement, write await client.request(['${message[0]}', …])`);
  if (RESERVED.includes(message[0])) throw new Error(`'${message[0]}' is a reserved event name`);
}
