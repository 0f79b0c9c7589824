import type { Packet } from 'socket.io-parser';
import { tagOf } from '../runtime/tag';
import type { Payload } from './codec';
import { refuseLost } from './json-form';
import { fromJson, toJson } from './message-json';

/** The packages by which Socket.IO itself reads and writes packets. */
export interface SocketIoParsers {
  readonly socket: typeof import('socket.io-parser');
  readonly engine: typeof import('engine.io-parser');
}

/** A packet of Engine.IO, which each payload is. */
export interface EngineIoPacket {
  readonly type: string;
  /** An object for an `open`; for a `ping`, the text that its answer repeats. */
  readonly data?: unknown;
  /** The packet of Socket.IO that a `message` completes, if it does: attachments come as further messages. */
  readonly packet?: Packet | undefined;
  /** How many attachments are missing of the packet before, if this one interrupts it. */
  readonly missing?: number;
}

/** Payloads to packets of Socket.IO, and back. */
export class SocketIoPackets {
  readonly types: SocketIoParsers['socket']['PacketType'];
  readonly #parsers: SocketIoParsers;
  readonly #encoder: InstanceType<SocketIoParsers['socket']['Encoder']>;
  #decoder: InstanceType<SocketIoParsers['socket']['Decoder']>;
  /** The packet that the decoder has just completed. */
  #packet: Packet | undefined;
  /** How many attachments the decoder waits for. */
  #missing = 0;

  constructor(parsers: SocketIoParsers) {
    this.types = parsers.socket.PacketType;
    this.#parsers = parsers;
    this.#encoder = new parsers.socket.Encoder();
    this.#decoder = this.#newDecoder();
  }

  /** @throws for what is not a packet. The next payload is then read from its beginning. */
  read(payload: Payload): EngineIoPacket {
    const { type, data = '' } = this.#parsers.engine.decodePacket(payload);
    if (type === 'error') throw new Error('not a packet of Engine.IO');
    if (type === 'message') {
      const missing = typeof data === 'string' ? this.#interrupted() : 0;
      return { type, missing, packet: this.#completed(data) };
    }
    return { type, data: type === 'open' ? fromJson(data) : data };
  }

  /**
   * The payloads of a packet, as messages of Engine.IO: first a text that begins with the type, then its attachments as bytes.
   * @throws for values that JSON would lose.
   */
  write(packet: Packet): (string | Uint8Array)[] {
    const [text, ...attachments] = this.#encoded(packet);
    return [`4${text}`, ...attachments];
  }

  #completed(data: unknown): Packet | undefined {
    if (data === '') throw new Error('an empty packet');
    this.#packet = undefined;
    try {
      this.#decoder.add(data);
    } catch (error) {
      this.#startAfresh(); // what it was in the midst of will not be completed
      throw error;
    }
    if (this.#packet) this.#missing = 0;
    else this.#missing = typeof data === 'string' ? Number(ATTACHMENTS.exec(data)?.[1] ?? 0) : this.#missing - 1;
    return this.#packet;
  }

  /** How many attachments were missing of a packet that another one interrupts. */
  #interrupted(): number {
    const missing = this.#missing;
    if (missing > 0) this.#startAfresh();
    return missing;
  }

  #startAfresh(): void {
    this.#decoder = this.#newDecoder();
    this.#missing = 0;
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

/** The number of attachments, after the type of a packet that has some. */
const ATTACHMENTS = /^[56](\d+)-/;

const isBytes = (value: object): boolean => ArrayBuffer.isView(value) || tagOf(value) === 'ArrayBuffer';
