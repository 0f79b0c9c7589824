import type { ReceivedMessage } from '../log/transcript';
import { isPlain } from '../runtime/literal';
import type { Slot } from './any-order-match';
import type { Expected } from './expected';

/** Slots that the same messages may fill. */
export class SlotGroup {
  #free: Slot[] = [];
  /** The first that may be free. */
  #first = 0;
  /** Those that hold a message which may be had elsewhere. */
  held: Slot[] = [];

  add(slot: Slot): void {
    slot.group = this;
    this.#free.push(slot);
  }

  get size(): number {
    return this.#free.length;
  }

  /** The first free slot that the message fills. */
  free(message: ReceivedMessage): Slot | undefined {
    let filled = 0;
    for (let index = this.#first; index < this.#free.length; index++) {
      const slot = this.#free[index] as Slot;
      if (slot.message) {
        if (index === this.#first) this.#first++;
        else filled++;
      } else if (slot.expected.matches(message)) return slot;
    }
    if (filled * 2 > this.#free.length - this.#first) this.#compact();
    return undefined;
  }

  #compact(): void {
    this.#free = this.#free.filter(({ message }) => message === undefined);
    this.#first = 0;
  }
}

/** The groups of the slots whose expected messages have a value at this path, by that value. */
interface Key {
  readonly path: readonly string[];
  readonly groups: Map<unknown, SlotGroup>;
}

const NONE: readonly Key[] = [];

/** Fewer slots than this are looked through as fast as they are found. */
const FEW = 16;

/**
 * Finds the slots that a message may fill without looking through all: each stands under one value that its expected
 * message has, the rarest among them. Those that have none (predicates, patterns) are looked through.
 */
export class SlotIndex {
  readonly #others = new SlotGroup();
  readonly #onlyOthers: readonly SlotGroup[] = [this.#others];
  #keys: readonly Key[] = NONE;

  constructor(slots: readonly Slot[]) {
    if (slots.length < FEW) for (const slot of slots) this.#others.add(slot);
    else this.#build(slots);
  }

  /** The groups in which a message may have a slot. */
  groupsOf(message: ReceivedMessage): readonly SlotGroup[] {
    if (this.#keys === NONE) return this.#onlyOthers;
    const groups: SlotGroup[] = [];
    for (const { path, groups: known } of this.#keys) {
      const group = known.get(valueAt(message.value, path));
      if (group) groups.push(group);
    }
    if (groups.length > 1) groups.sort((a, b) => a.size - b.size); // who can have little is served first
    if (this.#others.size > 0) groups.push(this.#others);
    return groups;
  }

  #build(slots: readonly Slot[]): void {
    const leaves = slots.map(({ expected }) => leavesOf(expected));
    const rarest = rarestAmong(leaves.flat());
    const keys = new Map<string, Key>();
    for (const [index, slot] of slots.entries()) {
      const leaf = rarest(leaves[index] ?? []);
      if (leaf) groupFor(leaf, keys).add(slot);
      else this.#others.add(slot);
    }
    this.#keys = [...keys.values()];
  }
}

function groupFor({ name, path, value }: Leaf, keys: Map<string, Key>): SlotGroup {
  const key = keys.get(name) ?? { path, groups: new Map<unknown, SlotGroup>() };
  keys.set(name, key);
  const group = key.groups.get(value) ?? new SlotGroup();
  key.groups.set(value, group);
  return group;
}

/** Finds of some leaves the one that is met least among all. */
function rarestAmong(all: readonly Leaf[]): (leaves: readonly Leaf[]) => Leaf | undefined {
  const counts = new Map<string, Map<unknown, number>>();
  for (const { name, value } of all) {
    const values = counts.get(name) ?? new Map<unknown, number>();
    counts.set(name, values.set(value, (values.get(value) ?? 0) + 1));
  }
  const count = ({ name, value }: Leaf): number => counts.get(name)?.get(value) ?? 0;
  return (leaves) => {
    let rarest: Leaf | undefined;
    for (const leaf of leaves) if (!rarest || count(leaf) < count(rarest)) rarest = leaf;
    return rarest;
  };
}

/** A value that a message must have at a path. */
interface Leaf {
  readonly name: string;
  readonly path: readonly string[];
  readonly value: unknown;
}

/** More of them tell slots apart no better. */
const MOST_LEAVES = 16;
const DEEPEST = 4;

/** What every message that matches has: the strings, numbers, booleans and nulls in the objects of the expected value. */
function leavesOf({ form, source, equality }: Expected): Leaf[] {
  const leaves: Leaf[] = [];
  const visit = (value: unknown, path: readonly string[]): void => {
    if (leaves.length >= MOST_LEAVES) return;
    if (isLeaf(value)) leaves.push({ name: JSON.stringify(path), path, value });
    else if (path.length < DEEPEST && isPlain(value) && !('asymmetricMatch' in value)) {
      for (const [key, part] of Object.entries(value)) visit(part, [...path, key]);
    }
  };
  if (form === 'value' && !equality.extended) visit(source, []);
  return leaves;
}

const isLeaf = (value: unknown): boolean => value === null || ['string', 'number', 'boolean'].includes(typeof value);

function valueAt(value: unknown, path: readonly string[]): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = (found as Record<string, unknown>)[key];
  }
  return found;
}
