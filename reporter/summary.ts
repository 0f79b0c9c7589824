import type { WaitRecord } from '../src/record/test-record';
import { count } from '../src/text/count';
import { grouped } from '../src/text/grouped';
import { part } from '../src/text/part-of-text';
import { conversationLines, legendOf } from './conversation-lines';
import { line, milliseconds, placeText } from './event-text';
import { code, fenced, folded, inMarkdown, table } from './markdown';
import { joinedCoverage, percentOf, sharesOf, wordsOf } from './page/contract-coverage';
import { missingText } from './page/missing-shards';
import { nearnessOf } from './page/nearness';
import type { AttemptReport, FileReport, Report, TestReport } from './report';

/** The largest summary, in bytes: GitHub takes 1 MiB for all steps of a job, so this leaves room for others. */
const LARGEST = 900_000;
const MOST_LINES = 60;
/** Of a failure message. */
const MOST_MESSAGE_LINES = 100;
const LONGEST_MESSAGE = 6000;
const LONGEST_NAME = 300;
const MOST_LISTED = 50;
/** Of one test. */
const MOST_ERRORS = 3;
const MOST_CONTRACTS = 10;
const MOST_WAITS = 5;
/** Of a contract, of each kind. */
const MOST_NEVER = 10;
/** The least share of its timeout, from 0 to 1, that a wait must have used to be mentioned. */
const NEAR = 0.1;

interface Located {
  readonly file: FileReport;
  readonly test: TestReport;
}

/** The report in Markdown, for the page of a CI job: what failed comes first. */
export function summaryOf({ runs, files }: Report, largest = LARGEST): string {
  const all = files.flatMap((file) => file.tests.map((test) => ({ file, test })));
  const failed = all.filter(({ test }) => test.status === 'failed');
  const flaky = all.filter(({ test }) => test.status === 'passed' && test.attempts.length > 1);
  const broken = files.filter(({ problem }) => problem !== undefined);
  const begin = [
    '## Conversations',
    countsOf(
      files,
      all.map(({ test }) => test),
      flaky.length,
    ),
    ...problemsOf(runs),
  ];
  const end = [...contractsOf(runs), ...flakyOnes(flaky), ...nearestToTimeout(all)];
  const room = largest - sizeOf([...begin, ...end]) - ROOM_FOR_NOTES;
  const failures = asManyAs([...broken.map(fileSection), ...failed.map(testSection)], room);
  return `${[...begin, ...failures, ...end].join('\n\n')}\n`;
}

const ROOM_FOR_NOTES = 1000;

const sizeOf = (blocks: readonly string[]): number => blocks.reduce((size, block) => size + Buffer.byteLength(block) + 2, 0);

/** As many of the first blocks as there is room for, in bytes. */
function asManyAs(blocks: readonly string[], room: number): string[] {
  let left = room;
  const kept = blocks.findIndex((block) => {
    left -= sizeOf([block]);
    return left < 0;
  });
  if (kept < 0) return [...blocks];
  const more = count(blocks.length - kept, 'more failure');
  return [...blocks.slice(0, kept), `${more} left out here, for want of room: see the page of the report.`];
}

function countsOf(files: readonly FileReport[], tests: readonly TestReport[], flaky: number): string {
  const numbers = (['failed', 'passed', 'skipped', 'todo'] as const).flatMap((status) => {
    const number = tests.filter((test) => test.status === status).length;
    return number === 0 ? [] : [`${grouped(number)} ${status}`];
  });
  const counts = numbers.length === 0 ? 'No tests' : `${numbers.join(', ')} of ${count(tests.length, 'test')}`;
  const broken = files.filter(({ problem }) => problem !== undefined).length;
  const notes = [
    ...(broken > 0 ? [`${count(broken, 'file')} with a problem`] : []),
    ...(flaky > 0 ? [`${grouped(flaky)} passed on a retry`] : []),
  ];
  return `${[`${counts} in ${count(files.length, 'file')}`, ...notes].join(', ')}.`;
}

function problemsOf(runs: Report['runs']): string[] {
  const interrupted = runs.some((run) => run.interrupted) ? ['The run was ended early.'] : [];
  const missing = missingText(runs);
  const problems = [
    ...interrupted,
    ...(missing === undefined ? [] : [missing]),
    ...runs.flatMap(({ problems: ofRun = [] }) => ofRun),
  ];
  const listed = problems.slice(0, MOST_LISTED).map((problem) => inMarkdown(line(problem, LONGEST_NAME)));
  const all = [...listed, ...more(problems, MOST_LISTED, 'problem')];
  return all.length === 0 ? [] : [all.map((text) => `- ${text}`).join('\n')];
}

/** Says how many are left out. */
function more(all: readonly unknown[], listed: number, noun: string): string[] {
  return all.length > listed ? [`… ${count(all.length - listed, `more ${noun}`)}`] : [];
}

const whereOf = ({ path, project }: FileReport): string =>
  code(line(project === undefined ? path : `${path} (${project})`, LONGEST_NAME));

const nameOf = ({ titles }: TestReport): string => code(line(titles.join(' › '), LONGEST_NAME));

function fileSection(file: FileReport): string {
  return [`### ✗ ${whereOf(file)}`, fenced(messageText(file.problem ?? ''))].join('\n\n');
}

function testSection({ file, test }: Located): string {
  const last = test.attempts.at(-1);
  const attempts = test.attempts.length > 1 ? ` The last of ${test.attempts.length} attempts failed like this:` : '';
  const errors = last?.errors ?? [];
  return [
    `### ✗ ${nameOf(test)}`,
    `In ${whereOf(file)}.${attempts}`,
    ...errors.slice(0, MOST_ERRORS).map(({ message }) => fenced(messageText(message))),
    ...more(errors, MOST_ERRORS, 'failure').map((text) => `${text} of this test.`),
    ...(last ? conversationOf(last) : []),
  ].join('\n\n');
}

function messageText(message: string): string {
  const lines = part(message, 0, LONGEST_MESSAGE).split('\n');
  const kept = lines.slice(0, MOST_MESSAGE_LINES).join('\n');
  return kept.length < message.length ? `${kept}\n… the rest is on the page of the report` : kept;
}

function conversationOf({ conversation }: AttemptReport): string[] {
  const lines = conversationLines(conversation, MOST_LINES);
  return lines.length === 0 ? [] : [folded('The conversation', fenced([legendOf(conversation), '', ...lines].join('\n')))];
}

function contractsOf(runs: Report['runs']): string[] {
  const contracts = joinedCoverage(runs.flatMap((run) => run.contracts ?? []));
  const tables = contracts.slice(0, MOST_CONTRACTS).flatMap((contract) => {
    const rows = sharesOf(contract).map((share) => {
      const never = share.never.slice(0, MOST_NEVER).map(({ name }) => code(line(name, 100)));
      const others = share.never.length > MOST_NEVER ? [`and ${share.never.length - MOST_NEVER} more`] : [];
      return [wordsOf(share.name), `${share.seen} of ${share.all}`, `${percentOf(share)} %`, [...never, ...others].join(', ')];
    });
    return [`### Contract ${code(line(contract.contract, 200))}`, table(['documented', 'seen', 'share', 'never seen'], rows)];
  });
  return [...tables, ...more(contracts, MOST_CONTRACTS, 'contract')];
}

function flakyOnes(flaky: readonly Located[]): string[] {
  if (flaky.length === 0) return [];
  const rows = flaky.slice(0, MOST_LISTED).map(({ file, test }) => {
    const [first] = test.attempts[0]?.errors ?? [];
    return [
      nameOf(test),
      whereOf(file),
      String(test.attempts.length),
      first ? code(line(first.message.trim().split('\n')[0] ?? '', 200)) : '',
    ];
  });
  const others = more(flaky, MOST_LISTED, 'test').map((text) => `${text} passed on a retry.`);
  return ['### Passed on a retry', table(['test', 'file', 'attempts', 'its first failure'], rows), ...others];
}

function nearestToTimeout(all: readonly Located[]): string[] {
  const nearest: { readonly test: TestReport; readonly wait: WaitRecord; readonly share: number }[] = [];
  for (const { test } of all) {
    for (const wait of test.attempts.flatMap(({ conversation }) => conversation.waits)) {
      const share = wait.outcome === 'satisfied' ? (nearnessOf(wait) ?? 0) : 0;
      if (share < NEAR || share <= (nearest[MOST_WAITS - 1]?.share ?? 0)) continue;
      const before = nearest.findIndex((other) => other.share < share);
      nearest.splice(before === -1 ? nearest.length : before, 0, { test, wait, share });
      nearest.length = Math.min(nearest.length, MOST_WAITS);
    }
  }
  if (nearest.length === 0) return [];
  const rows = nearest.map(({ test, wait, share }) => [
    `${Math.round(share * 100)} %`,
    `${milliseconds(wait.ended - wait.began)} of ${milliseconds(wait.timeout ?? 0)}`,
    code(`${line(wait.name, 60)} ${line(wait.expected, 100)}`.trim()),
    code(line(placeText(wait.position), 200)),
    nameOf(test),
  ]);
  return ['### Nearest to their timeout', table(['of its time', 'took', 'wait', 'where', 'test'], rows)];
}
