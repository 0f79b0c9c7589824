import type { ContractMessage, Direction, MessageDefinition, MessagePlace, Operation } from './definition';
import { shownValue } from './issue-text';
import { pointerBelow, valueBelow } from './pointer';

/** The requests of one connection, by the value that their replies must repeat. */
export class Correlations {
  /** The operations that each reply answers. */
  readonly #answered = new Map<MessageDefinition, Operation[]>();
  /** The values with which each request was sent. */
  readonly #requests = new Map<MessageDefinition, Set<unknown>>();

  readonly #operations: readonly Operation[];

  /** @param operations All that are spoken over the connection. */
  constructor(operations: readonly Operation[]) {
    this.#operations = operations;
    for (const operation of operations) {
      for (const reply of operation.replies) {
        this.#answered.set(reply, [...(this.#answered.get(reply) ?? []), operation]);
        if (reply.correlation) for (const request of operation.messages) this.#requests.set(request, new Set());
      }
    }
  }

  /** Whether any reply is known by a value. */
  get areUsed(): boolean {
    return this.#requests.size > 0;
  }

  /** A message has passed. It may be any request where its definition is not known, since it broke it or was not judged. */
  note(message: ContractMessage, definition?: MessageDefinition): void {
    if (definition) this.#note(message, definition);
    else for (const request of this.#requests.keys()) this.#note(message, request);
  }

  #note(message: ContractMessage, definition: MessageDefinition): void {
    const value = definition.correlation && valueIn(message, definition.correlation);
    if (value !== undefined) this.#requests.get(definition)?.add(value);
  }

  /** What is wrong with a reply: it repeats the value of no request. Undefined where that cannot be said. */
  problem(definition: MessageDefinition, message: ContractMessage, direction: Direction): string | undefined {
    const operations = this.#answered.get(definition)?.filter((operation) => operation.direction !== direction) ?? [];
    if (!definition.correlation || operations.length === 0 || this.#isAlsoUnasked(definition, direction)) return undefined;
    const value = valueIn(message, definition.correlation);
    if (value === undefined) return undefined;
    const requests = operations.flatMap((operation) => operation.messages);
    if (requests.some((request) => !request.correlation || this.#requests.get(request)?.has(value))) return undefined;
    const place = placeText(definition.correlation);
    return `${place} is ${shownValue(place, value)}, and no ${requests.map(({ name }) => name).join(' or ')} was sent with it`;
  }

  /** Whether an operation sends it by itself: it may come without a request. */
  #isAlsoUnasked(definition: MessageDefinition, direction: Direction): boolean {
    return this.#operations.some((operation) => operation.direction === direction && operation.messages.includes(definition));
  }
}

const valueIn = (message: ContractMessage, { part, keys }: MessagePlace): unknown => valueBelow(message[part], keys);

/** `/id`, `headers/id`. */
export const placeText = ({ part, keys }: MessagePlace): string =>
  keys.reduce<string>(pointerBelow, part === 'headers' ? part : '');
