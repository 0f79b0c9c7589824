import type { ContractRecord } from '../src/record/contract-record';
import { conversationRecord, type PrintingServer } from '../src/record/conversation-record';
import { PositionsRecorder } from '../src/record/positions';
import { relativeTo } from '../src/record/relative-paths';
import { sealed } from '../src/record/sealed';
import type { SecretsRecord } from '../src/record/secrets-record';
import { sourceReader } from '../src/record/source-lines';
import type { ConversationRecord, TestRecord } from '../src/record/test-record';
import type { Realm } from '../src/runtime/realm';
import { maskText } from '../src/text/mask';
import { oneLine, said } from '../src/text/show';
import type { Scope } from '../src/waiting/scope';
import { errorRecord, type FailingFile } from './error-record';
import type { Test } from './jest-internals';
import { RecordsFile } from './records-file';
import type { RecordsPlace } from './records-place';
import { ToldSecrets } from './told-secrets';

export interface RecordedAttempt {
  readonly test: Test;
  /** The scopes of the test. */
  readonly own: readonly Scope[];
  /** The scopes of the blocks around it, and of the file. */
  readonly outside: readonly Scope[];
  readonly servers: readonly PrintingServer[];
  /** Sentences that may help, where it has failed. */
  readonly hints?: readonly string[];
}

interface Began {
  /** On the clock of `performance.now()`. */
  readonly at: number;
  /** In ms since 1970. */
  readonly time: number;
  /** 1 for the first attempt of any test of the file. */
  readonly order: number;
}

/** Writes down what happened in each attempt of a test of one file, for the report. */
export class Recorder {
  readonly #records: RecordsFile;
  readonly #file: FailingFile;
  readonly #project: string;
  readonly #positions: PositionsRecorder;
  readonly #secrets: ToldSecrets;
  readonly #key: string;
  readonly #began = new WeakMap<Test, Began>();
  #count = 0;

  constructor({ folder, key, file, root, project }: RecordsPlace, realm: Realm) {
    const shorten = relativeTo(root);
    this.#records = new RecordsFile(folder);
    this.#secrets = new ToldSecrets(key);
    this.#key = key;
    this.#file = { realm, path: file, shorten, linesAround: sourceReader(root) };
    this.#positions = new PositionsRecorder(shorten);
    this.#project = project;
  }

  begin(test: Test): void {
    this.#began.set(test, { at: performance.now(), time: Date.now(), order: ++this.#count });
  }

  /** Never throws: a report that cannot be written fails no test. */
  record(attempt: RecordedAttempt): void {
    try {
      const record = this.#recordOf(attempt);
      if (hasNothingToSay(record)) return;
      this.#tellSecrets(); // before the record, as the worker may be killed in between
      this.#records.write(record);
    } catch (error) {
      const titles = oneLine(titlesOf(attempt.test).join(' › '));
      try {
        this.#records.write({ problem: `What happened in "${titles}" could not be recorded: ${said(error)}` });
      } catch {
        this.#records.tellLoss(); // the disk is full, or the folder is gone
      }
    }
  }

  /** Writes down what is secret in the whole file, and what it has seen of its contracts. Never throws. */
  recordFile(contracts: readonly ContractRecord[]): void {
    try {
      this.#tellSecrets();
      for (const contract of contracts) this.#records.write({ ...contract, of: this.#file.path, project: this.#project });
    } catch {
      this.#records.tellLoss();
    }
  }

  #tellSecrets(): void {
    this.#secrets.tell((secrets) => {
      this.#records.write({ of: this.#file.path, project: this.#project, secrets } satisfies SecretsRecord);
    });
  }

  /** The test file is over. */
  close(): void {
    this.#records.close();
  }

  #recordOf({ test, own, outside, servers, hints = [] }: RecordedAttempt): TestRecord {
    const { at, time, order } = this.#began.get(test) ?? { at: performance.now(), time: Date.now(), order: this.#count };
    const failed = test.errors.length > 0;
    const scopes = [...own, ...outside];
    // a concurrent test may begin before Jest says so; a test that a `beforeAll` has failed shows what that hook did
    const [first] = failed ? scopes : own;
    const since = Math.min(at, first?.began ?? at);
    const conversation = conversationRecord({ scopes, began: at, since, failed, servers, positions: this.#positions });
    const { waits } = conversation;
    return {
      file: this.#file.path,
      project: this.#project,
      ...this.#named(titlesOf(test)),
      attempt: test.invocations,
      order,
      status: failed ? 'failed' : 'passed',
      startedAt: time,
      duration: Math.round(performance.now() - at),
      errors: test.errors.map((error, index) => errorRecord(error, index === 0 ? hints : [], waits, this.#file)),
      conversation,
    };
  }

  /** Titles may be made of data (`test.each`), and so hold secrets. The reporter finds the test by the unmasked ones. */
  #named(titles: readonly string[]): Pick<TestRecord, 'titles' | 'sealedTitles'> {
    const masked = titles.map((title) => maskText(title));
    const isMasked = masked.some((title, index) => title !== titles[index]);
    return isMasked ? { titles: masked, sealedTitles: sealed(titles, this.#key) } : { titles };
  }
}

/** Whether a report would show no more of the test than what is in Jest's results. */
const hasNothingToSay = ({ attempt, status, conversation }: TestRecord): boolean =>
  attempt === 1 && status === 'passed' && isEmpty(conversation);

const isEmpty = ({ clients, waits, requests, output }: ConversationRecord): boolean =>
  clients.length + waits.length + requests.length + output.length === 0;

function titlesOf({ name, parent }: Test): string[] {
  const titles = [name];
  for (let block = parent; block.parent; block = block.parent) titles.unshift(block.name);
  return titles;
}
