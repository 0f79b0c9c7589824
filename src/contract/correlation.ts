import {
  type ContractMessage,
  type Direction,
  type MessageDefinition,
  type MessagePlace,
  type Operation,
  opposite,
} from './definition';
import { shownValue } from './issue-text';
import { pointerBelow, valueBelow } from './pointer';

/** How many ids are kept. */
const MOST_IDS = 100_000;

/** The requests of one connection, by the value that their replies must repeat. */
export class Correlations {
  readonly #operations: readonly Operation[];
  readonly #requests: Readonly<Record<Direction, Requests>>;

  /** @param operations All operations of the connection. */
  constructor(operations: readonly Operation[]) {
    this.#operations = operations;
    const answered = operations.filter(({ replies }) => replies.some(({ correlation }) => correlation));
    const going = (direction: Direction) => {
      const requests = answered.filter((operation) => operation.direction === direction);
      return new Requests(requests.flatMap(({ messages }) => messages.flatMap(({ correlation }) => correlation ?? [])));
    };
    this.#requests = { received: going('received'), sent: going('sent') };
  }

  /** Whether replies to messages of this direction must repeat a value. */
  areUsed(direction: Direction): boolean {
    return this.#requests[direction].places.length > 0;
  }

  /** Notes a message, which may be a request, even if it broke the contract. Undefined for a message that is not known. */
  note(message: ContractMessage | undefined, direction: Direction): void {
    this.#requests[direction].note(message);
  }

  /** What is wrong with a reply that repeats the value of no request; undefined if nothing is, or it cannot be told. */
  problem(definition: MessageDefinition, message: ContractMessage, direction: Direction): string | undefined {
    const { correlation } = definition;
    if (!correlation || valueIn(message, correlation) === undefined) return undefined;
    const answered = this.#operations.filter((one) => one.direction !== direction && one.replies.includes(definition));
    const requests = answered.flatMap(({ messages }) => messages);
    if (requests.length === 0 || requests.some((request) => !request.correlation)) return undefined;
    const known = this.#requests[opposite(direction)];
    if (known.mayHold(idOf(message, correlation)) || this.#isAlsoUnasked(definition, direction)) return undefined;
    const place = placeText(correlation);
    const names = requests.map(({ name }) => name).join(' or ');
    return `${place} is ${shownValue(place, valueIn(message, correlation))}, and no ${names} was sent with it`;
  }

  /** Whether it is also the message of an operation, so that it may come without a request. */
  #isAlsoUnasked(definition: MessageDefinition, direction: Direction): boolean {
    return this.#operations.some((operation) => operation.direction === direction && operation.messages.includes(definition));
  }
}

/** The requests of one direction. */
class Requests {
  /** The values of their ids, as JSON. */
  readonly #ids = new Set<string>();
  /** Whether a request may have passed whose value is not known: then no reply can be called wrong. */
  #isBlind = false;

  /** @param places Where in a request the value is. */
  constructor(readonly places: readonly MessagePlace[]) {}

  note(message: ContractMessage | undefined): void {
    if (!message || this.#ids.size >= MOST_IDS) this.#isBlind = true;
    else for (const place of this.places) this.#ids.add(idOf(message, place));
  }

  mayHold(id: string): boolean {
    return this.#isBlind || this.#ids.has(id);
  }
}

const valueIn = (message: ContractMessage, { part, keys }: MessagePlace): unknown => valueBelow(message[part], keys);

const idOf = (message: ContractMessage, place: MessagePlace): string => String(JSON.stringify(valueIn(message, place)));

/** `/id`, `headers/id`. */
export const placeText = ({ part, keys }: MessagePlace): string =>
  keys.reduce<string>(pointerBelow, part === 'headers' ? part : '');
