/*
 * The packets of mqtt-packet, as far as a client sends them and is sent them: written out here, so that these types need
 * no package that a user may not have.
 */

export type MqttQos = 0 | 1 | 2;

/** Of MQTT 5, by the names of mqtt-packet: `reasonString`, `userProperties`, `responseTopic`. */
export type MqttProperties = Readonly<Record<string, unknown>>;

/** A message that the server delivers. */
export interface MqttPublish<Payload = any> {
  readonly cmd: 'publish';
  readonly topic: string;
  readonly payload: Payload;
  readonly qos: MqttQos;
  readonly retain: boolean;
  readonly dup: boolean;
  /** Of QoS 1 and 2. */
  readonly messageId?: number;
  readonly properties?: MqttProperties;
}

/** What a packet with the same `messageId` is answered with: `request()` resolves to it, and no other expectation sees it. */
export interface MqttAcknowledgement {
  readonly cmd: 'puback' | 'pubrec' | 'pubcomp' | 'suback' | 'unsuback';
  readonly messageId: number;
  /** Of a SUBACK, for each subscription: its QoS, or an error from 128 on. Of an UNSUBACK of MQTT 5, its code. */
  readonly granted?: readonly number[];
  /** Of MQTT 5: from 128 on an error. */
  readonly reasonCode?: number;
  readonly properties?: MqttProperties;
}

export interface MqttSubscription {
  readonly topic: string;
  /** Defaults to 0. */
  readonly qos?: MqttQos;
  /** Of MQTT 5: no local, retain as published, retain handling. */
  readonly nl?: boolean;
  readonly rap?: boolean;
  readonly rh?: 0 | 1 | 2;
}

interface Sent {
  /** Of all but a PUBLISH of QoS 0. Defaults to the next that is free. */
  readonly messageId?: number;
  readonly properties?: MqttProperties;
}

export interface MqttSentPublish extends Sent {
  readonly cmd: 'publish';
  readonly topic: string;
  /** Text or bytes; with `mqtt({ payload: 'json' })` anything that JSON has a form for. Defaults to none. */
  readonly payload?: unknown;
  /** Defaults to 0. */
  readonly qos?: MqttQos;
  /** Defaults to `false`. */
  readonly retain?: boolean;
  /** Defaults to `false`. */
  readonly dup?: boolean;
}

export interface MqttSubscribe extends Sent {
  readonly cmd: 'subscribe';
  readonly subscriptions: readonly MqttSubscription[];
}

export interface MqttUnsubscribe extends Sent {
  readonly cmd: 'unsubscribe';
  /** The topics. */
  readonly unsubscriptions: readonly string[];
}

export interface MqttOther extends Sent {
  readonly cmd: 'puback' | 'pubrec' | 'pubrel' | 'pubcomp' | 'pingreq' | 'disconnect' | 'auth';
  readonly reasonCode?: number;
}

export type MqttOutgoing = MqttSentPublish | MqttSubscribe | MqttUnsubscribe | MqttOther;
