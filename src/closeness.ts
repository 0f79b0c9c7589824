import type { Equality } from './expected';
import { isPlain } from './literal';

/** One thing in which a message differs from what was expected. */
interface Miss {
  /** Where: `user.name`, `items[2]`; `''` for the message itself. */
  readonly path: string;
  readonly expected: unknown;
  /** Undefined where the message has nothing there. */
  readonly received: unknown;
}

/** How near a message came to what was expected of it. */
export interface Closeness {
  /** How many of the expected values it has, out of how many. */
  readonly same: number;
  readonly total: number;
  /** The first few things in which it differs. */
  readonly misses: readonly Miss[];
}

/** More differences than these are not listed: such a message is not near. */
const LISTED = 20;
/** Deeper values (cyclic ones among them) are compared as a whole. */
const DEEPEST = 20;

/** Compares value by value what partial matching would compare. */
export function closeness(received: unknown, expected: unknown, { contain }: Equality): Closeness {
  const misses: Miss[] = [];
  let same = 0;
  let total = 0;

  const settle = (isSame: boolean, miss: Miss, depth: number): void => {
    const weight = leaves(miss.expected, depth);
    total += weight;
    if (isSame) same += weight;
    else if (misses.length < LISTED) misses.push(miss);
  };
  const visit = (received: unknown, expected: unknown, path: string, depth: number): void => {
    if (!isBranch(expected) || !isBranchLike(received, expected) || depth >= DEEPEST) {
      settle(contain(received, expected), { path, expected, received }, depth);
      return;
    }
    for (const [key, part] of Object.entries(expected)) {
      const partPath = joined(path, key, expected);
      if (key in received) visit((received as Record<string, unknown>)[key], part, partPath, depth + 1);
      else settle(false, { path: partPath, expected: part, received: undefined }, depth + 1);
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

/** Whether a difference can be looked for in the parts: arrays are compared as a whole where their lengths differ. */
function isBranchLike(received: unknown, expected: Branch): received is Branch {
  if (Array.isArray(expected)) return Array.isArray(received) && received.length === expected.length;
  return isPlain(received);
}

function leaves(value: unknown, depth: number): number {
  if (!isBranch(value) || depth >= DEEPEST) return 1;
  return Object.values(value).reduce((sum: number, part) => sum + leaves(part, depth + 1), 0);
}

function joined(path: string, key: string, parent: Branch): string {
  if (Array.isArray(parent)) return `${path}[${key}]`;
  return path === '' ? key : `${path}.${key}`;
}

/** The part of a message that partial matching looks at, for a diff that shows only what differs. */
export function partOf(received: unknown, expected: unknown, depth = 0): unknown {
  if (!isBranch(expected) || !isBranchLike(received, expected) || depth >= DEEPEST) return received;
  if (Array.isArray(expected)) return expected.map((part, index) => partOf((received as unknown[])[index], part, depth + 1));
  const whole = received as Record<string, unknown>;
  const kept = Object.keys(expected).filter((key) => key in whole);
  return Object.fromEntries(kept.map((key) => [key, partOf(whole[key], (expected as Record<string, unknown>)[key], depth + 1)]));
}
