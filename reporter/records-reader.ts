import type { ContractRecord } from '../src/record/contract-record';
import { unsealed } from '../src/record/sealed';
import type { KnownSecrets, SecretsRecord } from '../src/record/secrets-record';
import type { TestRecord } from '../src/record/test-record';
import { count } from '../src/text/count';
import { maskText } from '../src/text/mask';
import { isRecord } from '../src/text/options';
import { oneLine } from '../src/text/show';
import { linesOf } from './lines';
import { joinedCoverage } from './page/contract-coverage';
import { shortened } from './shortened';

/** The record of a test, as it was read. */
export interface ReadTest extends TestRecord {
  /** Its unmasked titles, as Jest has them, if the others are masked. */
  readonly realTitles?: readonly string[];
}

/** What the environments have written. */
export interface Records {
  readonly tests: readonly ReadTest[];
  /** What all test files have seen of each contract. */
  readonly contracts: readonly ContractRecord[];
  /** There may be several for one test file. */
  readonly secrets: readonly SecretsOfFile[];
  /** Whether some of what happened could not be written. */
  readonly areIncomplete: boolean;
  /** What could not be recorded or read, in sentences. */
  readonly problems: readonly string[];
}

interface SecretsOfFile extends KnownSecrets, Pick<SecretsRecord, 'of' | 'project'> {}

const MOST_PROBLEMS = 20;

/** How much of all tests together is kept uncut, in characters of JSON. */
interface RunLimits {
  /** Past this, tests that have passed are shortened. */
  readonly passed: number;
  /** Past this, tests that have failed are shortened too. */
  readonly failed: number;
}

const LIMITS: RunLimits = { passed: 2 ** 28, failed: 2 ** 29 };

/** How many contract records of test files are kept before they are joined: each lists all that its document has. */
const APART = 50;

/** Reads what the environments have written, file by file. */
export class RecordsReader {
  readonly #tests: ReadTest[] = [];
  readonly #secrets: SecretsOfFile[] = [];
  readonly #problems = new Set<string>();
  #contracts: ContractRecord[] = [];
  #mostContracts = APART;
  #areIncomplete = false;
  /** The characters of the tests that are kept uncut. */
  #whole = 0;
  #shortened = 0;

  /** @param key The key that secrets are sealed with. */
  constructor(
    private readonly key: string,
    private readonly limits = LIMITS,
  ) {}

  /** @param path The path of a file of records, one per line. */
  read(path: string): void {
    let last: string | undefined;
    try {
      for (const line of linesOf(path)) {
        if (last !== undefined) this.#readLine(last);
        last = line;
      }
      // the rest after the last line break was being written when the worker was killed
    } catch (error) {
      this.#areIncomplete = true;
      this.#problems.add(`Some records could not be read: ${oneLine((error as Error).message)}.`);
    }
  }

  /** @param folder The folder in which a worker could not write all records. */
  lacksSome(folder: string): void {
    this.#areIncomplete = true;
    this.#problems.add(`Some of what happened could not be recorded in ${oneLine(folder)}: is its disk full?`);
  }

  get records(): Records {
    const problems = [...this.#problems];
    if (this.#shortened > 0) problems.unshift(tooMuch(this.#shortened));
    const left = problems.length - MOST_PROBLEMS;
    return {
      tests: this.#tests,
      contracts: joinedCoverage(this.#contracts),
      secrets: this.#secrets,
      areIncomplete: this.#areIncomplete,
      problems: left > 0 ? [...problems.slice(0, MOST_PROBLEMS), `And ${count(left, 'more problem')} like these.`] : problems,
    };
  }

  #readLine(line: string): void {
    if (line === '') return; // a worker begins with a line break if the line before may be damaged
    try {
      const record: unknown = JSON.parse(line);
      if (isRecord(record) && typeof record.problem === 'string') this.#problems.add(maskText(record.problem));
      else if (isTest(record)) this.#tests.push(this.#fitted(this.#named(record), line.length));
      else if (isContract(record)) this.#add({ contract: record.contract, items: record.items });
      else if (areSecrets(record)) this.#secrets.push({ ...record, ...(unsealed(record.secrets, this.key) as KnownSecrets) });
      else this.#problems.add('A line of the records is not a record.');
    } catch {
      this.#problems.add('A line of the records is damaged.');
    }
  }

  /** The record, with its unmasked titles. */
  #named({ sealedTitles, ...record }: TestRecord): ReadTest {
    return sealedTitles === undefined ? record : { ...record, realTitles: unsealed(sealedTitles, this.key) as string[] };
  }

  #fitted(record: ReadTest, length: number): ReadTest {
    if (this.#whole + length <= this.limits[record.status]) {
      this.#whole += length;
      return record;
    }
    this.#shortened++;
    return shortened(record);
  }

  #add(contract: ContractRecord): void {
    this.#contracts.push(contract);
    if (this.#contracts.length < this.#mostContracts) return;
    this.#contracts = joinedCoverage(this.#contracts);
    this.#mostContracts = 2 * this.#contracts.length + APART; // each is of another document
  }
}

const tooMuch = (tests: number): string =>
  `There is more in this run than a report can hold: ${count(tests, 'attempt')} of tests ${tests === 1 ? 'is' : 'are'} kept shorter.`;

const isTest = (record: unknown): record is TestRecord =>
  isRecord(record) && typeof record.file === 'string' && Array.isArray(record.titles) && isRecord(record.conversation);

const isContract = (record: unknown): record is ContractRecord =>
  isRecord(record) && typeof record.contract === 'string' && Array.isArray(record.items);

const areSecrets = (record: unknown): record is SecretsRecord =>
  isRecord(record) && typeof record.of === 'string' && typeof record.project === 'string' && typeof record.secrets === 'string';
