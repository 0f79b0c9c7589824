import type { WaitRecord } from '../src/record/test-record';
import { listed } from '../src/text/listed';
import { causeOf } from './page/cause';
import { messageCount } from './page/message-count';
import { nearnessOf } from './page/nearness';
import type { NearWait, PageIndex, PageTest, PageWait, PlaceInBlocks } from './page/page-data';
import { beginning } from './page/words';
import { PageBlocks } from './page-blocks';
import type { AttemptReport, Report, TestReport } from './report';

/** The most waits that are listed: to find the next flaky test, one looks at the first of them. */
const MOST_WAITS = 500;

/** The lists of the page. They are kept apart from the tests, so that nothing of a test is unpacked before it is opened. */
export interface PageLists {
  readonly index: PageIndex;
  readonly waits: readonly PageWait[];
  /** The attempts of the tests, packed. */
  readonly blocks: readonly string[];
}

export function listsOf(report: Report): PageLists {
  const blocks = new PageBlocks();
  const waits: RunWait[] = [];
  const files = report.files.map(({ path, project, run, problem, tests }) => ({
    path,
    ...(project !== undefined && { project }),
    run,
    ...(problem !== undefined && { problem }),
    tests: tests.map((test): PageTest => {
      const own = waitsOf(test);
      for (const wait of own) waits.push(wait);
      return pageTest(test, own, test.attempts.length === 0 ? undefined : blocks.add(test.attempts));
    }),
  }));
  waits.sort((a, b) => b.share - a.share);
  return {
    index: { runs: report.runs, files, waits: waits.length },
    waits: waits.slice(0, MOST_WAITS).map(pageWait),
    blocks: blocks.all(),
  };
}

function pageTest(
  { id, titles, status, duration, attempts }: TestReport,
  waits: readonly RunWait[],
  place: PlaceInBlocks | undefined,
): PageTest {
  const last = attempts.at(-1);
  const error = status === 'failed' ? last?.errors[0] : undefined;
  return {
    id,
    titles,
    status,
    duration,
    ...(place && { place }),
    attempts: attempts.map((attempt) => attempt.status),
    clients: last?.conversation.clients.length ?? 0,
    messages: last ? messageCount(last.conversation) : 0,
    ...(waits.length > 0 && { nearest: nearestOf(waits) }),
    ...(error && { cause: causeOf(error.message) }),
  };
}

function nearestOf(waits: readonly RunWait[]): NearWait {
  return nearWait(waits.reduce((nearest, one) => (one.share > nearest.share ? one : nearest)).wait);
}

function nearWait({ name, began, ended, timeout }: WaitRecord): NearWait {
  return { name: beginning(name, 60), took: Math.round((ended - began) * 100) / 100, timeout: timeout as number };
}

/** A wait of the run that has a timeout. */
interface RunWait {
  readonly test: TestReport;
  readonly attempt: number;
  readonly index: number;
  readonly wait: WaitRecord;
  /** The share of its timeout that it has used: more than 1 if it ended late. */
  readonly share: number;
}

function waitsOf(test: TestReport): RunWait[] {
  return test.attempts.flatMap(({ conversation: { waits } }, attempt) =>
    waits.flatMap((wait, index) => {
      if (nearnessOf(wait) === undefined) return [];
      return { test, attempt, index, wait, share: (wait.ended - wait.began) / (wait.timeout as number) };
    }),
  );
}

function pageWait({ test, attempt, index, wait }: RunWait): PageWait {
  const { clients } = (test.attempts[attempt] as AttemptReport).conversation;
  return {
    test: test.id,
    attempt,
    wait: index,
    ...nearWait(wait),
    expected: beginning(wait.expected, 120),
    clients: namesOf(wait.clients.map((client) => clients[client]?.name ?? '')),
    outcome: wait.outcome,
    position: wait.position,
  };
}

const namesOf = (names: readonly string[]): string => listed(names, 3, (name) => beginning(name, 30));
