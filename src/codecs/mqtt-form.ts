import type { MqttOutgoing, MqttQos } from './mqtt-packets';

/** The largest integer of two bytes: MQTT's limit for ids, for times in seconds, and for the length of a topic in bytes. */
export const LARGEST_UINT16 = 65_535;

type Fields = Readonly<Record<string, unknown>>;

/**
 * A packet with the fields that mqtt-packet demands and a user may leave out.
 * @param nextId Gives a `messageId` to a packet that needs one and has none.
 * @throws {TypeError} for what mqtt-packet would encode wrongly.
 */
export function complete(message: MqttOutgoing, nextId: () => number): MqttOutgoing {
  const given: unknown = message;
  if (typeof given !== 'object' || given === null || typeof (given as Fields).cmd !== 'string') {
    throw new TypeError(
      "a message of MQTT is a packet: { cmd: 'publish', topic, payload }, { cmd: 'subscribe', subscriptions: [{ topic }] }",
    );
  }
  const packet = withDefaults(message);
  if (!needsId(packet)) return packet;
  const { messageId = nextId() } = packet;
  if (!Number.isInteger(messageId) || messageId < 1 || messageId > LARGEST_UINT16) {
    throw new TypeError(`its messageId is ${messageId}, and must be a whole number from 1 to ${LARGEST_UINT16}`);
  }
  return { ...packet, messageId };
}

function withDefaults(packet: MqttOutgoing): MqttOutgoing {
  if (packet.cmd === 'publish') {
    const { qos = 0, retain = false, dup = false } = packet;
    refuseTopic(packet.topic, 'topic');
    refuseQos(qos);
    return { ...packet, qos, retain, dup };
  }
  if (packet.cmd === 'subscribe') {
    const { subscriptions } = packet;
    if (!Array.isArray(subscriptions)) throw new TypeError('its subscriptions must be an array: [{ topic, qos }]');
    return { ...packet, subscriptions: subscriptions.map(({ qos = 0, ...rest }) => ({ qos: refuseQos(qos), ...rest })) };
  }
  return packet;
}

/** Whether it needs an id, by which the server acknowledges it. */
export const needsId = ({ cmd, ...rest }: MqttOutgoing): boolean =>
  cmd === 'publish' ? (rest as { qos?: MqttQos }).qos !== 0 : cmd === 'subscribe' || cmd === 'unsubscribe';

function refuseTopic(topic: unknown, name: string): void {
  if (typeof topic !== 'string') throw new TypeError(`its ${name} must be text`);
  if (Buffer.byteLength(topic) > LARGEST_UINT16) throw new TypeError(`its ${name} is longer than ${LARGEST_UINT16} bytes`);
}

function refuseQos(qos: unknown): MqttQos {
  if (qos === 0 || qos === 1 || qos === 2) return qos;
  throw new TypeError(`its qos is ${String(qos)}, and must be 0, 1 or 2`);
}
