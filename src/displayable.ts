import { bytesOf } from './codec';
import { count } from './count';
import { escapedLines, unmarked } from './escape';
import { IS_NAME, IS_VALUE, MASK, maskText } from './mask';
import { part } from './part-of-text';
import { holdsSecrets, isSecret, nameWithin } from './secret-names';

/** @param all Whether all that is not ASCII is escaped: of two texts that look the same. */
export type Escape = (text: string, all?: boolean) => string;

/** How much of a value is shown. */
export interface Limits {
  /** Of all its texts together. Defaults to 16,000. */
  readonly characters?: number;
  /** Of one text: what is longer is cut in the middle. Defaults to 2,000. */
  readonly longest?: number;
  /** Of one array or object. Defaults to 100. */
  readonly items?: number;
  /** Defaults to 20. */
  readonly depth?: number;
  /** How hidden characters are written. Defaults to as JavaScript does: `\u001b`. */
  readonly escape?: Escape;
}

/**
 * A copy of a value that is safe to show, whatever it is and wherever it came from: secrets masked, hidden characters
 * escaped, what is long or deep cut and counted. Asymmetric matchers stay what they are.
 */
export function displayable(value: unknown, limits?: Limits): unknown {
  return new Copier(limits).one(value, new Place(''));
}

/** Two values such that what differs between them shows: where long ones are cut, and behind masks, too. */
export function displayablePair(expected: unknown, received: unknown, limits?: Limits): [expected: unknown, received: unknown] {
  return new Copier(limits).pair(expected, received, new Place(''));
}

/** A character that no displayable text has. */
const UNQUOTED = '\uf8ff';
const NOTED = /"\uf8ff((?:[^"\\]|\\.)*)\uf8ff"/g;

/** The displayable copy of a value as JSON, with notes where it has no form for something. */
export function jsonOf(value: unknown): string {
  const text = JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === 'function') return new Note(`[Function${part.name && ` ${escapedLines(part.name)}`}]`).toJSON();
    if (typeof part === 'bigint') return new Note(`${part}n`).toJSON();
    return part;
  });
  return unmarked(text.replace(NOTED, (_, note: string) => JSON.parse(`"${note}"`) as string));
}

/** What stands for something that is not shown: printed as its text is, without quotes. */
class Note {
  readonly $$typeof = Symbol.for('jest.asymmetricMatcher');

  /** No private field: Jest prints copies. */
  constructor(readonly text: string) {}

  asymmetricMatch(other: unknown): boolean {
    return other instanceof Note && other.text === this.text;
  }

  toString(): string {
    return this.text;
  }

  toAsymmetricMatcher(): string {
    return this.text;
  }

  /** `withoutQuotes` takes away what JSON puts around it. */
  toJSON(): string {
    return `${UNQUOTED}${this.text}${UNQUOTED}`;
  }
}

/** Where in a value something stands. */
class Place {
  constructor(
    readonly name: string,
    readonly depth = 0,
    /** Whether all here is secret. */
    readonly holds = false,
    readonly owner: { readonly value: unknown; readonly place: Place } | undefined = undefined,
  ) {}

  part(name: string, value: unknown, isSecret = false): Place {
    const holds = isSecret || this.holds || (this.name !== '' && holdsSecrets(this.name, Array.isArray(value)));
    return new Place(nameWithin(this.name, name), this.depth + 1, holds, { value, place: this });
  }

  isWithin(value: unknown): boolean {
    for (let { owner } = this as Place; owner; owner = owner.place.owner) if (owner.value === value) return true;
    return false;
  }

  isSecret(value: unknown): boolean {
    if (this.holds) return typeof value === 'string' && value !== '';
    return this.name !== '' && isSecret(this.name, value);
  }
}

/** The parts of what counts as one value each are few: so many nodes are copied, whatever their texts are. */
const NODES = 2000;
const SHORTEST = 40;
/** A text is looked at for secrets as far as this. */
const LOOKED_AT = 64 * 1024;

class Copier {
  #characters: number;
  #nodes = NODES;
  readonly #longest: number;
  readonly #items: number;
  readonly #depth: number;
  readonly #escape: Escape;

  constructor({ characters = 16_000, longest = 2000, items = 100, depth = 20, escape = escapedLines }: Limits = {}) {
    this.#characters = characters;
    this.#longest = longest;
    this.#items = items;
    this.#depth = depth;
    this.#escape = escape;
  }

  one(value: unknown, place: Place): unknown {
    try {
      return this.#one(value, place);
    } catch {
      return new Note('(cannot be shown)'); // a getter or a proxy that throws, a matcher without words
    }
  }

  pair(expected: unknown, received: unknown, place: Place): [unknown, unknown] {
    try {
      return this.#pair(expected, received, place);
    } catch {
      return [this.one(expected, place), this.one(received, place)];
    }
  }

  #one(value: unknown, place: Place): unknown {
    this.#nodes--;
    if (place.isSecret(value)) return MASK;
    if (typeof value === 'string') return this.#text(value);
    if (typeof value !== 'object' || value === null) return value;
    const whole = this.#whole(value, place);
    if (whole !== undefined) return whole.value;
    if (place.isWithin(value)) return new Note('[Circular]');
    if (place.depth >= this.#depth) return new Note(Array.isArray(value) ? '[…]' : '{…}');
    if (Array.isArray(value)) {
      const kept = this.#kept(value.length);
      const copy = Array.from({ length: kept }, (_, index) =>
        index in value ? this.one(value[index], place.part(place.name, value)) : new Note('(empty)'),
      );
      return kept < value.length ? [...copy, left(value.length - kept, 'item')] : copy;
    }
    return this.#fields(value, (name, at) => this.one(field(value, name), at), place);
  }

  #fields(
    value: object,
    copyOf: (name: string, place: Place) => unknown,
    place: Place,
    names: readonly string[] = Object.keys(value),
  ): object {
    const copy = Object.create(Object.getPrototypeOf(value) as object | null) as Record<string, unknown>;
    const kept = this.#kept(names.length);
    const isNamed = names.some((name) => IS_NAME.test(name) && isSecret(String(field(value, name)), 'any'));
    for (const name of names.slice(0, kept)) {
      put(copy, this.#text(name), copyOf(name, place.part(name, value, isNamed && IS_VALUE.test(name))));
    }
    if (kept < names.length) put(copy, '…', left(names.length - kept, 'field'));
    return copy;
  }

  #kept(length: number): number {
    const most = this.#characters <= 0 || this.#nodes <= 0 ? 0 : Math.min(this.#items, this.#nodes);
    return length <= most + 1 && most > 0 ? length : Math.min(length, most);
  }

  /** What is shown as a whole: undefined for what has parts. */
  #whole(value: object, place: Place): { readonly value: unknown } | undefined {
    if (isAsymmetric(value)) return { value: this.#asymmetric(value, place) };
    const bytes = bytesOf(value);
    if (bytes) return { value: new Note(bytesText(bytes)) };
    const tag = Object.prototype.toString.call(value);
    if (tag === '[object Date]' || tag === '[object Promise]' || tag === '[object RegExp]') return { value };
    if (tag === '[object Error]') return { value: new Note(this.#text(`[${String(value)}]`)) };
    if (tag === '[object Map]' || tag === '[object Set]') return { value: this.#collection(value as never, place) };
    const { toJSON } = value as { toJSON?: unknown };
    if (typeof toJSON === 'function') return { value: this.one(toJSON.call(value), place) };
    return undefined;
  }

  #collection(value: Map<unknown, unknown> | Set<unknown>, place: Place): unknown {
    if (place.depth >= this.#depth) return new Note('{…}');
    const kept = this.#kept(value.size);
    const all = [...take(value as Iterable<unknown>, kept)];
    const rest = value.size > kept ? left(value.size - kept, 'item') : undefined;
    if (value instanceof Set || Object.prototype.toString.call(value) === '[object Set]') {
      const copy = all.map((part) => this.one(part, place.part(place.name, [])));
      return new Set(rest ? [...copy, rest] : copy);
    }
    const entries = (all as [unknown, unknown][]).map(([key, part]): [unknown, unknown] => [
      this.one(key, place.part('', value)),
      this.one(part, place.part(typeof key === 'string' ? key : '', value)),
    ]);
    return new Map(rest ? [...entries, [new Note('…'), rest]] : entries);
  }

  /** Its class prints it: a copy with what it has been given made safe; of one without a sample, what it says. */
  #asymmetric(value: object, place: Place): object {
    if (value instanceof Note || (value as { $$typeof?: unknown }).$$typeof === undefined) return value;
    if (!Object.hasOwn(value, 'sample')) {
      return new Note(this.#text(String((value as { toAsymmetricMatcher(): string }).toAsymmetricMatcher())));
    }
    const copy = Object.create(Object.getPrototypeOf(value) as object, Object.getOwnPropertyDescriptors(value)) as object;
    const sample = this.one((value as { sample: unknown }).sample, place);
    return Object.defineProperty(copy, 'sample', { value: sample, enumerable: true });
  }

  #text(text: string): string {
    return this.#spent(this.#escape(this.#cut(maskText(part(text, 0, LOOKED_AT)), text.length)));
  }

  #spent(text: string): string {
    this.#characters -= text.length;
    return text;
  }

  get #room(): number {
    return Math.max(SHORTEST, Math.min(this.#longest, this.#characters));
  }

  /** @param length Of the text as it was, of which this may be the beginning. */
  #cut(text: string, length: number): string {
    const room = this.#room;
    if (text.length <= room && length <= LOOKED_AT) return text;
    if (length > LOOKED_AT) return `${part(text, 0, room)}…(${count(length - room, 'character')})`;
    const end = Math.floor(room / 4);
    const start = room - end;
    return `${part(text, 0, start)}…(${count(text.length - room, 'character')})…${part(text, text.length - end)}`;
  }

  #pair(expected: unknown, received: unknown, place: Place): [unknown, unknown] {
    this.#nodes--;
    if (place.isSecret(expected) && place.isSecret(received)) {
      return expected === received ? [MASK, MASK] : [MASK, `${MASK} (another)`];
    }
    if (typeof expected === 'string' && typeof received === 'string') return this.#texts(expected, received);
    if (isAsymmetric(expected)) {
      const copy = this.one(expected, place);
      // what matches is shown alike, as Jest does: it cannot see that by the copies
      return [copy, matches(expected, received) ? copy : this.one(received, place)];
    }
    if (Array.isArray(expected) && Array.isArray(received)) return this.#arrays(expected, received, place);
    if (hasFields(expected) && hasFields(received) && place.depth < this.#depth) {
      const shown = new Map<string, [unknown, unknown]>();
      const side = (value: object, other: object, index: 0 | 1) => {
        const copyOf = (name: string, at: Place) => {
          if (!Object.hasOwn(other, name)) return this.one(field(value, name), at);
          const both = shown.get(name) ?? this.pair(field(expected, name), field(received, name), at);
          shown.set(name, both);
          return both[index];
        };
        return this.#fields(value, copyOf, place, this.#inOrder(value, other));
      };
      return [side(expected, received, 0), side(received, expected, 1)];
    }
    return [this.one(expected, place), this.one(received, place)];
  }

  /** The names of the fields; where not all are shown, those that differ come first. */
  #inOrder(value: object, other: object): string[] {
    const names = Object.keys(value);
    if (names.length <= this.#items) return names;
    const isSame = (name: string) => Object.hasOwn(other, name) && areSame(field(value, name), field(other, name));
    return [...names.filter((name) => !isSame(name)), ...names.filter(isSame)];
  }

  #texts(expected: string, received: string): [string, string] {
    if (expected === received) {
      const text = this.#text(expected);
      return [text, text];
    }
    const [a, b] = [maskText(part(expected, 0, LOOKED_AT)), maskText(part(received, 0, LOOKED_AT))];
    const first = differsAt(a, b);
    const isLong = Math.max(expected.length, received.length) > this.#room;
    const shown = [a, b].map((text, index) => {
      const whole = index === 0 ? expected : received;
      return this.#spent(this.#escape(isLong ? this.#around(text, first, whole.length) : text, looksAlike(a, b)));
    }) as [string, string];
    if (shown[0] === shown[1]) shown[1] += part(expected, 0, LOOKED_AT) === part(received, 0, LOOKED_AT) ? '' : ' (another)';
    if (shown[0] === shown[1]) shown[1] += ' (they differ further on)';
    return shown;
  }

  /** The text around the place where it differs from another. */
  #around(text: string, at: number, length: number): string {
    const room = this.#room;
    const from = Math.max(0, Math.min(at - Math.floor(room / 2), length - room));
    const to = Math.min(text.length, from + room);
    const before = from > 0 ? `(${count(from, 'character')})…` : '';
    const after = length > to ? `…(${count(length - to, 'character')})` : '';
    return before + part(text, from, to) + after;
  }

  #arrays(expected: unknown[], received: unknown[], place: Place): [unknown, unknown] {
    if (place.depth >= this.#depth) return [this.one(expected, place), this.one(received, place)];
    const most = this.#kept(Math.max(expected.length, received.length));
    const first = Math.max(expected.length, received.length) <= most ? 0 : Math.max(0, firstOther(expected, received) - 2);
    const sides: [unknown[], unknown[]] = [[], []];
    if (first > 0) for (const side of sides) side.push(left(first, 'item'));
    for (let index = first; index < first + most; index++) {
      const at = place.part(place.name, expected);
      if (index < expected.length && index < received.length) {
        const [a, b] = this.pair(expected[index], received[index], at);
        sides[0].push(a);
        sides[1].push(b);
      } else if (index < expected.length) sides[0].push(this.one(expected[index], at));
      else if (index < received.length) sides[1].push(this.one(received[index], at));
    }
    [expected, received].forEach(({ length }, side) => {
      if (length > first + most) sides[side as 0 | 1].push(left(length - first - most, 'item'));
    });
    return sides;
  }
}

const BYTES = 64;

function bytesText(bytes: Buffer): string {
  const hex = bytes.subarray(0, BYTES).toString('hex');
  return `${count(bytes.length, 'byte')} ${hex}${bytes.length > BYTES ? '…' : ''}`.trim();
}

const left = (number: number, noun: string): Note => new Note(`… ${count(number, `more ${noun}`)}`);

const field = (value: object, name: string): unknown => (value as Record<string, unknown>)[name];

/** Not assigned: `__proto__` is a name like any other in a message. */
function put(copy: object, name: string, value: unknown): void {
  Object.defineProperty(copy, name, { value, enumerable: true, configurable: true, writable: true });
}

function* take<T>(values: Iterable<T>, count: number): Generator<T> {
  let index = 0;
  for (const value of values) {
    if (index++ >= count) return;
    yield value;
  }
}

const isAsymmetric = (value: unknown): value is { asymmetricMatch(other: unknown): boolean } =>
  typeof value === 'object' && value !== null && typeof (value as { asymmetricMatch?: unknown }).asymmetricMatch === 'function';

function matches(expected: { asymmetricMatch(other: unknown): boolean }, received: unknown): boolean {
  try {
    return expected.asymmetricMatch(received);
  } catch {
    return false;
  }
}

const hasFields = (value: unknown): value is object =>
  Object.prototype.toString.call(value) === '[object Object]' && !('toJSON' in (value as object));

function differsAt(a: string, b: string): number {
  let index = 0;
  while (index < a.length && a[index] === b[index]) index++;
  return index;
}

/** The first place where items of a simple kind differ, or where one of two arrays ends. */
function firstOther(a: readonly unknown[], b: readonly unknown[]): number {
  const shortest = Math.min(a.length, b.length);
  for (let index = 0; index < shortest; index++) if (!areSame(a[index], b[index])) return index;
  return shortest;
}

function areSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  try {
    return JSON.stringify(a) === JSON.stringify(b);
  } catch {
    return false;
  }
}

/** Composed and decomposed characters, spaces of several kinds, what has no width. */
function looksAlike(a: string, b: string): boolean {
  const seen = (text: string) =>
    text
      .normalize('NFKC')
      .replace(/[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu, '')
      .replace(/\s/g, ' ');
  return a !== b && seen(a) === seen(b);
}
