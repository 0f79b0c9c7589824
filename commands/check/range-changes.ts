import { narrows, type SchemaChange, widens } from './certainty';
import type { typesOf } from './domain';
import { type Conjunction, valuesOf } from './schema-part';

/** A limit of numbers, and whether the limit itself is excluded (open). */
interface Limit {
  readonly value: number;
  readonly isOpen: boolean;
}

const NUMBERS = ['integer', 'fraction'] as const;
const COUNTS = [
  { least: 'minLength', most: 'maxLength', types: ['string'], noun: 'character', nouns: 'characters' },
  { least: 'minItems', most: 'maxItems', types: ['array'], noun: 'item', nouns: 'items' },
  { least: 'minProperties', most: 'maxProperties', types: ['object'], noun: 'property', nouns: 'properties' },
] as const;

/** The changes of the limits of numbers, texts, lists and objects. */
export function rangeChanges(
  old: Conjunction,
  now: Conjunction,
  types: ReturnType<typeof typesOf>,
  at: SchemaChange['at'],
): SchemaChange[] {
  const changes: SchemaChange[] = [];
  const tell = (text: string, difference: number) => {
    if (difference !== 0) changes.push({ pointer: '', text, ...(difference > 0 ? narrows() : widens()), at });
  };
  if (NUMBERS.some((type) => types.has(type))) {
    const near = types.has('fraction') ? (limit: Limit) => limit : nextInteger;
    const [low, newLow] = [near(lowest(old)), near(lowest(now))];
    tell(`must be ${limitText(newLow, '>')} now, and was ${limitText(low, '>')}`, compared(newLow, low));
    const [high, newHigh] = [highest(old), highest(now)].map((limit) => mirrored(near(mirrored(limit)))) as [Limit, Limit];
    tell(`must be ${limitText(newHigh, '<')} now, and was ${limitText(high, '<')}`, compared(mirrored(newHigh), mirrored(high)));
  }
  for (const { least, most, types: ofKind, noun, nouns } of COUNTS) {
    if (!ofKind.some((type) => types.has(type))) continue;
    const [low, newLow] = [Math.max(0, ...numbers(old, least)), Math.max(0, ...numbers(now, least))];
    tell(
      newLow === 0
        ? `may have no ${nouns} now, and had at least ${low}`
        : `must have at least ${newLow} ${newLow === 1 ? noun : nouns} now, and had ${low}`,
      newLow - low,
    );
    const none = Number.POSITIVE_INFINITY;
    const [high, newHigh] = [Math.min(none, ...numbers(old, most)), Math.min(none, ...numbers(now, most))];
    if (high === newHigh) continue;
    const text =
      newHigh === none
        ? `may have any number of ${nouns} now`
        : `must have at most ${newHigh} ${newHigh === 1 ? noun : nouns} now`;
    tell(`${text}, and had ${high === none ? 'any number' : `at most ${high}`}`, newHigh < high ? 1 : -1);
  }
  return changes;
}

const numbers = (parts: Conjunction, keyword: string): number[] =>
  valuesOf(parts, keyword).filter((value) => typeof value === 'number');

const lowest = (parts: Conjunction): Limit =>
  [...limits(parts, 'minimum', false), ...limits(parts, 'exclusiveMinimum', true)].reduce(
    (one, other) => (compared(other, one) > 0 ? other : one),
    { value: Number.NEGATIVE_INFINITY, isOpen: false },
  );

const highest = (parts: Conjunction): Limit =>
  [...limits(parts, 'maximum', false), ...limits(parts, 'exclusiveMaximum', true)].reduce(
    (one, other) => (compared(mirrored(other), mirrored(one)) > 0 ? other : one),
    { value: Number.POSITIVE_INFINITY, isOpen: false },
  );

const limits = (parts: Conjunction, keyword: string, isOpen: boolean): Limit[] =>
  numbers(parts, keyword).map((value) => ({ value, isOpen }));

/** The lowest integer that is not below a limit. */
function nextInteger({ value, isOpen }: Limit): Limit {
  if (!Number.isSafeInteger(Math.ceil(value))) return { value, isOpen };
  return { value: isOpen ? Math.floor(value) + 1 : Math.ceil(value), isOpen: false };
}

const mirrored = ({ value, isOpen }: Limit): Limit => ({ value: -value, isOpen });

/** Compares lower limits: 1 if the first allows fewer numbers, -1 if more, 0 if the same. */
function compared(one: Limit, other: Limit): number {
  if (one.value !== other.value) return one.value > other.value ? 1 : -1;
  return Number(one.isOpen) - Number(other.isOpen);
}

const limitText = ({ value, isOpen }: Limit, sign: '<' | '>'): string =>
  Number.isFinite(value) ? `${sign}${isOpen ? '' : '='} ${value}` : 'without a limit';
