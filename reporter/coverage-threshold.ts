import type { ContractRecord } from '../src/record/contract-record';
import { check } from '../src/text/option-checks';
import type { OptionsOf } from '../src/text/options';
import { oneLine } from '../src/text/show';
import { percentOf, sharesOf, wordsOf } from './page/contract-coverage';

const percent = check<number>('a percentage, 0 to 100', (value) => typeof value === 'number' && value >= 0 && value <= 100);

/** What share of each must have been seen, in percent. */
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

export interface CoverageThreshold extends OptionsOf<typeof coverageOptions> {}

/** A sentence for each contract and kind of which too little was seen. */
export function belowThreshold(contracts: readonly ContractRecord[], threshold: CoverageThreshold): readonly string[] {
  return contracts.flatMap((contract) =>
    sharesOf(contract).flatMap((share) => {
      const least = threshold[share.name];
      if (least === undefined || percentOf(share) >= least) return [];
      const what = `${percentOf(share)} % of the ${wordsOf(share.name)} of ${oneLine(contract.contract)}`;
      return `The tests have seen ${what}, less than the ${least} % of the option coverage.`;
    }),
  );
}
