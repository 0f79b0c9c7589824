import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { count } from '../src/text/count';
import { oneLine } from '../src/text/show';
import { coverageTable } from './coverage-table';
import { judgedCoverage } from './coverage-threshold';
import { findTest } from './find-test';
import { merge } from './merge';
import { mermaidOf } from './mermaid';
import { joinedCoverage } from './page/contract-coverage';
import { readReport, Unreadable } from './read-report';
import type { Report } from './report';
import { REPORT_USAGE, type ReportCommand } from './report-command-line';
import type { Terminal } from './terminal';
import { PAGE, writeReport } from './write-report';

/** Runs `npx jest-websocket report …`. Resolves to the exit code: 1 if something is missing. */
export async function runReportCommand(command: ReportCommand, at: Terminal): Promise<number> {
  switch (command.kind) {
    case 'help':
      at.out(REPORT_USAGE);
      return 0;
    case 'open':
      return open(command, at);
    case 'merge':
      return mergeInto(command, at);
    case 'mermaid':
      return printMermaid(command, at);
  }
}

type Of<Kind extends ReportCommand['kind']> = Extract<ReportCommand, { kind: Kind }>;

async function open({ folder, inBrowser }: Of<'open'>, at: Terminal): Promise<number> {
  const page = resolve(folder, PAGE);
  if (!existsSync(page)) {
    const { problems } = readAll([folder]);
    at.error(problems[0] ?? `The folder ${oneLine(folder)} has no ${PAGE}: write it by --output ${oneLine(folder)}.`);
    return 1;
  }
  at.out(oneLine(page, 4096));
  if (inBrowser && !(await at.open(page)))
    at.error(`Nothing here opens a browser: open ${oneLine(pathToFileURL(page).href, 4096)}`);
  return 0;
}

function mergeInto({ folders, output, coverage = {} }: Of<'merge'>, at: Terminal): number {
  const { reports, problems } = readAll(folders);
  for (const problem of problems) at.error(problem);
  if (reports.length === 0) return 1;
  const merged = withProblems(merge(reports), problems);
  const { hasPage, problems: unwritten } = writeReport(merged, output);
  for (const problem of unwritten) at.error(problem);
  if (hasPage) at.out(`${count(reports.length, 'report')} merged: ${oneLine(join(output, PAGE), 4096)}`);
  const contracts = joinedCoverage(merged.runs.flatMap((run) => run.contracts ?? []));
  for (const contract of contracts) at.out(`\n${coverageTable(contract)}`);
  const { below, notJudged } = judgedCoverage(merged, coverage, '--coverage');
  for (const sentence of below) at.error(sentence);
  if (notJudged !== undefined) at.error(notJudged);
  return problems.length + unwritten.length + below.length > 0 ? 1 : 0;
}

function printMermaid({ folders, test }: Of<'mermaid'>, at: Terminal): number {
  const { reports, problems } = readAll(folders);
  for (const problem of problems) at.error(problem);
  if (reports.length === 0) return 1;
  const found = findTest(merge(reports), test);
  if ('problem' in found) {
    at.error(found.problem);
    return 1;
  }
  at.out(mermaidOf(found.name, found.attempt.conversation));
  return 0;
}

/** Reads all reports. For each that cannot be read, there is a sentence. */
function readAll(folders: readonly string[]): { reports: Report[]; problems: string[] } {
  const reports: Report[] = [];
  const problems: string[] = [];
  for (const folder of folders) {
    try {
      reports.push(readReport(folder));
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      problems.push(error.message);
    }
  }
  return { reports, problems };
}

/** A merged report that shows, among its problems, which reports are missing. */
function withProblems(report: Report, problems: readonly string[]): Report {
  if (problems.length === 0) return report;
  const last = report.runs.length - 1;
  const runs = report.runs.map((run, index) =>
    index === last ? { ...run, problems: [...(run.problems ?? []), ...problems] } : run,
  );
  return { ...report, runs };
}
