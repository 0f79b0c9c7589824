import { pointerBelow } from '../../src/contract/pointer';
import { isRecord } from '../../src/text/options';
import { atKey, type Compare, narrows, nothing, replaces, type SchemaChange, saysAsMuch, widens } from './certainty';
import { brief, otherPropertyOf, propertyOf, requiredIn } from './domain';
import { below, type Conjunction, isNever, valuesOf } from './schema-part';

/** The changes of the properties of objects. */
export function objectChanges(old: Conjunction, now: Conjunction, at: SchemaChange['at'], compare: Compare): SchemaChange[] {
  const [names, newNames] = [namesIn(old), namesIn(now)];
  const all = new Set([...names, ...newNames]);
  const required = requiredChanges(old, now, at);
  const toldOf = new Map(required.map((change) => [change.pointer, change]));
  const ofProperties = [...all].flatMap((name) => {
    const [before, after] = [propertyOf(old, name), propertyOf(now, name)];
    if (names.has(name) && newNames.has(name)) return atKey(compare(before, after), name);
    const own = names.has(name) ? removed(before, after, compare) : added(before, after, compare);
    const pointer = pointerBelow('', name);
    const where = names.has(name) ? { side: 'old' as const, pointer: before[0]?.pointer ?? at.pointer } : placed(after, at);
    // if a property has become required, or optional, that alone is told, if it says as much as its other changes
    const told = toldOf.get(pointer);
    const isTold = (change: SchemaChange) =>
      told !== undefined && (change.admits === 'maybe' || change.refuses === 'maybe') && saysAsMuch(told, change);
    return atKey(own, name)
      .filter((change) => !(change.pointer === pointer && isTold(change)))
      .map((change) => (change.pointer === pointer ? { ...change, at: where } : change));
  });
  return [...required, ...ofProperties, ...otherChanges(old, now, at, compare)];
}

const namesIn = (parts: Conjunction): ReadonlySet<string> =>
  new Set(valuesOf(parts, 'properties').flatMap((properties) => (isRecord(properties) ? Object.keys(properties) : [])));

const placed = ([part]: Conjunction, otherwise: SchemaChange['at']): SchemaChange['at'] =>
  part ? { side: 'new', pointer: part.pointer } : otherwise;

const change = (text: string, effect: Pick<SchemaChange, 'admits' | 'refuses'>): SchemaChange[] => [
  { pointer: '', text, ...effect, at: { side: 'new', pointer: '' } },
];

/** The changes of a property that the old schema does not name. */
function added(before: Conjunction, after: Conjunction, compare: Compare): readonly SchemaChange[] {
  if (isNever(before)) return isNever(after) ? [] : change('is new, where nothing more was allowed', widens());
  if (before.length > 0) return compare(before, after);
  // before, a property of that name could have any value
  return after.length === 0 ? change('is new', nothing) : change(`is new: ${brief(after)}`, narrows('maybe'));
}

/** The changes of a property that the new schema does not name. */
function removed(before: Conjunction, after: Conjunction, compare: Compare): readonly SchemaChange[] {
  if (isNever(after)) return isNever(before) ? [] : change('must not be there any more', narrows());
  if (after.length > 0) return compare(before, after);
  return before.length === 0
    ? change('is not documented any more', nothing)
    : change(`is not documented any more, and was ${brief(before)}`, widens('maybe'));
}

function requiredChanges(old: Conjunction, now: Conjunction, at: SchemaChange['at']): SchemaChange[] {
  const [before, after] = [requiredIn(old), requiredIn(now)];
  const [names, newNames] = [namesIn(old), namesIn(now)];
  const [added, gone] = [[...after].filter((name) => !before.has(name)), [...before].filter((name) => !after.has(name))];
  const placeIn = (name: string) => placed(propertyOf(now, name), at);
  const oldPlace = (name: string) => ({ side: 'old' as const, pointer: propertyOf(old, name)[0]?.pointer ?? '' });
  return [
    ...added.map((name) => {
      const text = names.has(name) ? 'must be there now' : 'is new, and must be there';
      return { pointer: pointerBelow('', name), text, ...narrows(), at: placeIn(name) };
    }),
    ...gone.map((name) => {
      const isGone = names.has(name) && !newNames.has(name);
      const text = isGone ? 'is not documented any more, and had to be there' : 'need not be there any more';
      return { pointer: pointerBelow('', name), text, ...widens(), at: isGone ? oldPlace(name) : placeIn(name) };
    }),
  ];
}

/** The changes of properties that neither schema names. */
function otherChanges(old: Conjunction, now: Conjunction, at: SchemaChange['at'], compare: Compare): SchemaChange[] {
  const [patterns, newPatterns] = [patternsOf(old), patternsOf(now)];
  const changes: SchemaChange[] = [];
  if (patterns.length + newPatterns.length > 0) {
    if (patterns.join('\n') === newPatterns.join('\n') && new Set(patterns).size === patterns.length) {
      for (const pattern of patterns) {
        changes.push(...atKey(compare(matching(old, pattern), matching(now, pattern)), `*`));
      }
    } else changes.push({ pointer: '', text: 'has other patterns of names, which are not judged', ...replaces('maybe'), at });
  }
  const [before, after] = [old.flatMap(otherPropertyOf), now.flatMap(otherPropertyOf)];
  const one = (text: string, effect: Pick<SchemaChange, 'admits' | 'refuses'>) =>
    changes.push({ pointer: '', text, ...effect, at });
  if (isNever(before) !== isNever(after)) {
    if (isNever(before)) one('may have other properties now', widens());
    else one('must have no other properties any more', narrows());
  } else changes.push(...atKey(compare(before, after), '*'));
  return changes;
}

const patternsOf = (parts: Conjunction): string[] =>
  valuesOf(parts, 'patternProperties')
    .flatMap((patterns) => (isRecord(patterns) ? Object.keys(patterns) : []))
    .sort();

/** The schemas for a property that is not named, but matches a pattern. */
const matching = (parts: Conjunction, pattern: string): Conjunction =>
  parts.flatMap((part) => {
    const { patternProperties } = part.schema as Record<string, unknown>;
    const isOwn = isRecord(patternProperties) && Object.hasOwn(patternProperties, pattern);
    return isOwn ? below(part, 'patternProperties', pattern) : otherPropertyOf(part);
  });
