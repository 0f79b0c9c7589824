import type { ConversationRecord, WaitRecord } from '../src/record/test-record';
import { causeOf } from './page/cause';
import { byNearness, nearnessOf } from './page/nearness';
import type { NearWait, PageIndex, PageTest, PageWait, PlaceInBlocks } from './page/page-data';
import { beginning } from './page/words';
import { PageBlocks } from './page-blocks';
import type { AttemptReport, Report, TestReport } from './report';

/** So many waits are listed at most: who looks for the next flake looks at the first of them. */
const MOST_WAITS = 2000;

/** What the page lists: it is in the page beside the tests, so that nothing of a test is read before it is opened. */
export interface PageLists {
  readonly index: PageIndex;
  readonly waits: readonly PageWait[];
  /** Of the tests: the attempts of each, packed. */
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
      for (const wait of waitsOf(test)) waits.push(wait);
      return pageTest(test, test.attempts.length === 0 ? undefined : blocks.add(test.attempts));
    }),
  }));
  waits.sort((a, b) => b.share - a.share);
  return {
    index: { runs: report.runs, files, waits: waits.length },
    waits: waits.slice(0, MOST_WAITS).map(pageWait),
    blocks: blocks.all(),
  };
}

function pageTest({ id, titles, status, duration, attempts }: TestReport, place: PlaceInBlocks | undefined): PageTest {
  const last = attempts.at(-1);
  const nearest = attempts.map((attempt) => nearestOf(attempt.conversation)).sort(nearestFirst)[0];
  const error = status === 'failed' ? last?.errors[0] : undefined;
  return {
    id,
    titles,
    status,
    duration,
    ...(place && { place }),
    attempts: attempts.map((attempt) => attempt.status),
    clients: last?.conversation.clients.length ?? 0,
    messages: messagesOf(last?.conversation),
    ...(nearest && { nearest }),
    ...(error && { cause: causeOf(error.message) }),
  };
}

/** Of those left out in the middle, a client's are known by the numbers around them. */
function messagesOf(conversation: ConversationRecord | undefined): number {
  const messages = conversation?.events.filter(({ kind }) => kind === 'message') ?? [];
  if (conversation?.omitted === undefined) return messages.length;
  const ranges = new Map<string, { from: number; to: number }>();
  for (const { client, direction, number = 0 } of messages) {
    const range = ranges.get(`${client} ${direction}`);
    if (range) range.to = number;
    else ranges.set(`${client} ${direction}`, { from: number, to: number });
  }
  return [...ranges.values()].reduce((count, { from, to }) => count + to - from + 1, 0);
}

function nearestOf({ waits }: ConversationRecord): NearWait | undefined {
  const wait = waits[byNearness(waits)[0] ?? -1];
  return wait && { name: beginning(wait.name, 60), took: wait.ended - wait.began, timeout: wait.timeout as number };
}

const share = (wait: NearWait | undefined): number => (wait === undefined ? -1 : wait.took / wait.timeout);

const nearestFirst = (a: NearWait | undefined, b: NearWait | undefined): number => share(b) - share(a);

/** A wait of the run that has a timeout. */
interface RunWait {
  readonly test: TestReport;
  readonly attempt: number;
  readonly wait: number;
  readonly share: number;
}

function waitsOf(test: TestReport): RunWait[] {
  return test.attempts.flatMap(({ conversation: { waits } }, attempt) =>
    waits.flatMap((wait, index) => {
      if (nearnessOf(wait) === undefined) return [];
      return { test, attempt, wait: index, share: (wait.ended - wait.began) / (wait.timeout as number) };
    }),
  );
}

function pageWait({ test, attempt, wait: index }: RunWait): PageWait {
  const { waits, clients } = (test.attempts[attempt] as AttemptReport).conversation;
  const wait = waits[index] as WaitRecord;
  return {
    test: test.id,
    attempt,
    wait: index,
    name: beginning(wait.name, 60),
    expected: beginning(wait.expected, 120),
    took: wait.ended - wait.began,
    timeout: wait.timeout as number,
    clients: namesOf(wait.clients.map((client) => clients[client]?.name ?? '')),
    outcome: wait.outcome,
    position: wait.position,
  };
}

function namesOf(names: readonly string[]): string {
  const shown = names
    .slice(0, 3)
    .map((name) => beginning(name, 30))
    .join(', ');
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
