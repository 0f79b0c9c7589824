import type { LineOfCode, WaitRecord } from '../../src/record/test-record';
import type { AttemptReport, RunReport, TestReport } from '../report';

/** The ids of the data blocks in the page: each is JSON, gzipped, as base64. */
export const INDEX_BLOCK = 'index';
export const WAITS_BLOCK = 'waits';
/** The id of a block with the attempts of some tests. */
export const testsBlock = (number: number): string => `tests-${number}`;

/** Where the attempts of a test are: the number of the block, and an index in it. */
export interface PlaceInBlocks {
  readonly block: number;
  readonly at: number;
}

/** What the page knows before a test is opened. */
export interface PageIndex {
  readonly runs: readonly RunReport[];
  readonly files: readonly PageFile[];
  /** How many waits had a timeout. The block of waits has those that came nearest to theirs. */
  readonly waits: number;
}

export interface PageFile {
  readonly path: string;
  readonly project?: string;
  readonly run: string;
  readonly problem?: string;
  readonly tests: readonly PageTest[];
}

export interface PageTest {
  readonly id: string;
  readonly titles: readonly string[];
  readonly status: TestReport['status'];
  /** In ms. */
  readonly duration: number;
  /** Left out for a test without attempts. */
  readonly place?: PlaceInBlocks;
  readonly attempts: readonly AttemptReport['status'][];
  /** In the last attempt, as are the messages. */
  readonly clients: number;
  readonly messages: number;
  readonly nearest?: NearWait;
  /** Why it failed, in a line. */
  readonly cause?: string;
}

/** The wait of a test that came nearest to its timeout; times in ms. */
export interface NearWait {
  readonly name: string;
  readonly took: number;
  readonly timeout: number;
}

/** A row of the list of waits. */
export interface PageWait extends NearWait {
  /** The id of its test. */
  readonly test: string;
  readonly attempt: number;
  /** An index in the waits of the attempt. */
  readonly wait: number;
  readonly expected: string;
  readonly clients: string;
  readonly outcome: WaitRecord['outcome'];
  readonly position: LineOfCode;
}
