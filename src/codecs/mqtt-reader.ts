import { bytesIn } from './bytes-in';
import type { Payload } from './codec';

/** A packet as mqtt-packet parses it, with all of its fields. */
export interface ParsedPacket {
  readonly cmd: string;
  readonly messageId?: number;
  readonly payload?: Buffer | null;
  readonly [field: string]: unknown;
}

interface Parser {
  on(event: 'packet', listener: (packet: ParsedPacket) => void): void;
  on(event: 'error', listener: (error: Error) => void): void;
  /** How many bytes wait for the rest of their packet. */
  parse(bytes: Buffer): number;
}

export interface MqttLibrary {
  parser(options: object): Parser;
  generate(packet: object, options: object): Buffer;
}

/** MQTT allows packets of 256 MiB; a packet longer than this is refused, instead of waiting for its rest (bytes). */
const LONGEST = 64 * 1024 * 1024;

/** Reads packets from frames: a frame may hold a part of a packet, or several (MQTT 3.1.1 §6). */
export class MqttReader {
  #parser: Parser;
  #packets: ParsedPacket[] = [];
  #error: Error | undefined;

  constructor(
    readonly library: MqttLibrary,
    readonly version: number,
  ) {
    this.#parser = this.#begin();
  }

  /** @throws for what is not MQTT, after the packets before it. The next frame is then read from its beginning. */
  *read(payload: Payload): Generator<ParsedPacket, void> {
    const waiting = this.#parse(bytesIn(payload, 'MQTT'));
    const packets = this.#packets;
    const error = this.#error ?? (waiting > LONGEST ? new RangeError(`a packet of more than ${LONGEST} bytes`) : undefined);
    this.#packets = [];
    if (error) this.#parser = this.#begin();
    yield* packets;
    if (error) throw error;
  }

  /** mqtt-packet tells a mistake by an event, or throws if it reads past the end of the bytes. */
  #parse(payload: Buffer): number {
    try {
      return this.#parser.parse(payload);
    } catch {
      this.#error = new RangeError('a packet ends before its fields do');
      return 0;
    }
  }

  #begin(): Parser {
    const parser = this.library.parser({ protocolVersion: this.version });
    parser.on('packet', (packet) => this.#packets.push(packet));
    parser.on('error', (error) => {
      this.#error = error;
    });
    this.#error = undefined;
    return parser;
  }
}
