import type { ContractRecord } from '../src/record/contract-record';
import { oneLine } from '../src/text/show';
import { percentOf, sharesOf, wordsOf } from './page/contract-coverage';

/** How many things that were never seen are named in the terminal; the page names all. */
const MOST_NAMED = 5;

/** What was seen of a contract, as a short table for the terminal. */
export function coverageTable(contract: ContractRecord): string {
  const rows = sharesOf(contract).flatMap((share) => {
    const count = `${share.seen} of ${share.all}`;
    const head = [wordsOf(share.name), count, `${percentOf(share)} %`];
    const named = share.never.slice(0, MOST_NAMED).map(({ name, where }) => `${oneLine(name)} (${oneLine(where)})`);
    const left = share.never.length - named.length;
    const never = left > 0 ? [...named, `and ${left} more`] : named;
    if (never.length === 0) return [[...head, '']];
    return never.map((one, index) => [
      ...(index === 0 ? head : ['', '', '']),
      `${index === 0 ? 'never seen: ' : ' '.repeat(12)}${one}`,
    ]);
  });
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => (row[column] as string).length)));
  const lines = rows.map(([kind = '', count = '', percent = '', never = '']) =>
    `  ${kind.padEnd(widths[0] as number)}  ${count.padStart(widths[1] as number)}  ${percent.padStart(widths[2] as number)}  ${never}`.trimEnd(),
  );
  return [`Contract ${oneLine(contract.contract)}`, ...lines].join('\n');
}
