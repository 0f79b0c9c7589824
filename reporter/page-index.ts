import type { ConversationRecord } from '../src/record/test-record';
import { causeOf } from './page/cause';
import { byNearness, nearnessOf } from './page/nearness';
import type { NearWait, PageIndex, PageTest, PageWait } from './page/page-data';
import { oneLine } from './page/words';
import type { AttemptReport, Report, TestReport } from './report';

/** So many waits are listed at most: who looks for the next flake looks at the first of them. */
const MOST_WAITS = 2000;

/** What the page lists: it is in the page beside the tests, so that nothing of a test is read before it is opened. */
export interface PageLists {
  readonly index: PageIndex;
  readonly waits: readonly PageWait[];
  /** What each block holds: the attempts of a test. */
  readonly blocks: readonly (readonly AttemptReport[])[];
}

export function listsOf(report: Report): PageLists {
  const blocks: (readonly AttemptReport[])[] = [];
  const waits: PageWait[] = [];
  const files = report.files.map(({ path, project, run, problem, tests }) => ({
    path,
    ...(project !== undefined && { project }),
    run,
    ...(problem !== undefined && { problem }),
    tests: tests.map((test): PageTest => {
      for (const wait of waitsOf(test)) waits.push(wait);
      const block = test.attempts.length === 0 ? undefined : blocks.push(test.attempts) - 1;
      return pageTest(test, block);
    }),
  }));
  waits.sort((a, b) => b.took / b.timeout - a.took / a.timeout);
  return { index: { runs: report.runs, files, waits: waits.length }, waits: waits.slice(0, MOST_WAITS), blocks };
}

function pageTest({ id, titles, status, duration, attempts }: TestReport, block: number | undefined): PageTest {
  const last = attempts.at(-1);
  const nearest = attempts.map((attempt) => nearestOf(attempt.conversation)).sort(nearestFirst)[0];
  const error = status === 'failed' ? last?.errors[0] : undefined;
  return {
    id,
    titles,
    status,
    duration,
    ...(block !== undefined && { block }),
    attempts: attempts.map((attempt) => attempt.status),
    clients: last?.conversation.clients.length ?? 0,
    messages: messagesOf(last?.conversation),
    ...(nearest && { nearest }),
    ...(error && { cause: causeOf(error.message) }),
  };
}

function messagesOf(conversation: ConversationRecord | undefined): number {
  if (conversation === undefined) return 0;
  const shown = conversation.events.reduce((count, { kind }) => count + Number(kind === 'message'), 0);
  return shown + (conversation.omitted?.events ?? 0);
}

function nearestOf({ waits }: ConversationRecord): NearWait | undefined {
  const wait = waits[byNearness(waits)[0] ?? -1];
  return wait && { name: oneLine(wait.name, 60), took: wait.ended - wait.began, timeout: wait.timeout as number };
}

const share = (wait: NearWait | undefined): number => (wait === undefined ? -1 : wait.took / wait.timeout);

const nearestFirst = (a: NearWait | undefined, b: NearWait | undefined): number => share(b) - share(a);

function waitsOf({ id, attempts }: TestReport): PageWait[] {
  return attempts.flatMap(({ conversation: { waits, clients } }, attempt) =>
    waits.flatMap((wait, index) =>
      nearnessOf(wait) === undefined
        ? []
        : {
            test: id,
            attempt,
            wait: index,
            name: oneLine(wait.name, 60),
            expected: oneLine(wait.expected, 120),
            took: wait.ended - wait.began,
            timeout: wait.timeout as number,
            clients: namesOf(wait.clients.map((client) => clients[client]?.name ?? '')),
            outcome: wait.outcome,
            position: wait.position,
          },
    ),
  );
}

function namesOf(names: readonly string[]): string {
  const shown = names
    .slice(0, 3)
    .map((name) => oneLine(name, 30))
    .join(', ');
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
