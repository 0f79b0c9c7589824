import type { ContractRecord, CoverageItem } from '../../src/record/contract-record';

type CoverageKind = CoverageItem['kind'];

/** How many things of one kind in a contract were seen. */
export interface CoverageShare {
  readonly kind: CoverageKind;
  /** Its name in a threshold: `messages`. */
  readonly name: CoverageName;
  readonly seen: number;
  readonly all: number;
  readonly never: readonly CoverageItem[];
}

/** The kinds, by the names under which thresholds are given. */
const coverageNames = {
  operations: 'operation',
  messages: 'message',
  replies: 'reply',
  values: 'value',
  closeCodes: 'close code',
} as const satisfies Record<string, CoverageKind>;

export type CoverageName = keyof typeof coverageNames;

/** What several test files, or runs, have seen of each contract. Their order makes no difference. */
export function joinedCoverage(records: readonly ContractRecord[]): ContractRecord[] {
  const contracts = new Map<string, Map<string, CoverageItem>>();
  for (const { contract, items } of records) {
    const known = contracts.get(contract) ?? new Map<string, CoverageItem>();
    contracts.set(contract, known);
    for (const item of items) {
      const key = JSON.stringify([item.kind, item.channel, item.name, item.where]);
      known.set(key, { ...item, seen: item.seen + (known.get(key)?.seen ?? 0) });
    }
  }
  const all = [...contracts].map(([contract, items]) => ({ contract, items: [...items.values()] }));
  return all.sort((one, other) => (one.contract < other.contract ? -1 : 1));
}

/** The shares of the kinds that the contract has. */
export function sharesOf({ items }: ContractRecord): readonly CoverageShare[] {
  return Object.entries(coverageNames).flatMap(([name, kind]) => {
    const ofKind = items.filter((item) => item.kind === kind);
    if (ofKind.length === 0) return [];
    const never = ofKind.filter(({ seen }) => seen === 0);
    return { kind, name: name as CoverageName, seen: ofKind.length - never.length, all: ofKind.length, never };
  });
}

/** Whether a share is at least this, in percent. */
export const isAtLeast = ({ seen, all }: Pick<CoverageShare, 'seen' | 'all'>, least: number): boolean =>
  100 * seen >= least * all;

/** A share in percent, rounded down, so that it is 100 only if nothing is missing. */
export const percentOf = ({ seen, all }: Pick<CoverageShare, 'seen' | 'all'>): number => Math.floor((100 * seen) / all);

/** The words for a kind in a sentence. */
export const wordsOf = (name: CoverageName): string => (name === 'closeCodes' ? 'close codes' : name);
