import type { Contract } from './contract';
import type { CoverageItem } from './coverage-item';
import {
  type Channel,
  type Constant,
  type ContractMessage,
  type Direction,
  type MessageDefinition,
  type Operation,
  payloadFor,
} from './definition';
import { shownValue } from './issue-text';
import { valuesAtPlace } from './pointer';

type Counted = { -readonly [Field in keyof CoverageItem]: CoverageItem[Field] };

/** An enumeration whose values are counted. */
interface CountedEnum {
  readonly place: string;
  readonly values: ReadonlyMap<Constant, Counted>;
}

/** A message of a channel, with its enumerations. */
interface CountedMessage {
  readonly item: Counted;
  readonly enums: readonly CountedEnum[];
}

/** Counts what the tests have seen of a contract. */
export class Coverage {
  readonly #items: Counted[] = [];
  readonly #messages = new Map<Channel, Map<MessageDefinition, CountedMessage>>();
  readonly #operations = new Map<Operation, Counted>();
  readonly #replies = new Map<Operation, ReadonlyMap<MessageDefinition, Counted>>();
  readonly #closeCodes = new Map<Channel, ReadonlyMap<number, Counted>>();

  constructor({ channels }: Contract) {
    for (const channel of channels) this.#addChannel(channel);
  }

  /** Everything that is documented, seen or not. */
  get items(): readonly CoverageItem[] {
    return this.#items;
  }

  /**
   * Counts what is seen on one connection.
   * @param channels All channels of the connection.
   */
  ofConnection(channels: readonly Channel[]): ConnectionCoverage {
    const requested = new Set<Operation>();
    return {
      message: (definition, direction, message, of) => {
        for (const channel of of) {
          count(this.#messages.get(channel)?.get(definition), payloadFor(definition, message));
          for (const operation of channel.operations) {
            if (operation.direction === direction && operation.messages.includes(definition)) {
              requested.add(operation);
              increase(this.#operations.get(operation));
            } else if (operation.direction !== direction && requested.has(operation)) {
              increase(this.#replies.get(operation)?.get(definition));
            }
          }
        }
      },
      close: (code) => {
        for (const channel of channels) increase(this.#closeCodes.get(channel)?.get(code));
      },
    };
  }

  #addChannel(channel: Channel): void {
    this.#messages.set(channel, new Map());
    for (const operation of channel.operations) {
      if (operation.where !== undefined) {
        this.#operations.set(operation, this.#add('operation', channel, operation.name, operation.where));
      }
      for (const definition of [...operation.messages, ...operation.replies]) this.#addMessage(channel, definition);
      const replies = operation.replies.map(
        (reply) => [reply, this.#add('reply', channel, `${reply.name} to ${operation.name}`, reply.where)] as const,
      );
      this.#replies.set(operation, new Map(replies));
    }
    const codes = [...(channel.closeCodes ?? [])].map(
      ([code, { meaning, where }]) =>
        [
          code,
          this.#add('close code', channel, meaning === '' ? `${code}` : `${code} ${JSON.stringify(meaning)}`, where),
        ] as const,
    );
    this.#closeCodes.set(channel, new Map(codes));
  }

  #addMessage(channel: Channel, definition: MessageDefinition): void {
    const known = this.#messages.get(channel);
    if (!known || known.has(definition)) return;
    const { name, where } = definition;
    const item = this.#add('message', channel, name, where);
    const enums = [...definition.enums].map(([place, values]) => {
      const texts = distinct(values.map((value) => shownValue(place, value)));
      const counted = values.map(
        (value, index) => [value, this.#add('value', channel, `${name} ${place} ${texts[index]}`, where)] as const,
      );
      return { place, values: new Map(counted) };
    });
    known.set(definition, { item, enums });
  }

  #add(kind: CoverageItem['kind'], channel: Channel, name: string, where: string): Counted {
    const item = { kind, channel: channel.name, name, where, seen: 0 };
    this.#items.push(item);
    return item;
  }
}

/** Is told of each message and close that is as documented. */
export interface ConnectionCoverage {
  /** @param of The channels that it belongs to. */
  message(definition: MessageDefinition, direction: Direction, message: ContractMessage, of: readonly Channel[]): void;
  close(code: number): void;
}

function count(counted: CountedMessage | undefined, payload: unknown): void {
  if (!counted) return;
  counted.item.seen++;
  for (const { place, values } of counted.enums) {
    for (const value of valuesAtPlace(payload, place)) increase(values.get(value as Constant));
  }
}

function increase(item: Counted | undefined): void {
  if (item) item.seen++;
}

/** Values that look alike, such as masked ones, get a number, so that they can be told apart. */
const distinct = (texts: readonly string[]): readonly string[] =>
  texts.map((text, index) => (texts.indexOf(text) === texts.lastIndexOf(text) ? text : `${text} (${index + 1})`));
