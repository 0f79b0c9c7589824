import { copyOf } from '../runtime/copy';
import type {
  Answer,
  Codec,
  CodecConnection,
  CodecHandshake,
  CodecRequest,
  CodecSession,
  DocumentedMessage,
  Payload,
} from './codec';
import { checkCodecOptions } from './codec-options';
import { MqttAliases } from './mqtt-aliases';
import { connectPacket, type MqttOptions, mqttOptions, type WholeMqttOptions, wholeOptions } from './mqtt-connect';
import { complete, LARGEST_UINT16, needsId } from './mqtt-form';
import { MqttIds } from './mqtt-ids';
import type { MqttAcknowledgement, MqttOutgoing, MqttProperties, MqttPublish } from './mqtt-packets';
import { payloadBytes, payloadIn } from './mqtt-payload';
import { type MqttLibrary, MqttReader, type ParsedPacket } from './mqtt-reader';
import { mqttReason } from './mqtt-reasons';
import { peers } from './peer';

/**
 * MQTT over WebSocket. `connect()` resolves when the server has accepted CONNECT, and rejects, with the reason code as
 * `code`, when it refuses. Messages are the packets of mqtt-packet. `request()` of a SUBSCRIBE, an UNSUBSCRIBE or a PUBLISH
 * of QoS 1 or 2 resolves to what acknowledges it. It needs the package mqtt-packet.
 * @throws for an unknown or wrong option, and if the package is missing.
 */
export function mqtt<Payload = any>(
  options: MqttOptions = {},
): Codec<MqttPublish<NoInfer<Payload>>, MqttOutgoing, MqttAcknowledgement> {
  checkCodecOptions(mqtt, options, mqttOptions);
  const [library] = peers<[MqttLibrary]>(mqtt, 'mqtt-packet');
  return {
    name: 'mqtt',
    protocols: options.protocolVersion === 3 ? 'mqttv3.1' : 'mqtt',
    path: '/mqtt',
    secrets: { password: options.password, properties: options.properties },
    volatile: ['messageId'],
    documented: documentedPublish,
    open: (connection) => new MqttSession(connection, library, options),
  };
}

/** Contracts document only what is published, in the channel of its topic; all other packets are the protocol's own. */
function documentedPublish(packet: MqttPublish | MqttOutgoing): DocumentedMessage | undefined {
  if (packet.cmd !== 'publish') return undefined;
  const { payload, topic, properties } = packet;
  return { payload, channel: topic, headers: (properties as MqttProperties | undefined)?.userProperties };
}

/** The packets that a server answers with, by the packet that is answered; for a PUBLISH, see below. */
const ANSWERS: Readonly<Record<string, readonly string[]>> = { subscribe: ['suback'], unsubscribe: ['unsuback'] };
/** By the QoS of the PUBLISH. A PUBREC is an answer only if it says that the server refuses; otherwise it is traffic. */
const ANSWERS_OF_PUBLISH = [[], ['puback'], ['pubcomp', 'pubrec']] as const;

/** Reason codes from here on say that something has failed (MQTT 5 §2.4). */
const FAILED = 128;

class MqttSession implements CodecSession<MqttPublish, MqttOutgoing, MqttAcknowledgement> {
  readonly #connection: CodecConnection;
  readonly #options: WholeMqttOptions;
  readonly #reader: MqttReader;
  readonly #library: MqttLibrary;
  readonly #handshake: CodecHandshake;
  /** Whether the server has accepted CONNECT. */
  #isAccepted = false;
  /** The ids of QoS 2 messages before their PUBREL: the server may send them again, but each counts once (MQTT 3.1.1 §4.3.3). */
  readonly #unreleased = new Set<number>();
  readonly #ids = new MqttIds();
  readonly #aliases: Readonly<Record<'received' | 'sent', MqttAliases>>;
  #sent: unknown;

  constructor(connection: CodecConnection, library: MqttLibrary, options: MqttOptions) {
    this.#connection = connection;
    this.#library = library;
    this.#options = wholeOptions(options);
    this.#reader = new MqttReader(library, this.#options.protocolVersion);
    const most = Number(this.#options.properties?.topicAliasMaximum ?? 0);
    this.#aliases = { received: new MqttAliases(most), sent: new MqttAliases(LARGEST_UINT16) };
    this.#handshake = connection.handshake();
    this.#sendOwn(connectPacket(this.#options));
  }

  *decode(payload: Payload): Generator<MqttPublish | Answer> {
    try {
      for (const packet of this.#reader.read(payload)) yield* this.#meet(packet);
    } catch (error) {
      this.#handshake.fail(`what the server sent is not MQTT: ${(error as Error).message}`);
      throw error;
    }
  }

  encode(message: MqttOutgoing): Uint8Array {
    const packet = complete(message, this.#nextId);
    if (packet.messageId !== undefined && needsId(packet)) this.#ids.sent(packet.messageId);
    if (packet.cmd !== 'publish') {
      this.#sent = copyOf(packet);
      return this.#bytesOf(packet);
    }
    this.#sent = copyOf({ ...packet, topic: this.#aliases.sent.topicOf(packet.topic, packet.properties) });
    return this.#bytesOf({ ...packet, payload: payloadBytes(this.#options.payload, packet.payload) });
  }

  sentValue(): unknown {
    return this.#sent;
  }

  request(message: MqttOutgoing): CodecRequest<MqttPublish, MqttOutgoing, MqttAcknowledgement> | undefined {
    const packet = complete(message, this.#nextId);
    const { cmd, messageId } = packet;
    const answers: readonly string[] | undefined = cmd === 'publish' ? ANSWERS_OF_PUBLISH[packet.qos ?? 0] : ANSWERS[cmd];
    if (!answers) return undefined;
    if (answers.length === 0) throw new TypeError('a PUBLISH of QoS 0 is not acknowledged. Write { qos: 1 }, or send() it');
    return {
      message: packet,
      isReply: (reply: MqttAcknowledgement | MqttPublish) => reply.messageId === messageId && answers.includes(reply.cmd),
    };
  }

  close(): void {
    this.#sendOwn({ cmd: 'disconnect' });
  }

  *#meet(packet: ParsedPacket): Generator<MqttPublish | Answer> {
    const { cmd, messageId = 0, reasonCode } = packet;
    switch (cmd) {
      case 'connack':
        return this.#welcomed(packet);
      case 'publish':
        return yield* this.#delivered(packet, messageId);
      case 'pubrec':
        if (Number(reasonCode) >= FAILED) break;
        this.#connection.traffic(plain(packet));
        return this.#sendOwn({ cmd: 'pubrel', messageId });
      case 'pubrel':
        this.#unreleased.delete(messageId);
        this.#connection.traffic(plain(packet));
        return this.#sendOwn({ cmd: 'pubcomp', messageId });
      case 'disconnect':
        this.#connection.traffic(plain(packet));
        return this.#connection.end(`the server has disconnected the client: ${this.#reasonIn(packet, reasonCode)}`);
      case 'pingresp':
        return this.#connection.traffic(plain(packet));
    }
    this.#ids.acknowledged(messageId);
    yield this.#connection.answer(plain(packet) as MqttAcknowledgement);
  }

  /** The server has answered CONNECT. */
  #welcomed(packet: ParsedPacket): void {
    this.#connection.traffic(plain(packet));
    const code = Number(packet.reasonCode ?? packet.returnCode);
    if (code !== 0) {
      this.#handshake.fail(this.#reasonIn(packet, code), { code });
      return;
    }
    if (this.#isAccepted) return; // a second CONNACK must not start the PINGREQs twice
    this.#isAccepted = true;
    this.#handshake.done();
    const { serverKeepAlive = this.#options.keepAlive } = (packet.properties ?? {}) as MqttProperties;
    const interval = Number(serverKeepAlive) * 1000;
    if (interval > 0) this.#connection.every(interval, () => this.#sendOwn({ cmd: 'pingreq' }));
  }

  *#delivered(packet: ParsedPacket, messageId: number): Generator<MqttPublish> {
    const topic = this.#aliases.received.topicOf(packet.topic, packet.properties);
    const message = { ...plain(packet), topic, payload: payloadIn(this.#options.payload, packet.payload as Buffer) };
    if (packet.qos !== 2) yield message as MqttPublish;
    else if (this.#unreleased.has(messageId)) this.#connection.traffic(message);
    else {
      this.#unreleased.add(messageId);
      yield message as MqttPublish;
    }
    if (packet.qos !== 0) this.#sendOwn({ cmd: packet.qos === 1 ? 'puback' : 'pubrec', messageId });
  }

  #sendOwn(packet: object): void {
    this.#connection.send(this.#bytesOf(packet), packet);
  }

  #bytesOf(packet: object): Buffer {
    return this.#library.generate(packet, { protocolVersion: this.#options.protocolVersion });
  }

  #reasonIn({ properties }: ParsedPacket, code: unknown): string {
    const { reasonString } = (properties ?? {}) as MqttProperties;
    return mqttReason(Number(code), this.#options.protocolVersion, reasonString);
  }

  readonly #nextId = (): number => this.#ids.next();
}

/** The fields that a packet really has: mqtt-packet gives those of a PUBLISH to every packet, and `length`. */
function plain({ cmd, topic, payload, qos, retain, dup, length, ...rest }: ParsedPacket): object {
  return cmd === 'publish' ? { cmd, topic, payload, qos, retain, dup, ...rest } : { cmd, ...rest };
}
