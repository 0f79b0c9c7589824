import type { ReceivedMessage } from '../log/transcript';
import { isPlain } from '../runtime/literal';
import type { Expected } from './expected';
import type { PartialMatch } from './partial-match';

/** An expected message, and the message that was found for it. */
export class Wanted {
  message: ReceivedMessage | undefined;
  group: WantedGroup | undefined;

  constructor(
    readonly expected: Expected,
    readonly match: FillableMatch,
  ) {}
}

/** A match of several expected messages, each of which wants a message of its own. */
export interface FillableMatch extends PartialMatch {
  /** Gives an expected message this one, instead of the one that it held. */
  fill(wanted: Wanted, message: ReceivedMessage): void;
}

/** Expected messages that the same messages may match. */
export class WantedGroup {
  #open: Wanted[] = [];
  /** The index of the first expected message that may still lack a message. */
  #first = 0;
  /** The expected messages that hold a message which they may exchange for another. */
  held: Wanted[] = [];

  add(wanted: Wanted): void {
    wanted.group = this;
    this.#open.push(wanted);
  }

  get size(): number {
    return this.#open.length;
  }

  /** The first expected message that still lacks a message and matches this one. */
  openFor(message: ReceivedMessage): Wanted | undefined {
    let filled = 0;
    for (let index = this.#first; index < this.#open.length; index++) {
      const wanted = this.#open[index] as Wanted;
      if (wanted.message) {
        if (index === this.#first) this.#first++;
        else filled++;
      } else if (wanted.expected.matches(message)) return wanted;
    }
    if (filled * 2 > this.#open.length - this.#first) this.#compact();
    return undefined;
  }

  #compact(): void {
    this.#open = this.#open.filter(({ message }) => message === undefined);
    this.#first = 0;
  }
}

/** The groups of expected messages that have a value at this path, by that value. */
interface Key {
  readonly path: readonly string[];
  readonly groups: Map<unknown, WantedGroup>;
}

const NONE: readonly Key[] = [];

/** Fewer expected messages than this are searched one by one, which is just as fast. */
const FEW = 16;

/**
 * Finds which of many expected messages a message may match, without asking all. Each is filed under the rarest of its
 * values. Those without values (predicates, patterns) are always asked.
 */
export class WantedIndex {
  readonly #others = new WantedGroup();
  readonly #onlyOthers: readonly WantedGroup[] = [this.#others];
  #keys: readonly Key[] = NONE;

  constructor(all: readonly Wanted[]) {
    if (all.length < FEW) for (const wanted of all) this.#others.add(wanted);
    else this.#build(all);
  }

  /** The groups that may have an expected message for this message. */
  groupsOf(message: ReceivedMessage): readonly WantedGroup[] {
    if (this.#keys === NONE) return this.#onlyOthers;
    const groups: WantedGroup[] = [];
    for (const { path, groups: known } of this.#keys) {
      const group = known.get(valueAt(message.value, path));
      if (group) groups.push(group);
    }
    if (groups.length > 1) groups.sort((a, b) => a.size - b.size); // rare values first: they match fewer messages
    if (this.#others.size > 0) groups.push(this.#others);
    return groups;
  }

  #build(all: readonly Wanted[]): void {
    const leaves = all.map(({ expected }) => leavesOf(expected));
    const rarest = rarestAmong(leaves.flat());
    const keys = new Map<string, Key>();
    for (const [index, wanted] of all.entries()) {
      const leaf = rarest(leaves[index] ?? []);
      if (leaf) groupFor(leaf, keys).add(wanted);
      else this.#others.add(wanted);
    }
    this.#keys = [...keys.values()];
  }
}

function groupFor({ name, path, value }: Leaf, keys: Map<string, Key>): WantedGroup {
  const key = keys.get(name) ?? { path, groups: new Map<unknown, WantedGroup>() };
  keys.set(name, key);
  const group = key.groups.get(value) ?? new WantedGroup();
  key.groups.set(value, group);
  return group;
}

/** Finds, of some leaves, the one that occurs least among all. */
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

/** How many values of an expected message are looked at: more would not tell it from others any better. */
const MOST_LEAVES = 16;
const DEEPEST = 4;

/** The values that every matching message has: strings, numbers, booleans and nulls in the objects of the expected value. */
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
