import type { MqttProperties } from './mqtt-packets';

/**
 * The topics of one direction by the numbers that stand for them: a PUBLISH with a number that has been used may leave out its
 * topic (MQTT 5 §3.3.2.3.4).
 */
export class MqttAliases {
  readonly #topics = new Map<number, string>();

  /** @param most The highest number that the receiver allows (`topicAliasMaximum`). */
  constructor(private readonly most: number) {}

  /** The topic of a PUBLISH, given what it has as its own and its properties. A later one with the same number may leave it out. */
  topicOf(topic: unknown, properties: unknown): string {
    const text = String(topic);
    const { topicAlias } = (properties ?? {}) as MqttProperties;
    if (typeof topicAlias !== 'number' || topicAlias > this.most) return text;
    if (text === '') return this.#topics.get(topicAlias) ?? text;
    this.#topics.set(topicAlias, text);
    return text;
  }
}
