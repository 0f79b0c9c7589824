import type { Equality } from '../expectations/expected';
import { isPlain } from '../runtime/literal';
import { tagOf } from '../runtime/tag';
import { pathBelow } from '../text/path-text';

/** One thing in which a message differs from what was expected. */
export interface Miss {
  /** Where: `user.name`, `items[2]`; `''` for the message itself. */
  readonly path: string;
  readonly expected: unknown;
  /** Undefined where the message has nothing there. */
  readonly received: unknown;
  /** If the message has nothing there: the names that it has in that place. */
  readonly beside?: readonly string[];
}

/** How near a message came to what was expected. */
export interface Closeness {
  /** How many of the expected values it has, out of how many. */
  readonly same: number;
  readonly total: number;
  /** The first few things in which it differs. */
  readonly misses: readonly Miss[];
}

/** How many differences are listed: a message with more is not near. */
const LISTED = 20;
/** Deeper values, and cyclic ones, are compared as a whole. */
const DEEPEST = 20;

/** Compares, value by value, what partial matching would compare. */
export function closeness(received: unknown, expected: unknown, { contain, equal }: Equality): Closeness {
  const misses: Miss[] = [];
  let same = 0;
  let total = 0;

  const settle = (isSame: boolean, miss: Miss, depth: number): void => {
    const weight = leaves(miss.expected, depth);
    total += weight;
    if (isSame) same += weight;
    else if (misses.length < LISTED) misses.push(miss);
  };
  const visit = (received: unknown, expected: unknown, path: string, depth: number, isSame = contain): void => {
    const sample = sampleOf(expected);
    const branch = sample ?? expected;
    if (!isBranch(branch) || !isBranchLike(received, branch) || (isSame === equal && !sample) || depth >= DEEPEST) {
      settle(isSame(received, expected), { path, expected, received }, depth);
      return;
    }
    for (const [key, part] of partsOf(branch)) {
      const partPath = pathBelow(path, Array.isArray(branch) ? Number(key) : key);
      // objectContaining() compares what is inside it exactly
      const way = sample ? equal : contain;
      if (key in received) visit((received as Record<string, unknown>)[key], part, partPath, depth + 1, way);
      else settle(false, { path: partPath, expected: part, received: undefined, beside: Object.keys(received) }, depth + 1);
    }
  };

  visit(received, expected, '', 0);
  return { same, total, misses };
}

type Branch = Record<string, unknown> | readonly unknown[];

/** A value with parts to compare; an asymmetric matcher has none. */
function isBranch(value: unknown): value is Branch {
  const has = (isPlain(value) || Array.isArray(value)) && Object.keys(value).length > 0;
  return has && typeof (value as { asymmetricMatch?: unknown }).asymmetricMatch !== 'function';
}

/** The object that an `expect.objectContaining()` looks for. */
export function sampleOf(expected: unknown): object | undefined {
  if (typeof expected !== 'object') return undefined;
  const { asymmetricMatch, sample, inverse } = (expected ?? {}) as Partial<Record<string, unknown>>;
  return typeof asymmetricMatch === 'function' && !inverse && isPlain(sample) ? sample : undefined;
}

/** The parts of a branch, including the holes of an array, which have no entry. */
function partsOf(branch: Branch): [string, unknown][] {
  return Array.isArray(branch) ? Array.from(branch, (part, index) => [`${index}`, part]) : Object.entries(branch);
}

/** Whether the parts can be compared one by one: arrays of different lengths are compared as a whole. */
function isBranchLike(received: unknown, expected: Branch): received is Branch {
  if (Array.isArray(expected)) return Array.isArray(received) && received.length === expected.length;
  return tagOf(received) === 'Object';
}

function leaves(value: unknown, depth: number): number {
  if (!isBranch(value) || depth >= DEEPEST) return 1;
  return Object.values(value).reduce((sum: number, part) => sum + leaves(part, depth + 1), 0);
}

/** The part of a message that partial matching looks at, for a diff that shows only what differs. */
export function partOf(received: unknown, expected: unknown, depth = 0, isWhole = false): unknown {
  const sample = sampleOf(expected);
  const branch = sample ?? expected;
  if (!isBranch(branch) || !isBranchLike(received, branch) || (isWhole && !sample) || depth >= DEEPEST) return received;
  const part = (value: unknown, wanted: unknown) => partOf(value, wanted, depth + 1, sample !== undefined);
  if (Array.isArray(branch)) return Array.from(branch, (wanted, index) => part((received as unknown[])[index], wanted));
  const whole = received as Record<string, unknown>;
  const kept = Object.keys(branch).filter((key) => key in whole);
  return Object.fromEntries(kept.map((key) => [key, part(whole[key], (branch as Record<string, unknown>)[key])]));
}
