import { arrayChanges } from './array-changes';
import { canonicalSchema } from './canonical-schema';
import { type Compare, narrows, placeOf, replaces, type SchemaChange, widens } from './certainty';
import { choiceChanges, choicesOf } from './choice-changes';
import { accept, brief, listedValues, missingIn, typesOf, typesText, valuesText } from './domain';
import { objectChanges } from './object-changes';
import { rangeChanges } from './range-changes';
import { ruleChanges } from './rule-changes';
import { type Conjunction, has, isNever, keyOf, type SchemaSource, wholeOf } from './schema-part';

/** The changes between two schemas; empty if they take the same values, as far as that can be told. */
export function schemaChanges(old: SchemaSource, now: SchemaSource): readonly SchemaChange[] {
  return conjunctionChanges(wholeOf(old), wholeOf(now));
}

/** The changes between two conjunctions. */
export const conjunctionChanges = (old: Conjunction, now: Conjunction): readonly SchemaChange[] =>
  new Comparison().changes(old, now);

/** The most changes that are told for one place. */
const MOST = 500;

/** A limit, since schemas that all refer to each other could be compared almost without end. */
const MOST_COMPARED_AGAIN = 2000;
const TOO_ENTANGLED: SchemaChange = {
  pointer: '',
  text: 'refers to schemas that have changed and refer to it, in too many ways to be judged',
  ...replaces('maybe'),
  at: { side: 'new', pointer: '' },
};

/** A comparison. Schemas may be recursive, so those that are being compared are taken for equal until a difference is found. */
class Comparison {
  /** The results by the keys of the parts, in the order in which they were compared. */
  readonly #known = new Map<string, readonly SchemaChange[]>();
  /** What is being compared, and whether it was taken for equal meanwhile. */
  readonly #open = new Map<string, { isAssumed: boolean }>();
  #comparedAgain = 0;

  /** The changes, with places relative to the parts. */
  changes(old: Conjunction, now: Conjunction): readonly SchemaChange[] {
    const key = `${keyOf(old)} / ${keyOf(now)}`;
    const open = this.#open.get(key);
    if (open) open.isAssumed = true;
    return open ? [] : (this.#known.get(key) ?? this.#compared(key, old, now));
  }

  #compared(key: string, old: Conjunction, now: Conjunction): readonly SchemaChange[] {
    const earlier = this.#known.size;
    const own = { isAssumed: false };
    this.#open.set(key, own);
    const found = changesOf(old, now, (one, other) => this.changes(one, other));
    this.#open.delete(key);
    // results that relied on this assumption may be wrong: those parts are compared again when they are met again
    if (own.isAssumed && found.length > 0) this.#forget([...this.#known.keys()].slice(earlier));
    const told =
      found.length > MOST ? [{ ...(found[0] as SchemaChange), ...replaces(), text: `has ${found.length} changes` }] : found;
    this.#known.set(key, told);
    return told;
  }

  #forget(keys: readonly string[]): void {
    this.#comparedAgain += keys.length;
    for (const key of keys) {
      if (this.#comparedAgain < MOST_COMPARED_AGAIN) this.#known.delete(key);
      else this.#known.set(key, [...(this.#known.get(key) ?? []), TOO_ENTANGLED]);
    }
  }
}

function changesOf(old: Conjunction, now: Conjunction, compare: Compare): readonly SchemaChange[] {
  const at = placeOf(old, now);
  if (isNever(old) || isNever(now) || isEmpty(old, now) || isEmpty(now, old)) return extremeChanges(old, now, at);
  if ([...old, ...now].some((part) => has(part, 'unevaluatedProperties') || has(part, 'unevaluatedItems'))) {
    return unevaluatedChanges(old, now, at);
  }
  const [values, newValues] = [listedValues(old), listedValues(now)];
  if (values || newValues) return valueChanges(old, now, values, newValues, at);
  if (choicesOf(old).length + choicesOf(now).length === 1) return choiceChanges(old, now, compare);
  const [types, newTypes] = [typesOf(old), typesOf(now)];
  const shared = new Set([...types].filter((type) => newTypes.has(type)));
  const ofTypes = typeChanges(types, newTypes, at);
  if (shared.size === 0) return ofTypes;
  return [
    ...ofTypes,
    ...rangeChanges(old, now, shared, at),
    ...ruleChanges(old, now, shared, at, compare),
    ...(shared.has('object') ? objectChanges(old, now, at, compare) : []),
    ...(shared.has('array') ? arrayChanges(old, now, at, compare) : []),
    ...choiceChanges(old, now, compare),
  ];
}

/** Whether it does not restrict a value at all, while the other one does. */
const isEmpty = (parts: Conjunction, other: Conjunction): boolean => parts.length === 0 && brief(other) !== 'anything';

type At = SchemaChange['at'];

function extremeChanges(old: Conjunction, now: Conjunction, at: At): readonly SchemaChange[] {
  const one = (text: string, effect: Pick<SchemaChange, 'admits' | 'refuses'>) => [{ pointer: '', text, ...effect, at }];
  if (isNever(old)) return isNever(now) ? [] : one('may be there now', widens());
  if (isNever(now)) return one('must not be there any more', narrows());
  if (old.length === 0) return one(`must be ${brief(now)} now, and could be anything`, narrows());
  return one(`may be anything now, and was ${brief(old)}`, widens());
}

function unevaluatedChanges(old: Conjunction, now: Conjunction, at: At): readonly SchemaChange[] {
  if (sameTexts(old, now)) return [];
  return [
    {
      pointer: '',
      text: 'has changed around unevaluatedProperties or unevaluatedItems, which is not judged',
      ...replaces('maybe'),
      at,
    },
  ];
}

function sameTexts(old: Conjunction, now: Conjunction): boolean {
  const textOf = (parts: Conjunction) => parts.map((part) => canonicalSchema(part.schema, part)).sort();
  return textOf(old).join() === textOf(now).join();
}

/** The changes if at least one schema lists all values that fit. */
function valueChanges(
  old: Conjunction,
  now: Conjunction,
  values: readonly unknown[] | undefined,
  newValues: readonly unknown[] | undefined,
  at: At,
): SchemaChange[] {
  const added = newValues ? (values ? missingIn(newValues, values) : newValues.filter((value) => !accept(old, value))) : [];
  const removed = values ? (newValues ? missingIn(values, newValues) : values.filter((value) => !accept(now, value))) : [];
  const changes: SchemaChange[] = [];
  const tell = (text: string, effect: Pick<SchemaChange, 'admits' | 'refuses'>, where = at) =>
    changes.push({ pointer: '', text, ...effect, at: where });
  if (values?.length === 1 && newValues?.length === 1 && added.length === 1) {
    tell(`is ${valuesText(newValues, '')} now, and was ${valuesText(values, '')}`, replaces());
    return changes;
  }
  if (!values) tell(`must be one of ${valuesText(newValues ?? [], '')} now, and was ${brief(old)}`, narrows());
  if (!newValues) tell(`may be ${typesText(typesOf(now))} now, and was one of ${valuesText(values ?? [], '')}`, widens());
  if (added.length > 0) tell(`may be ${valuesText(added, '')} now`, widens());
  const before = { side: 'old', pointer: old[0]?.pointer ?? '' } as const;
  if (removed.length > 0) tell(`is never ${valuesText(removed, '')} any more`, narrows(), newValues ? at : before);
  return changes;
}

function typeChanges(old: ReturnType<typeof typesOf>, now: ReturnType<typeof typesOf>, at: At): SchemaChange[] {
  const gained = [...now].some((type) => !old.has(type));
  const lost = [...old].some((type) => !now.has(type));
  if (!gained && !lost) return [];
  const effect = gained && lost ? replaces() : gained ? widens() : narrows();
  const verb = gained && !lost ? 'may be' : 'must be';
  return [{ pointer: '', text: `${verb} ${typesText(now)} now, and was ${typesText(old)}`, ...effect, at }];
}
