import type { ContractRecord } from '../src/record/contract-record';
import { check } from '../src/text/option-checks';
import type { OptionsOf } from '../src/text/options';
import { oneLine } from '../src/text/show';
import { isAtLeast, joinedCoverage, percentOf, sharesOf, wordsOf } from './page/contract-coverage';
import type { Report, TestReport } from './report';

export const percent = check<number>(
  'a percentage, 0 to 100',
  (value) => typeof value === 'number' && value >= 0 && value <= 100,
);

/** The kinds of things in a contract of which a share may be asked for. */
export const coverageOptions = {
  /** Of the operations of a contract. */
  operations: percent,
  /** Of its messages. */
  messages: percent,
  /** Of the replies to its operations. */
  replies: percent,
  /** Of the values of its enumerations. */
  values: percent,
  /** Of its close codes. */
  closeCodes: percent,
};

/** What share of each contract the tests must have seen, in percent, 0 to 100. What is left out is not asked for. */
export interface CoverageThreshold extends OptionsOf<typeof coverageOptions> {}

/** How a threshold is given: in the configuration of the reporter, or with the command. */
type ThresholdOption = '`coverage`' | '--coverage';

/** Whether the tests have reached a threshold. */
interface CoverageVerdict {
  /** A sentence for each share that is too low; empty if none is, and if no test has run. */
  readonly below: readonly string[];
  /** A sentence, if nothing is judged because some of what they have seen may not have been recorded. */
  readonly notJudged?: string;
}

export function judgedCoverage(
  { runs, files }: Pick<Report, 'runs' | 'files'>,
  threshold: CoverageThreshold,
  option: ThresholdOption,
): CoverageVerdict {
  const tests = files.flatMap((file) => file.tests);
  const hasRun = tests.some(({ status }) => status === 'passed' || status === 'failed');
  if (!hasRun || !asksForAny(threshold)) return { below: [] };
  const contracts = joinedCoverage(runs.flatMap((run) => run.contracts ?? []));
  const below = contracts.length > 0 ? belowThreshold(contracts, threshold, option) : [notSeen(tests, option)];
  const isUnrecorded = runs.some(({ unrecorded }) => unrecorded);
  return below.length > 0 && isUnrecorded ? { below: [], notJudged: notJudged(option) } : { below };
}

const notJudged = (option: ThresholdOption): string =>
  `Some of what the tests have seen could not be recorded, so ${option} was not judged.`;

function notSeen(tests: readonly TestReport[], option: ThresholdOption): string {
  const isRecorded = tests.some(({ attempts }) => attempts.length > 0);
  return isRecorded ? notHeld(option) : notRecorded(option);
}

const without = (option: ThresholdOption): string => `${option === '--coverage' ? 'leave out' : 'remove'} ${option}`;

const notHeld = (option: ThresholdOption): string =>
  `No test was held to a contract that has a document, so nothing of one was seen: switch it on, or ${without(option)}.`;

const notRecorded = (option: ThresholdOption): string =>
  `No client of these tests was seen, so nothing of a contract was: give them the environment of jest-websocket, or ${without(option)}.`;

const asksForAny = (threshold: CoverageThreshold): boolean =>
  Object.values(threshold as Record<string, number | undefined>).some((least = 0) => least > 0);

/** A sentence for each kind of thing in each contract of which too little was seen. */
export function belowThreshold(
  contracts: readonly ContractRecord[],
  threshold: CoverageThreshold,
  option: ThresholdOption,
): readonly string[] {
  return contracts.flatMap((contract) =>
    sharesOf(contract).flatMap((share) => {
      const least = threshold[share.name];
      if (least === undefined || isAtLeast(share, least)) return [];
      const what = `${percentOf(share)} % of the ${wordsOf(share.name)} of ${oneLine(contract.contract)}`;
      return `The tests have seen ${what}, less than the ${least} % that ${option} asks for.`;
    }),
  );
}

/** A threshold as the command takes it: `messages=90,values=50`. */
export const thresholdText = (threshold: CoverageThreshold): string =>
  Object.entries(threshold)
    .filter(([, least]) => least !== undefined)
    .map(([name, least]) => `${name}=${least}`)
    .join();
