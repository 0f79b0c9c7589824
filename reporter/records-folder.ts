import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContractRecord } from '../src/record/contract-record';
import { RECORDS_VARIABLE } from '../src/record/records-variable';
import type { TestRecord } from '../src/record/test-record';
import { maskText } from '../src/text/mask';
import { isRecord } from '../src/text/options';
import { linesOf } from './lines';

const PREFIX = 'jest-websocket-records-';
/** The folder of a run that could not clean up, in ms since it was last written to. */
const FORGOTTEN = 24 * 60 * 60 * 1000;

/** What the environments have written. */
export interface Records {
  readonly tests: readonly TestRecord[];
  readonly contracts: readonly ContractRecord[];
  /** What could not be recorded or read, in sentences. */
  readonly problems: readonly string[];
}

/** The folder in which the records of a run are collected. */
export class RecordsFolder {
  readonly #path: string;

  /** @throws if it cannot be made. */
  constructor(parent = tmpdir()) {
    removeForgotten(parent);
    this.#path = mkdtempSync(join(parent, PREFIX));
    process.env[RECORDS_VARIABLE] = this.#path;
  }

  read(): Records {
    const read: BeingRead = { tests: [], contracts: [], problems: new Set() };
    for (const name of readdirSync(this.#path).sort()) readLines(join(this.#path, name), read);
    return { ...read, problems: [...read.problems].slice(0, MOST_PROBLEMS) };
  }

  remove(): void {
    if (process.env[RECORDS_VARIABLE] === this.#path) delete process.env[RECORDS_VARIABLE];
    rmSync(this.#path, { recursive: true, force: true });
  }
}

const MOST_PROBLEMS = 20;

interface BeingRead {
  readonly tests: TestRecord[];
  readonly contracts: ContractRecord[];
  readonly problems: Set<string>;
}

function readLines(path: string, read: BeingRead): void {
  let last: string | undefined;
  try {
    for (const line of linesOf(path)) {
      if (last !== undefined) readLine(last, read);
      last = line;
    }
    // what stands behind the last line break was being written when the worker was killed
  } catch (error) {
    read.problems.add(`Some records could not be read: ${(error as Error).message}.`);
  }
}

function readLine(line: string, { tests, contracts, problems }: BeingRead): void {
  if (line === '') return; // whoever writes begins a line of their own, in case the one before is damaged
  try {
    const record: unknown = JSON.parse(line);
    if (isRecord(record) && typeof record.problem === 'string') problems.add(maskText(record.problem));
    else if (isTest(record)) tests.push(record);
    else if (isContract(record)) contracts.push({ contract: record.contract, items: record.items });
    else problems.add('A line of the records is not a record.');
  } catch {
    problems.add('A line of the records is damaged.');
  }
}

const isTest = (record: unknown): record is TestRecord =>
  isRecord(record) && typeof record.file === 'string' && Array.isArray(record.titles) && isRecord(record.conversation);

const isContract = (record: unknown): record is ContractRecord =>
  isRecord(record) && typeof record.contract === 'string' && Array.isArray(record.items);

function removeForgotten(parent: string): void {
  for (const name of namesIn(parent)) {
    if (!name.startsWith(PREFIX)) continue;
    const path = join(parent, name);
    try {
      if (Date.now() - statSync(path).mtimeMs > FORGOTTEN) rmSync(path, { recursive: true, force: true });
    } catch {
      // another user's, or another run has just removed it
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
