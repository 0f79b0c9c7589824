import { join, relative } from 'node:path';
import { isLearning } from '../src/record/traffic-record';
import { oneLine } from '../src/text/show';
import { coverageTable } from './coverage-table';
import { type CoverageThreshold, judgedCoverage, thresholdText } from './coverage-threshold';
import { beforeTheEnd } from './interruption';
import type { JestFile, JestFileResult, JestRunConfig, JestRunResults } from './jest-results';
import { RecordedRun } from './recorded-run';
import type { Report } from './report';
import { outputOf, type ReporterOptions } from './reporter-options';
import { wouldRunAgain } from './watched';
import { FILES, PAGE, writeReport } from './write-report';

/** A reporter for Jest: writes one page with what the tests have sent and received, and its data and a summary as files. */
export class WebSocketReporter {
  readonly #config: JestRunConfig;
  readonly #output: string;
  readonly #threshold: CoverageThreshold;
  #lastError: Error | undefined;
  #run: RecordedRun | undefined;
  /** The files that would make Jest run again, in watch mode. */
  #watched = new Set<string>();
  #forgetInterruption: (() => void) | undefined;

  /** @throws if an option is unknown or wrong. */
  constructor(globalConfig: JestRunConfig, options?: ReporterOptions) {
    this.#config = globalConfig;
    this.#output = outputOf(options, globalConfig.rootDir);
    this.#threshold = options?.coverage ?? {};
  }

  /** @internal */
  onRunStart(): void {
    this.#end();
    this.#watched = new Set();
    this.#lastError = undefined;
    this.#run = new RecordedRun(this.#config);
  }

  /** @internal */
  onTestFileStart(file: JestFile): void {
    this.#run?.begun(file);
    for (const name of FILES) {
      if (wouldRunAgain(join(this.#output, name), this.#config, file.context.config)) this.#watched.add(name);
    }
    // without workers, a listener would keep Ctrl-C from ending a test that blocks this process
    if (this.#run?.hasWorkers) this.#forgetInterruption ??= beforeTheEnd(() => this.#complete(true));
  }

  /** @internal */
  onTestFileResult(file: JestFile, result: JestFileResult): void {
    this.#run?.finished(file, result);
  }

  /** @internal */
  onRunComplete(_contexts: unknown, results: JestRunResults & { readonly testResults: readonly unknown[] }): void {
    this.#complete(results.wasInterrupted === true || results.testResults.length < results.numTotalTestSuites);
  }

  /**
   * Makes Jest fail the run if the tests have seen too little of a contract.
   * @internal
   */
  getLastError(): Error | undefined {
    return this.#lastError;
  }

  /** Never throws: what goes wrong here is no fault of the tests, and must not change the exit code of the run. */
  #complete(isInterrupted: boolean): void {
    try {
      const report = this.#run?.report(isInterrupted);
      this.#end();
      if (!report) return;
      this.#tellCoverage(report);
      const watched = [...this.#watched];
      const { hasPage, problems } = writeReport(report, this.#output, watched);
      for (const problem of problems) say(problem);
      if (watched.length > 0)
        say(
          `In watch mode there is no ${watched.join(' and no ')}, which would start the next run: add '/${shown(this.#output)}/' to watchPathIgnorePatterns.`,
        );
      if (hasPage) process.stderr.write(`\nConversations: ${shown(join(this.#output, PAGE))}\n`);
    } catch (error) {
      say(`The report could not be written: ${oneLine(String((error as Error).message))}.`);
    } finally {
      this.#end();
    }
  }

  #tellCoverage(report: Report): void {
    for (const contract of report.runs.flatMap((run) => run.contracts ?? []))
      process.stderr.write(`\n${coverageTable(contract)}\n`);
    if (!this.#judgesCoverage()) return;
    const { below, notJudged } = judgedCoverage(report, this.#threshold, '`coverage`');
    for (const sentence of below) say(sentence);
    if (notJudged !== undefined) say(notJudged);
    if (below.length > 0) this.#lastError = new Error(below.join(' '));
  }

  /** Coverage is not judged for a shard, which sees only a part of the contract, nor when the document is just being learnt. */
  #judgesCoverage(): boolean {
    if (isLearning()) return false;
    const threshold = thresholdText(this.#threshold);
    if (!this.#config.shard || threshold === '') return true;
    say(
      `A shard sees a part of the contract: its coverage is judged by npx jest-websocket report <folders of all shards> --coverage ${threshold}.`,
    );
    return false;
  }

  #end(): void {
    this.#forgetInterruption?.();
    this.#forgetInterruption = undefined;
    this.#run?.end();
    this.#run = undefined;
  }
}

const say = (sentence: string): boolean => process.stderr.write(`jest-websocket: ${sentence}\n`);

/** A path as one would type it here. */
function shown(path: string): string {
  const short = relative(process.cwd(), path);
  return oneLine(short.startsWith('..') ? path : short);
}
