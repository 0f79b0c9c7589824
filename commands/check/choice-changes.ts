import { atLeast, type Certainty, type Compare, isSafe, narrows, placeOf, type SchemaChange, widens } from './certainty';
import { areDisjoint, brief, splitByType } from './domain';
import { below, type Conjunction, has, type Part, without } from './schema-part';

interface Choice {
  readonly part: Part;
  readonly keyword: 'anyOf' | 'oneOf';
}

/** The alternatives of a choice, and whether exactly one of them must fit. */
interface Alternatives {
  readonly all: readonly Conjunction[];
  readonly isExclusive: boolean;
}

export const choicesOf = (parts: Conjunction): readonly Choice[] =>
  parts.flatMap((part) =>
    (['anyOf', 'oneOf'] as const)
      .filter((keyword) => has(part, keyword) && Array.isArray((part.schema as Record<string, unknown>)[keyword]))
      .map((keyword) => ({ part, keyword })),
  );

/** The changes of choices between schemas (`anyOf`, `oneOf`). */
export function choiceChanges(old: Conjunction, now: Conjunction, compare: Compare): readonly SchemaChange[] {
  const [before, after] = [choicesOf(old), choicesOf(now)];
  if (before.length + after.length === 1) {
    return alternativeChanges(alternativesWith(old, before[0]), alternativesWith(now, after[0]), compare);
  }
  const left = after.map(alternativesOf);
  const changed = before.map(alternativesOf).filter((one) => {
    const same = left.findIndex((other) => alternativeChanges(one, other, compare).length === 0);
    if (same !== -1) left.splice(same, 1);
    return same === -1;
  });
  const at = placeOf(old, now);
  return [
    ...changed.flatMap((one, index) => {
      const other = left[index];
      return other
        ? alternativeChanges(one, other, compare)
        : [{ pointer: '', text: 'has a choice less', ...widens('maybe'), at }];
    }),
    ...left
      .slice(changed.length)
      .map(() => ({ pointer: '', text: 'has one more choice that must fit', ...narrows('maybe'), at })),
  ];
}

const branchesOf = ({ part, keyword }: Choice): Conjunction[] =>
  ((part.schema as Record<string, unknown>)[keyword] as unknown[]).map((_, index) => below(part, keyword, index));

const alternativesOf = (choice: Choice): Alternatives => ({ all: branchesOf(choice), isExclusive: choice.keyword === 'oneOf' });

/** All parts, together with each of the branches. Without a choice, the parts are split by type instead. */
function alternativesWith(parts: Conjunction, choice: Choice | undefined): Alternatives {
  if (!choice) return { all: splitByType(parts), isExclusive: false };
  const others = parts.flatMap((part) => (part === choice.part ? without(part, choice.keyword) : [part]));
  return { all: branchesOf(choice).map((branch) => [...others, ...branch]), isExclusive: choice.keyword === 'oneOf' };
}

function alternativeChanges(old: Alternatives, now: Alternatives, compare: Compare): readonly SchemaChange[] {
  const { left, added } = withoutSame(old.all, now.all, compare);
  const changes = [...pairedChanges(left, added, old.all, now.all, compare)];
  const isOther = changes.length > 0 || old.isExclusive !== now.isExclusive;
  if (!isOther) return changes;
  const [mayOverlap, mayOverlapNow] = [overlaps(old), overlaps(now)];
  if (changes.length === 0) {
    if (!mayOverlap && !mayOverlapNow) return changes;
    const effect = old.isExclusive ? widens('maybe') : narrows('maybe');
    const text = `must fit ${now.isExclusive ? 'exactly one schema' : 'any schema'} of its choice now`;
    return [{ pointer: '', text, ...effect, at: placeOf(old.all.flat(), now.all.flat()) }];
  }
  // if exactly one must fit, a change of one may make values fit two, or no longer two
  return changes.map((change) => ({
    ...change,
    admits: atLeast(change.admits, mayOverlap ? 'maybe' : 'no'),
    refuses: atLeast(change.refuses, mayOverlapNow ? 'maybe' : 'no'),
  }));
}

/** Whether exactly one must fit, and a value may fit two. */
function overlaps({ all, isExclusive }: Alternatives): boolean {
  return isExclusive && all.some((one, index) => all.slice(index + 1).some((other) => !areDisjoint(one, other)));
}

function withoutSame(old: readonly Conjunction[], now: readonly Conjunction[], compare: Compare) {
  const added = [...now];
  const left = old.filter((one) => {
    const same = added.findIndex((other) => compare(one, other).length === 0);
    if (same !== -1) added.splice(same, 1);
    return same === -1;
  });
  return { left, added };
}

/** The changes of alternatives that have no equal, each compared with the one that it has most likely become. */
function pairedChanges(
  left: readonly Conjunction[],
  added: readonly Conjunction[],
  old: readonly Conjunction[],
  now: readonly Conjunction[],
  compare: Compare,
): SchemaChange[] {
  const isCovered = (one: Conjunction) => now.some((other) => isSafe(compare(one, other), 'refuses'));
  const wasCovered = (one: Conjunction) => old.some((other) => isSafe(compare(other, one), 'admits'));
  const unpaired = [...left];
  const changes: SchemaChange[] = [];
  for (const one of added) {
    const akin = unpaired
      .filter((other) => !areDisjoint(other, one))
      .map((other) => ({ other, changes: compare(other, one) }))
      .sort((first, second) => first.changes.length - second.changes.length)[0];
    if (!akin) changes.push(newAlternative(one, wasCovered(one), old));
    else {
      unpaired.splice(unpaired.indexOf(akin.other), 1);
      const [wasIn, isIn] = [wasCovered(one), isCovered(akin.other)];
      changes.push(
        ...akin.changes.map((change) => ({
          ...change,
          admits: wasIn ? ('no' as const) : change.admits,
          refuses: isIn ? ('no' as const) : change.refuses,
        })),
      );
    }
  }
  return [...changes, ...unpaired.map((one) => lostAlternative(one, isCovered(one), now))];
}

const certainty = (isCovered: boolean, one: Conjunction, others: readonly Conjunction[]): Certainty =>
  isCovered ? 'no' : others.every((other) => areDisjoint(one, other)) ? 'yes' : 'maybe';

function newAlternative(one: Conjunction, wasCovered: boolean, old: readonly Conjunction[]): SchemaChange {
  const effect = widens(certainty(wasCovered, one, old));
  return { pointer: '', text: `may also be ${brief(one)} now`, ...effect, at: placeOf([], one) };
}

function lostAlternative(one: Conjunction, isCovered: boolean, now: readonly Conjunction[]): SchemaChange {
  const effect = narrows(certainty(isCovered, one, now));
  return { pointer: '', text: `is never ${brief(one)} any more`, ...effect, at: placeOf(one, []) };
}
