import { createHash } from 'node:crypto';
import { isAbsolute } from 'node:path';
import type { Shorten } from '../src/record/relative-paths';
import type { KnownSecrets } from '../src/record/secrets-record';
import type { LinesAround } from '../src/record/source-lines';
import type { ClientRecord, ConversationRecord, ErrorRecord } from '../src/record/test-record';
import { distinctNames } from '../src/text/distinct-names';
import { maskText } from '../src/text/mask';
import { withSecrets } from '../src/text/secret-names';
import { assigned, type RecordedAttempts } from './attempts';
import { errorFrom } from './failure-message';
import type { JestFileResult, JestTestResult } from './jest-results';
import type { ReadTest } from './records-reader';
import type { AttemptReport, FileReport, TestReport } from './report';

/** A test file of a run, with all that is known of it. */
export interface TestFileOfRun {
  readonly path: string;
  readonly project?: string | undefined;
  /** Left out if the run ended before the file did. */
  readonly result?: JestFileResult | undefined;
  /** In the order in which they were written. */
  readonly records: readonly ReadTest[];
  /** What was secret when it ran, as far as its environment has told the reporter. */
  readonly secrets?: readonly KnownSecrets[] | undefined;
}

export interface Surrounding {
  /** The id of the run. */
  readonly run: string;
  readonly shorten: Shorten;
  readonly linesAround: LinesAround;
}

/** Joins what Jest and the environment know about a file. What Jest knows is masked here: it may have secrets of the test. */
export function fileReport(file: TestFileOfRun, surrounding: Surrounding): FileReport {
  const { secrets = [] } = file;
  const known = { names: secrets.flatMap(({ names }) => names), values: secrets.flatMap(({ values }) => values) };
  return withSecrets(known, () => masked(file, surrounding));
}

function masked(file: TestFileOfRun, surrounding: Surrounding): FileReport {
  const { path, project, result, records } = file;
  const known = { path: surrounding.shorten(path), ...(project !== undefined && { project }) };
  const cases = result?.testResults ?? [];
  const { of, rest } = assigned(records, cases);
  const make = new Tests(file, JSON.stringify([project ?? null, known.path]), surrounding);
  const tests = [...cases.map((one) => make.of(one, of.get(one) ?? [])), ...rest.map((attempts) => make.ofRecords(attempts))];
  const problem = problemOf(file, surrounding.shorten);
  return { ...known, run: surrounding.run, ...(problem !== undefined && { problem }), tests };
}

function problemOf({ path, result }: TestFileOfRun, shorten: Shorten): string | undefined {
  if (!result) return 'The run has ended before this file did.';
  const { testExecError: error } = result;
  if (!error) return undefined;
  const { message } = errorFrom(error.message || error.stack || 'It could not be run.', path);
  const place = placeOf(error.stack ?? '', path);
  return place === undefined ? message : message.replace(/$/m, () => ` (${shorten(place.file)}:${place.line})`);
}

/** The line at which a file could not be run: that of the stack; if it is no JavaScript, the one that V8 writes above it. */
function placeOf(stack: string, path: string): { readonly file: string; readonly line: number | string } | undefined {
  const { position } = errorFrom(stack, path);
  const [, file = '', line = ''] = position ? [] : (NOT_PARSED.exec(stack) ?? []);
  return position ?? (isAbsolute(file) ? { file, line } : undefined);
}

const NOT_PARSED = /^(.+):(\d+)\n.*\n *\^+$/m;

const NOTHING: ConversationRecord = { clients: [], events: [], waits: [], requests: [], output: [] };

/** Clients with the distinct names that failures give them. */
function distinctClients(clients: readonly ClientRecord[]): ClientRecord[] {
  const names = distinctNames(clients.map(({ name }) => name));
  return clients.map((client, index) => ({ ...client, name: names[index] as string }));
}

const isEmpty = ({ clients, requests, output }: ConversationRecord): boolean =>
  clients.length + requests.length + output.length === 0;

/** Makes the tests of one file. */
class Tests {
  readonly #seen = new Map<string, number>();

  constructor(
    private readonly file: TestFileOfRun,
    private readonly fileKey: string,
    private readonly surrounding: Surrounding,
  ) {}

  of(result: JestTestResult, recorded: RecordedAttempts): TestReport {
    // the titles that the worker has masked: it knew best what was secret at that time
    const titles = recorded.at(-1)?.titles ?? [...result.ancestorTitles, result.title];
    const status = statusOf(result);
    const attempts = status === 'passed' || status === 'failed' ? this.#attempts(result, status, recorded) : [];
    const duration = attempts.length > 1 ? sum(attempts) : (result.duration ?? sum(attempts));
    return { ...this.#named(titles), status, duration, attempts };
  }

  /** The report of a test for which Jest has no result, because its worker was killed. */
  ofRecords(recorded: RecordedAttempts): TestReport {
    const attempts = recorded.map((record) => this.#recorded(record));
    const [{ titles }, { status }] = [recorded[0], recorded.at(-1)] as [ReadTest, ReadTest];
    return { ...this.#named(titles), status, duration: sum(attempts), attempts };
  }

  #attempts(result: JestTestResult, status: 'passed' | 'failed', recorded: RecordedAttempts): AttemptReport[] {
    const { invocations = 1, retryReasons = [], failureMessages = [] } = result;
    const last = Math.max(invocations, recorded.at(-1)?.attempt ?? 1, 1);
    if (last === 1 && status === 'passed' && recorded.every(({ conversation }) => isEmpty(conversation))) return [];
    // if a whole describe block is repeated, earlier attempts may have passed: our environment has recorded all that failed
    const before = this.file.records.length > 0 && retryReasons.length < last - 1 ? 'passed' : 'failed';
    return Array.from({ length: last }, (_, index) => {
      const record = recorded.find(({ attempt }) => attempt === index + 1);
      if (index + 1 < last) {
        if (record) return this.#recorded(record);
        return this.#unrecorded(result, before, retryReasons.slice(index, index + 1));
      }
      if (!record) return this.#unrecorded(result, status, failureMessages);
      const attempt = this.#recorded(record);
      if (attempt.status === status) return attempt;
      // Jest's verdict may differ: because of test.failing(), or of an error after the end of the test
      return { ...attempt, status, errors: status === 'failed' ? this.#errors(failureMessages) : attempt.errors };
    });
  }

  /** An attempt that opened no client. */
  #unrecorded({ startAt, duration }: JestTestResult, status: 'passed' | 'failed', failures: readonly string[]): AttemptReport {
    const startedAt = startAt ?? this.file.result?.perfStats?.start ?? 0;
    return {
      status,
      startedAt,
      duration: duration ?? 0,
      errors: status === 'failed' ? this.#errors(failures) : [],
      conversation: NOTHING,
    };
  }

  #recorded({ status, startedAt, duration, errors, conversation }: ReadTest): AttemptReport {
    return {
      status,
      startedAt,
      duration,
      errors,
      conversation: { ...conversation, clients: distinctClients(conversation.clients) },
    };
  }

  #errors(failures: readonly string[]): ErrorRecord[] {
    return failures.map((failure) => this.#error(errorFrom(failure, this.file.path)));
  }

  /** A test under our environment may have added secrets that the reporter does not know: then no unmasked lines are shown. */
  #error({ position: place, ...error }: ErrorRecord): ErrorRecord {
    if (!place) return error;
    const source = this.file.records.length === 0 ? this.surrounding.linesAround(place, this.file.path) : undefined;
    return { ...error, position: { ...place, file: this.surrounding.shorten(place.file) }, ...(source && { source }) };
  }

  /** Titles may be made of data (`test.each`). The id is a hash of masked ones: secrets could be guessed by a hash of them. */
  #named(titles: readonly string[]): Pick<TestReport, 'id' | 'titles'> {
    const shown = titles.map((title) => maskText(title));
    return { id: this.#idOf(shown), titles: shown };
  }

  #idOf(titles: readonly string[]): string {
    const key = JSON.stringify([this.fileKey, titles]);
    const number = (this.#seen.get(key) ?? 0) + 1;
    this.#seen.set(key, number);
    return createHash('sha256').update(`${key} ${number}`).digest('hex').slice(0, 12);
  }
}

function statusOf({ status }: JestTestResult): TestReport['status'] {
  return status === 'passed' || status === 'failed' || status === 'todo' ? status : 'skipped';
}

const sum = (attempts: readonly AttemptReport[]): number => attempts.reduce((total, { duration }) => total + duration, 0);
