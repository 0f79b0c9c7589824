/*
 * The packets of mqtt-packet, as far as a client sends them and is sent them: written out here, so that these types need
 * no package that a user may not have.
 */

/** Quality of service: at most once, at least once, exactly once (MQTT 3.1.1 §4.3). */
export type MqttQos = 0 | 1 | 2;

/** The properties of a packet, by the names of mqtt-packet: `reasonString`, `userProperties`, `responseTopic`. MQTT 5 only. */
export type MqttProperties = Readonly<Record<string, unknown>>;

/** A message that the server delivers. */
export interface MqttPublish<Payload = any> {
  readonly cmd: 'publish';
  readonly topic: string;
  readonly payload: Payload;
  readonly qos: MqttQos;
  readonly retain: boolean;
  readonly dup: boolean;
  /** With QoS 1 and 2 only. */
  readonly messageId?: number;
  readonly properties?: MqttProperties;
}

/** The server's answer to a packet with the same `messageId`. `request()` resolves to it; no other expectation sees it. */
export interface MqttAcknowledgement {
  readonly cmd: 'puback' | 'pubrec' | 'pubcomp' | 'suback' | 'unsuback';
  readonly messageId: number;
  /** In a SUBACK, for each subscription: its QoS, or an error, 128 or more. In an UNSUBACK of MQTT 5, the reason codes. */
  readonly granted?: readonly number[];
  /** MQTT 5 only: 128 or more is an error. */
  readonly reasonCode?: number;
  readonly properties?: MqttProperties;
}

/** One topic filter of a SUBSCRIBE. */
export interface MqttSubscription {
  readonly topic: string;
  /** The highest QoS to deliver with. Defaults to 0. */
  readonly qos?: MqttQos;
  /** "No Local": the client does not get its own messages. MQTT 5 only (§3.8.3.1), as are the next two. */
  readonly nl?: boolean;
  /** "Retain As Published". */
  readonly rap?: boolean;
  /** "Retain Handling". */
  readonly rh?: 0 | 1 | 2;
}

interface Sent {
  /** Defaults to the next free one, in packets that have one: a PUBLISH of QoS 0, for example, has none. */
  readonly messageId?: number;
  readonly properties?: MqttProperties;
}

/** A message that the client publishes. */
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

/** Subscribes to topics. */
export interface MqttSubscribe extends Sent {
  readonly cmd: 'subscribe';
  readonly subscriptions: readonly MqttSubscription[];
}

/** Ends subscriptions. */
export interface MqttUnsubscribe extends Sent {
  readonly cmd: 'unsubscribe';
  /** The topics. */
  readonly unsubscriptions: readonly string[];
}

/** A packet that the codec mostly sends by itself, but that a test may send too. */
export interface MqttOther extends Sent {
  readonly cmd: 'puback' | 'pubrec' | 'pubrel' | 'pubcomp' | 'pingreq' | 'disconnect' | 'auth';
  readonly reasonCode?: number;
}

/** What a client sends. */
export type MqttOutgoing = MqttSentPublish | MqttSubscribe | MqttUnsubscribe | MqttOther;
