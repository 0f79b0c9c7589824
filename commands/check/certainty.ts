import { pointerBelow } from '../../src/contract/pointer';
import type { Conjunction } from './schema-part';

/** Whether something is the case. */
export type Certainty = 'no' | 'maybe' | 'yes';

/** One difference of two schemas. */
export interface SchemaChange {
  /** The place in the message, as a JSON pointer; `*` stands for any item, or any property that has no name. */
  readonly pointer: string;
  /** As the rest of a sentence that begins with the place: `may be "gif" now`. */
  readonly text: string;
  /** Whether the new schema takes values that the old one did not. */
  readonly admits: Certainty;
  /** Whether the new schema refuses values that the old one took. */
  readonly refuses: Certainty;
  /** Which part of which schema says so. */
  readonly at: { readonly side: 'old' | 'new'; readonly pointer: string };
}

const order: readonly Certainty[] = ['no', 'maybe', 'yes'];

export const atLeast = (one: Certainty, other: Certainty): Certainty =>
  order[Math.max(order.indexOf(one), order.indexOf(other))] as Certainty;

type Effect = Pick<SchemaChange, 'admits' | 'refuses'>;

/** Whether a change is, either way, at least as certain as another one. */
export const saysAsMuch = (one: Effect, other: Effect): boolean =>
  atLeast(one.admits, other.admits) === one.admits && atLeast(one.refuses, other.refuses) === one.refuses;

/** A change that takes a rule away. */
export const widens = (certainty: Certainty = 'yes') => ({ admits: certainty, refuses: 'no' }) as const;
/** A change that adds one. */
export const narrows = (certainty: Certainty = 'yes') => ({ admits: 'no', refuses: certainty }) as const;
export const replaces = (certainty: Certainty = 'yes') => ({ admits: certainty, refuses: certainty }) as const;
export const nothing = { admits: 'no', refuses: 'no' } as const;

export const isSafe = (changes: readonly SchemaChange[], which: 'admits' | 'refuses'): boolean =>
  changes.every((change) => change[which] === 'no');

/** Compares parts of two schemas. The places are relative to them. */
export type Compare = (old: Conjunction, now: Conjunction) => readonly SchemaChange[];

/** The same one level further down. */
export const atKey = (changes: readonly SchemaChange[], key: string): SchemaChange[] =>
  changes.map((change) => ({ ...change, pointer: `${pointerBelow('', key)}${change.pointer}` }));

/** Where to look: at the new schema, and at the old one where the new one has nothing. */
export function placeOf(old: Conjunction, now: Conjunction): SchemaChange['at'] {
  const [part] = now;
  return part ? { side: 'new', pointer: part.pointer } : { side: 'old', pointer: old[0]?.pointer ?? '' };
}
