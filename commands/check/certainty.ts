import { pointerBelow } from '../../src/contract/pointer';
import type { Conjunction } from './schema-part';

/** How certain something is. */
export type Certainty = 'no' | 'maybe' | 'yes';

/** One difference between two schemas. */
export interface SchemaChange {
  /** The place in the message, as a JSON pointer; `*` stands for any item, or any property that is not named. */
  readonly pointer: string;
  /** The rest of a sentence that begins with the place: `may be "gif" now`. */
  readonly text: string;
  /** Whether the new schema takes values that the old one did not. */
  readonly admits: Certainty;
  /** Whether the new schema refuses values that the old one took. */
  readonly refuses: Certainty;
  /** The part of the schema that says so. */
  readonly at: { readonly side: 'old' | 'new'; readonly pointer: string };
}

const order: readonly Certainty[] = ['no', 'maybe', 'yes'];

export const atLeast = (one: Certainty, other: Certainty): Certainty =>
  order[Math.max(order.indexOf(one), order.indexOf(other))] as Certainty;

type Effect = Pick<SchemaChange, 'admits' | 'refuses'>;

/** Whether a change is at least as certain as another one, both in what it admits and in what it refuses. */
export const saysAsMuch = (one: Effect, other: Effect): boolean =>
  atLeast(one.admits, other.admits) === one.admits && atLeast(one.refuses, other.refuses) === one.refuses;

/** The effect of a change that removes a rule. */
export const widens = (certainty: Certainty = 'yes') => ({ admits: certainty, refuses: 'no' }) as const;
/** The effect of a change that adds a rule. */
export const narrows = (certainty: Certainty = 'yes') => ({ admits: 'no', refuses: certainty }) as const;
export const replaces = (certainty: Certainty = 'yes') => ({ admits: certainty, refuses: certainty }) as const;
export const nothing = { admits: 'no', refuses: 'no' } as const;

export const isSafe = (changes: readonly SchemaChange[], which: 'admits' | 'refuses'): boolean =>
  changes.every((change) => change[which] === 'no');

/** Compares parts of two schemas. The places of the changes are relative to the parts. */
export type Compare = (old: Conjunction, now: Conjunction) => readonly SchemaChange[];

/** Changes with their places one level further down. */
export const atKey = (changes: readonly SchemaChange[], key: string): SchemaChange[] =>
  changes.map((change) => ({ ...change, pointer: `${pointerBelow('', key)}${change.pointer}` }));

/** The place to show: in the new schema, or in the old one if the new one has no such part. */
export function placeOf(old: Conjunction, now: Conjunction): SchemaChange['at'] {
  const [part] = now;
  return part ? { side: 'new', pointer: part.pointer } : { side: 'old', pointer: old[0]?.pointer ?? '' };
}
