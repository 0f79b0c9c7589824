import { bytesOf } from '../runtime/bytes';
import { fieldsOf } from '../runtime/fields';
import { isAsymmetric, tagOf } from '../runtime/tag';
import { bytesText } from './bytes-text';
import { count } from './count';
import { escapedLines } from './escape';
import { IS_NAME, IS_VALUE, MASK } from './mask';
import { maskedBeginning } from './masked-beginning';
import { left, Note } from './note';
import { part } from './part-of-text';
import { holdsSecrets, isSecret, nameWithin, wordOf } from './secret-names';

/** @param all Whether everything that is not ASCII is escaped: for two texts that look the same. */
export type Escape = (text: string, all?: boolean) => string;

/** How much of a value is shown. */
export interface PrintLimits {
  /** Characters of all its texts together. Defaults to 16,000. */
  readonly characters?: number;
  /** Characters of one text: a longer one is cut in the middle. Defaults to 2,000. */
  readonly longest?: number;
  /** Items of one array, or fields of one object. Defaults to 100. */
  readonly items?: number;
  /** Levels of arrays and objects. Defaults to 20. */
  readonly depth?: number;
  /** How hidden characters are written. Defaults to the way JavaScript writes them: `\u001b`. */
  readonly escape?: Escape;
}

/**
 * A copy of a value that is safe to show, whatever it is and wherever it came from: secrets are masked, hidden characters
 * escaped, long and deep parts cut and counted. Asymmetric matchers stay what they are.
 */
export function displayable(value: unknown, limits?: PrintLimits): unknown {
  return new Copier(limits).one(value, new ValuePath(''));
}

/** The place of a part within a value. */
export class ValuePath {
  constructor(
    readonly name: string,
    readonly depth = 0,
    /** Whether everything in it is secret. */
    readonly holds = false,
    readonly owner: { readonly value: unknown; readonly path: ValuePath } | undefined = undefined,
  ) {}

  part(name: string, value: unknown, isSecret = false): ValuePath {
    const holds = isSecret || this.holds || (this.name !== '' && holdsSecrets(this.name, Array.isArray(value)));
    return new ValuePath(nameWithin(this.name, name), this.depth + 1, holds, { value, path: this });
  }

  isWithin(value: unknown): boolean {
    for (let { owner } = this as ValuePath; owner; owner = owner.path.owner) if (owner.value === value) return true;
    return false;
  }

  isSecret(value: unknown): boolean {
    if (this.holds) return Boolean(wordOf(value));
    return this.name !== '' && isSecret(this.name, value);
  }
}

/** How many nodes are copied at most, however short their texts are. */
const NODES = 2000;
const SHORTEST = 40;
/** How many characters of a text are searched for secrets. */
export const LOOKED_AT = 64 * 1024;

/** Copies one value after another, as long as there is room. */
export class Copier {
  #characters: number;
  protected nodes = NODES;
  readonly #longest: number;
  protected readonly items: number;
  protected readonly depth: number;
  protected readonly escape: Escape;

  constructor({ characters = 16_000, longest = 2000, items = 100, depth = 20, escape = escapedLines }: PrintLimits = {}) {
    this.#characters = characters;
    this.#longest = longest;
    this.items = items;
    this.depth = depth;
    this.escape = escape;
  }

  one(value: unknown, path: ValuePath): unknown {
    try {
      return this.#one(value, path);
    } catch {
      return new Note('(cannot be shown)'); // a getter or a proxy that throws, a matcher without words
    }
  }

  #one(value: unknown, path: ValuePath): unknown {
    this.nodes--;
    if (path.isSecret(value)) return MASK;
    if (typeof value === 'string') return this.text(value);
    if (typeof value !== 'object' || value === null) return value;
    const whole = this.#whole(value, path);
    if (whole !== undefined) return whole.value;
    if (path.isWithin(value)) return new Note('[Circular]');
    if (path.depth >= this.depth) return new Note(Array.isArray(value) ? '[…]' : '{…}');
    if (Array.isArray(value)) {
      const kept = this.kept(value.length);
      const copy = Array.from({ length: kept }, (_, index) =>
        index in value ? this.one(value[index], path.part(path.name, value)) : new Note('(empty)'),
      );
      return kept < value.length ? [...copy, left(value.length - kept, 'item')] : copy;
    }
    return this.fields(value, (name, at) => this.one(field(value, name), at), path);
  }

  protected fields(
    value: object,
    copyOf: (name: PropertyKey, path: ValuePath) => unknown,
    path: ValuePath,
    names: readonly PropertyKey[] = fieldsOf(value),
  ): object {
    const copy = Object.create(Object.getPrototypeOf(value) as object | null) as Record<string, unknown>;
    const kept = this.kept(names.length);
    const isNamed = names.some((name) => IS_NAME.test(nameOfField(name)) && isSecret(String(field(value, name)), 'any'));
    for (const name of names.slice(0, kept)) {
      const text = nameOfField(name);
      const shown = typeof name === 'symbol' ? Symbol(this.text(text)) : this.text(text);
      put(copy, shown, copyOf(name, path.part(text, value, isNamed && IS_VALUE.test(text))));
    }
    if (kept < names.length) put(copy, '…', left(names.length - kept, 'field'));
    return copy;
  }

  protected kept(length: number): number {
    const most = this.#characters <= 0 || this.nodes <= 0 ? 0 : Math.min(this.items, this.nodes);
    return length <= most + 1 && most > 0 ? length : Math.min(length, most);
  }

  /** A value that is shown as a whole; undefined for one with parts. */
  #whole(value: object, path: ValuePath): { readonly value: unknown } | undefined {
    if (isAsymmetric(value)) return { value: this.#asymmetric(value, path) };
    const bytes = bytesOf(value);
    if (bytes) return { value: new Note(bytesText(bytes)) };
    const tag = tagOf(value);
    if (tag === 'Date' || tag === 'Promise' || tag === 'RegExp') return { value };
    if (tag === 'Error') return { value: new Note(this.text(`[${String(value)}]`)) };
    if (tag === 'Map' || tag === 'Set') return { value: this.#collection(value as never, path) };
    const { toJSON } = value as { toJSON?: unknown };
    if (typeof toJSON === 'function') return { value: this.one(toJSON.call(value), path) };
    return undefined;
  }

  #collection(value: Map<unknown, unknown> | Set<unknown>, path: ValuePath): unknown {
    if (path.depth >= this.depth) return new Note('{…}');
    const kept = this.kept(value.size);
    const all = [...take(value as Iterable<unknown>, kept)];
    const rest = value.size > kept ? left(value.size - kept, 'item') : undefined;
    if (value instanceof Set || tagOf(value) === 'Set') {
      const copy = all.map((part) => this.one(part, path.part(path.name, [])));
      return new Set(rest ? [...copy, rest] : copy);
    }
    const entries = (all as [unknown, unknown][]).map(([key, part]): [unknown, unknown] => [
      this.one(key, path.part('', value)),
      this.one(part, path.part(typeof key === 'string' ? key : '', value)),
    ]);
    return new Map(rest ? [...entries, [new Note('…'), rest]] : entries);
  }

  /** An asymmetric matcher is printed by its class, so it becomes a copy with a safe sample; without a sample, its text. */
  #asymmetric(value: object, path: ValuePath): object {
    if (value instanceof Note || (value as { $$typeof?: unknown }).$$typeof === undefined) return value;
    if (!Object.hasOwn(value, 'sample')) {
      return new Note(this.text(String((value as { toAsymmetricMatcher(): string }).toAsymmetricMatcher())));
    }
    const copy = Object.create(Object.getPrototypeOf(value) as object, Object.getOwnPropertyDescriptors(value)) as object;
    const sample = this.one((value as { sample: unknown }).sample, path);
    return Object.defineProperty(copy, 'sample', { value: sample, enumerable: true });
  }

  protected text(text: string): string {
    return this.spent(this.escape(this.#cut(maskedBeginning(text, LOOKED_AT), text.length)));
  }

  protected spent(text: string): string {
    this.#characters -= text.length;
    return text;
  }

  protected get room(): number {
    return Math.max(SHORTEST, Math.min(this.#longest, this.#characters));
  }

  /** @param length The length of the whole text, of which this may be the beginning. */
  #cut(text: string, length: number): string {
    const room = this.room;
    if (text.length <= room && length <= LOOKED_AT) return text;
    if (length > LOOKED_AT) return `${part(text, 0, room)}…(${count(length - room, 'character')})`;
    const end = Math.floor(room / 4);
    const start = room - end;
    return `${part(text, 0, start)}…(${count(text.length - room, 'character')})…${part(text, text.length - end)}`;
  }
}

export const field = (value: object, name: PropertyKey): unknown => (value as Record<PropertyKey, unknown>)[name];

const nameOfField = (name: PropertyKey): string => (typeof name === 'symbol' ? (name.description ?? '') : String(name));

/** Defines a field instead of assigning it: in a message, `__proto__` is a name like any other. */
function put(copy: object, name: PropertyKey, value: unknown): void {
  Object.defineProperty(copy, name, { value, enumerable: true, configurable: true, writable: true });
}

function* take<T>(values: Iterable<T>, count: number): Generator<T> {
  let index = 0;
  for (const value of values) {
    if (index++ >= count) return;
    yield value;
  }
}
