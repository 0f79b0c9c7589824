import { randomUUID } from 'node:crypto';
import { bytesOf } from '../runtime/bytes';
import { anything, boolean, check, group, oneOf, record, secret, string } from '../text/option-checks';
import { mergeOptions, type OptionsOf } from '../text/options';
import { LARGEST_UINT16 } from './mqtt-form';
import type { MqttProperties, MqttQos } from './mqtt-packets';
import { type MqttPayloadForm, payloadBytes } from './mqtt-payload';

const isBytesOrText = (value: unknown): boolean => typeof value === 'string' || bytesOf(value) !== undefined;
const isSeconds = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= LARGEST_UINT16;

/** What the server publishes when the client is gone without a DISCONNECT, as by `client.terminate()`. */
export interface MqttWill {
  readonly topic: string;
  /** Text or bytes; with the option `payload: 'json'`, anything that has a form in JSON. Defaults to none. */
  readonly payload?: unknown;
  /** Defaults to 0. */
  readonly qos?: MqttQos;
  /** Defaults to `false`. */
  readonly retain?: boolean;
  /** MQTT 5 only. */
  readonly properties?: MqttProperties;
}

export const mqttOptions = {
  /** How the server knows the client. Defaults to a random id for each client. */
  clientId: string,
  username: string,
  password: secret(check<string | Uint8Array>('text or bytes', isBytesOrText)),
  /** What the server publishes when the client is gone without a DISCONNECT, as by `client.terminate()`. */
  will: group<MqttWill>({
    topic: string,
    payload: anything(),
    qos: check<MqttQos>('0, 1 or 2', (value) => value === 0 || value === 1 || value === 2),
    retain: boolean,
    properties: record,
  }),
  /** 3 is MQTT 3.1, 4 is MQTT 3.1.1, 5 is MQTT 5. Defaults to 4. */
  protocolVersion: check<3 | 4 | 5>('3, 4 or 5', (value) => value === 3 || value === 4 || value === 5),
  /** Whether the server forgets what it knows of this `clientId`. Defaults to `true`. */
  clean: boolean,
  /**
   * How often a PINGREQ is sent, in seconds; 0 for never. Defaults to 60. A server of MQTT 5 may answer with another interval
   * (`serverKeepAlive`), which then counts.
   */
  keepAlive: check<number>(`a whole number of seconds, 0 to ${LARGEST_UINT16}`, isSeconds),
  /** The properties of CONNECT, by the names of mqtt-packet. MQTT 5 only. */
  properties: record,
  /** What payloads are: `'buffer'`, `'text'`, or `'json'` (text where it does not parse). Defaults to `'buffer'`. */
  payload: oneOf<MqttPayloadForm>('buffer', 'text', 'json'),
};

/** How a client introduces itself to an MQTT server. */
export interface MqttOptions extends OptionsOf<typeof mqttOptions> {}

export type WholeMqttOptions = MqttOptions & Required<Pick<MqttOptions, 'protocolVersion' | 'clean' | 'keepAlive' | 'payload'>>;

const WILL = { qos: 0, retain: false };

/** With the defaults of what is left out. */
export const wholeOptions = (options: MqttOptions): WholeMqttOptions => {
  const { protocolVersion = 4, clean = true, keepAlive = 60, payload = 'buffer' } = options;
  return { ...options, protocolVersion, clean, keepAlive, payload };
};

/** The packet that opens a session, without what is left out. */
export function connectPacket(options: WholeMqttOptions): object {
  const { clientId = `jest-${randomUUID().slice(0, 8)}`, username, password, will, properties } = options;
  const { protocolVersion, clean, keepAlive, payload } = options;
  return {
    cmd: 'connect',
    protocolId: protocolVersion === 3 ? 'MQIsdp' : 'MQTT',
    protocolVersion,
    clientId,
    clean,
    keepalive: keepAlive,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password: bytesOf(password) ?? password }),
    ...(will && { will: { ...mergeOptions({}, WILL, will), payload: payloadBytes(payload, will.payload) } }),
    ...(properties && { properties }),
  };
}
