import type { JestTestResult } from './jest-results';
import type { ReadTest } from './records-reader';

/** The recorded attempts of one test, the first one first. */
export type RecordedAttempts = readonly ReadTest[];

/**
 * Tells which records are of which test of a file: by the titles, and, where several tests have the same, by their order.
 * @param records Of one file, as they were written.
 * @returns What is of each result; and the rest, which Jest has no results for.
 */
export function assigned(
  records: readonly ReadTest[],
  results: readonly JestTestResult[],
): { of: ReadonlyMap<JestTestResult, RecordedAttempts>; rest: readonly RecordedAttempts[] } {
  const byTitles = groupBy(results.filter(hasRun), ({ ancestorTitles, title }) => JSON.stringify([...ancestorTitles, title]));
  const of = new Map<JestTestResult, RecordedAttempts>();
  const rest: RecordedAttempts[] = [];
  // those that ran concurrently were written in the order of their ends
  const inOrder = [...records].sort((one, other) => (one.order ?? 0) - (other.order ?? 0));
  for (const [titles, alike] of groupBy(inOrder, (record) => JSON.stringify(record.realTitles ?? record.titles))) {
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
 * The records of tests that have the same titles, test by test: a later attempt is of one that has just failed; where a whole
 * describe block is repeated, also of one that has passed.
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

function groupBy<Value>(values: readonly Value[], keyOf: (value: Value) => string): Map<string, Value[]> {
  const groups = new Map<string, Value[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}
