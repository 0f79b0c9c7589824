import type { CoverageItem } from '../contract/coverage-item';

/** What one test file has seen of a contract, for the coverage in a report. */
export interface ContractRecord {
  /** The path of the document; in a report, relative to the root of the run: `asyncapi.yaml`. */
  readonly contract: string;
  readonly items: readonly CoverageItem[];
}

export type { CoverageItem } from '../contract/coverage-item';
