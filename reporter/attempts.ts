import { groupedBy } from '../src/runtime/grouped-by';
import type { JestTestResult } from './jest-results';
import type { ReadTest } from './records-reader';

/** The recorded attempts of one test, the first one first. */
export type RecordedAttempts = readonly ReadTest[];

/**
 * Tells which records belong to which test of a file: by the titles, and, if several tests have the same, by their order.
 * @param records The records of one file, as they were written.
 * @returns The records of each result; and the rest, for which Jest has no results.
 */
export function assigned(
  records: readonly ReadTest[],
  results: readonly JestTestResult[],
): { of: ReadonlyMap<JestTestResult, RecordedAttempts>; rest: readonly RecordedAttempts[] } {
  const byTitles = groupedBy(results.filter(hasRun), ({ ancestorTitles, title }) => JSON.stringify([...ancestorTitles, title]));
  const of = new Map<JestTestResult, RecordedAttempts>();
  const rest: RecordedAttempts[] = [];
  // concurrent tests were written in the order in which they ended
  const inOrder = [...records].sort((one, other) => (one.order ?? 0) - (other.order ?? 0));
  for (const [titles, alike] of groupedBy(inOrder, (record) => JSON.stringify(record.realTitles ?? record.titles))) {
    const free = [...(byTitles.get(titles) ?? [])];
    const tests = testsOf(alike);
    for (const [index, attempts] of tests.entries()) {
      // a test that opened no client has no records, so that there may be fewer
      const areFewer = tests.length - index < free.length;
      const fitting = areFewer ? free.findIndex((result) => fits(attempts, result)) : 0;
      const [result] = free.splice(Math.max(0, fitting), 1);
      if (result) of.set(result, attempts);
      else rest.push(attempts);
    }
  }
  return { of, rest };
}

const hasRun = ({ status }: JestTestResult): boolean => status === 'passed' || status === 'failed';

function fits(attempts: RecordedAttempts, { status, invocations }: JestTestResult): boolean {
  const last = attempts.at(-1);
  return last?.status === status && (invocations === undefined || last.attempt === invocations);
}

/**
 * The records of tests with the same titles, test by test. A later attempt belongs to a test that has just failed; if a whole
 * describe block is repeated, also to one that has passed.
 */
function testsOf(records: readonly ReadTest[]): RecordedAttempts[] {
  const tests: ReadTest[][] = [];
  for (const record of records) {
    const before = tests.filter((test) => attemptOf(test) < record.attempt);
    const latest = Math.max(...before.map(attemptOf)); // one that opened no client may be missing
    const next = before.filter((test) => attemptOf(test) === latest);
    const test = next.find((one) => one.at(-1)?.status === 'failed') ?? next[0];
    if (test) test.push(record);
    else tests.push([record]);
  }
  return tests;
}

const attemptOf = (test: RecordedAttempts): number => test.at(-1)?.attempt ?? 0;
