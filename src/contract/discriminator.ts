import type { Constant, MessageDefinition } from './definition';
import { typeOf } from './issue-text';
import { valueAt } from './pointer';

/** The place of the message's own type, among the places of its constants. */
export const TYPE = '#type';

/** A place by which kinds of messages are told apart: each of them has constants of its own there. */
export interface Discriminator {
  readonly place: string;
  /** The kinds that a constant belongs to. */
  readonly kinds: ReadonlyMap<Constant, readonly MessageDefinition[]>;
}

/**
 * The place that tells the most kinds apart: a message with another value there is none of them. Undefined if no place has
 * different constants for two kinds.
 */
export function discriminatorOf(definitions: readonly MessageDefinition[]): Discriminator | undefined {
  let best: Discriminator | undefined;
  for (const place of new Set(definitions.flatMap(({ constants }) => [...constants.keys()]))) {
    if (place === TYPE) continue;
    const found = at(place, definitions);
    if (found.kinds.size > 1 && tellsApart(found) && isBetter(found, best)) best = found;
  }
  return best;
}

/**
 * For the only kind of message: the place of its constant nearest to the root, which says that a message is meant to be this
 * kind. An enumeration does not count.
 */
export function constantOf(only: MessageDefinition): Discriminator | undefined {
  const places = [...only.constants].flatMap(([place, values]) =>
    place !== TYPE && values.size === 1 ? [at(place, [only])] : [],
  );
  return places.sort((one, other) => depth(one) - depth(other))[0];
}

function at(place: string, definitions: readonly MessageDefinition[]): Discriminator {
  const kinds = new Map<Constant, MessageDefinition[]>();
  for (const definition of definitions) {
    for (const constant of definition.constants.get(place) ?? []) {
      const known = kinds.get(constant);
      if (known) known.push(definition);
      else kinds.set(constant, [definition]);
    }
  }
  return { place, kinds };
}

/** Whether a place tells kinds apart: not an enumeration that two kinds share, or that only one kind has. */
function tellsApart({ kinds }: Discriminator): boolean {
  const owners = [...kinds.values()];
  return (
    new Set(owners.flat()).size > 1 && owners.some((one) => owners.some((other) => one.every((kind) => !other.includes(kind))))
  );
}

/** A place is better if more kinds have constants there, or more have one of their own; then, if it is nearer to the root. */
function isBetter(one: Discriminator, other: Discriminator | undefined): boolean {
  if (!other) return true;
  const difference = worth(one) - worth(other);
  return difference > 0 || (difference === 0 && depth(one) < depth(other));
}

/** How many kinds have constants, and how many have one of their own; a bit less if there are more constants than kinds. */
function worth({ kinds }: Discriminator): number {
  const owners = [...kinds.values()];
  const told = new Set(owners.filter((one) => one.length === 1).flat()).size;
  const all = new Set(owners.flat()).size;
  return all + told - (kinds.size > all ? 1 - all / kinds.size : 0);
}

const depth = ({ place }: Discriminator): number => place.split('/').length;

/** Whether a message has, at each of its constant places, one of the constants, or nothing. */
export function isConsistent({ constants }: MessageDefinition, payload: unknown): boolean {
  for (const [place, values] of constants) {
    if (place === TYPE) {
      if (!hasType(payload, values)) return false;
    } else {
      const value = valueAt(payload, place);
      if (value !== undefined && !values.has(value as Constant)) return false;
    }
  }
  return true;
}

/** Whether a value is of one of the types of JSON Schema. */
export function hasType(payload: unknown, types: ReadonlySet<Constant>): boolean {
  const type = typeOf(payload);
  return types.has(type) || (type === 'number' && types.has('integer'));
}
