import type { ContractMessage, Direction, MessageDefinition, Operation } from './definition';
import { shownValue } from './issue-text';
import { pointerBelow, valueBelow } from './pointer';

/** The requests of one connection, by the value that their replies must repeat. */
export class Correlations {
  readonly #replies: ReadonlyMap<MessageDefinition, readonly Operation[]>;
  readonly #requests = new Map<MessageDefinition, Set<unknown>>();

  /** @param operations All that are spoken over the connection. */
  constructor(operations: readonly Operation[]) {
    const replies = new Map<MessageDefinition, Operation[]>();
    for (const operation of operations) {
      for (const reply of operation.replies) replies.set(reply, [...(replies.get(reply) ?? []), operation]);
    }
    this.#replies = replies;
  }

  /** A request has passed. */
  note(definition: MessageDefinition, { payload }: ContractMessage): void {
    if (!definition.correlation) return;
    const value = valueBelow(payload, definition.correlation);
    if (value === undefined) return;
    const known = this.#requests.get(definition);
    if (known) known.add(value);
    else this.#requests.set(definition, new Set([value]));
  }

  /** What is wrong with a reply: it repeats the value of no request. Undefined where that cannot be said. */
  problem(definition: MessageDefinition, { payload }: ContractMessage, direction: Direction): string | undefined {
    const operations = this.#replies.get(definition)?.filter((operation) => operation.direction !== direction) ?? [];
    if (!definition.correlation || operations.length === 0) return undefined;
    const value = valueBelow(payload, definition.correlation);
    if (value === undefined) return undefined;
    const requests = operations.flatMap((operation) => operation.messages);
    if (requests.some((request) => !request.correlation || this.#requests.get(request)?.has(value))) return undefined;
    const pointer = definition.correlation.reduce(pointerBelow, '');
    return `${pointer} is ${shownValue(pointer, value)}, and no ${requests.map(({ name }) => name).join(' or ')} was sent with it`;
  }
}
