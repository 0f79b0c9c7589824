import { fieldsOf } from '../runtime/fields';
import { isAsymmetric, tagOf } from '../runtime/tag';
import { count } from '../text/count';
import { Copier, field, LOOKED_AT, type PrintLimits, ValuePath } from '../text/displayable';
import { MASK } from '../text/mask';
import { maskedBeginning } from '../text/masked-beginning';
import { left } from '../text/note';
import { part } from '../text/part-of-text';
import { wordOf } from '../text/secret-names';

/** Displayable copies of two values in which their difference can be seen, even where they are cut or masked. */
export function displayablePair(
  expected: unknown,
  received: unknown,
  limits?: PrintLimits,
): [expected: unknown, received: unknown] {
  return new PairCopier(limits).pair(expected, received, new ValuePath(''));
}

class PairCopier extends Copier {
  pair(expected: unknown, received: unknown, path: ValuePath): [unknown, unknown] {
    try {
      return this.#pair(expected, received, path);
    } catch {
      return [this.one(expected, path), this.one(received, path)];
    }
  }

  #pair(expected: unknown, received: unknown, path: ValuePath): [unknown, unknown] {
    this.nodes--;
    if (path.isSecret(expected) && path.isSecret(received)) {
      const isSame = expected === received || (typeof expected === 'object' && wordOf(expected) === wordOf(received));
      return isSame ? [MASK, MASK] : [MASK, `${MASK} (another)`];
    }
    if (typeof expected === 'string' && typeof received === 'string') return this.#texts(expected, received);
    if (isAsymmetric(expected)) {
      const copy = this.one(expected, path);
      // a matching value is shown alike on both sides, as Jest would do: it cannot tell from the copies
      return [copy, matches(expected, received) ? copy : this.one(received, path)];
    }
    if (Array.isArray(expected) && Array.isArray(received)) return this.#arrays(expected, received, path);
    if (hasFields(expected) && hasFields(received) && path.depth < this.depth) {
      const shown = new Map<PropertyKey, [unknown, unknown]>();
      const side = (value: object, other: object, index: 0 | 1) => {
        const copyOf = (name: PropertyKey, at: ValuePath) => {
          if (!Object.hasOwn(other, name)) return this.one(field(value, name), at);
          const both = shown.get(name) ?? this.pair(field(expected, name), field(received, name), at);
          shown.set(name, both);
          return both[index];
        };
        return this.fields(value, copyOf, path, this.#inOrder(value, other));
      };
      return [side(expected, received, 0), side(received, expected, 1)];
    }
    return [this.one(expected, path), this.one(received, path)];
  }

  /** The names of the fields; if not all can be shown, those that differ come first. */
  #inOrder(value: object, other: object): PropertyKey[] {
    const names = fieldsOf(value);
    if (names.length <= this.items) return names;
    const isSame = (name: PropertyKey) => Object.hasOwn(other, name) && areSame(field(value, name), field(other, name));
    return [...names.filter((name) => !isSame(name)), ...names.filter(isSame)];
  }

  #texts(expected: string, received: string): [string, string] {
    if (expected === received) {
      const text = this.text(expected);
      return [text, text];
    }
    const [a, b] = [maskedBeginning(expected, LOOKED_AT), maskedBeginning(received, LOOKED_AT)];
    const first = differsAt(a, b);
    const isLong = Math.max(expected.length, received.length) > this.room;
    const shown = [a, b].map((text, index) => {
      const whole = index === 0 ? expected : received;
      return this.spent(this.escape(isLong ? this.#around(text, first, whole.length) : text, looksAlike(a, b)));
    }) as [string, string];
    if (shown[0] === shown[1]) shown[1] += part(expected, 0, LOOKED_AT) === part(received, 0, LOOKED_AT) ? '' : ' (another)';
    if (shown[0] === shown[1]) shown[1] += ' (they differ further on)';
    return shown;
  }

  /** The text around the place where it differs from another. */
  #around(text: string, at: number, length: number): string {
    const room = this.room;
    const from = Math.max(0, Math.min(at - Math.floor(room / 2), length - room));
    const to = Math.min(text.length, from + room);
    const before = from > 0 ? `(${count(from, 'character')})…` : '';
    const after = length > to ? `…(${count(length - to, 'character')})` : '';
    return before + part(text, from, to) + after;
  }

  #arrays(expected: unknown[], received: unknown[], path: ValuePath): [unknown, unknown] {
    if (path.depth >= this.depth) return [this.one(expected, path), this.one(received, path)];
    const most = this.kept(Math.max(expected.length, received.length));
    const first = Math.max(expected.length, received.length) <= most ? 0 : Math.max(0, firstOther(expected, received) - 2);
    const sides: [unknown[], unknown[]] = [[], []];
    if (first > 0) for (const side of sides) side.push(left(first, 'item'));
    for (let index = first; index < first + most; index++) {
      const at = path.part(path.name, expected);
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

function matches(expected: { asymmetricMatch(other: unknown): boolean }, received: unknown): boolean {
  try {
    return expected.asymmetricMatch(received);
  } catch {
    return false;
  }
}

const hasFields = (value: unknown): value is object => tagOf(value) === 'Object' && !('toJSON' in (value as object));

function differsAt(a: string, b: string): number {
  let index = 0;
  while (index < a.length && a[index] === b[index]) index++;
  return index;
}

/** The index of the first item that differs, or at which the shorter array ends. */
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

/** Whether two texts differ only in how characters are composed, in kinds of spaces, or in characters without width. */
function looksAlike(a: string, b: string): boolean {
  const seen = (text: string) =>
    text
      .normalize('NFKC')
      .replace(/[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu, '')
      .replace(/\s/g, ' ');
  return a !== b && seen(a) === seen(b);
}
