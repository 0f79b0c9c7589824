import type { ContractRecord } from '../../src/record/contract-record';
import { grouped } from '../../src/text/grouped';
import { type CoverageShare, joinedCoverage, percentOf, sharesOf, wordsOf } from './contract-coverage';
import { Nothing } from './nothing';
import type { PageIndex } from './page-data';
import { beginning } from './words';

/** How many things that were never seen are listed for each kind. */
const MOST_LISTED = 500;

/** What the tests of the run have seen of its contracts, and what they never did. */
export function ContractPage({ index }: { index: PageIndex }) {
  const contracts = joinedCoverage(index.runs.flatMap((run) => run.contracts ?? []));
  if (contracts.length === 0) {
    return (
      <main class="contract-page">
        <Nothing title="No contract" text="No client of this run was held to a contract." />
      </main>
    );
  }
  return (
    <main class="contract-page">
      {contracts.map((contract) => (
        <ContractCoverage key={contract.contract} contract={contract} />
      ))}
    </main>
  );
}

function ContractCoverage({ contract }: { contract: ContractRecord }) {
  const shares = sharesOf(contract);
  return (
    <section>
      <h2>{beginning(contract.contract, 200)}</h2>
      <table class="coverage">
        <thead>
          <tr>
            <th scope="col">Documented</th>
            <th scope="col">Seen</th>
            <th scope="col">Share</th>
          </tr>
        </thead>
        <tbody>
          {shares.map((share) => (
            <tr key={share.name}>
              <th scope="row">{wordsOf(share.name)}</th>
              <td>
                {grouped(share.seen)} of {grouped(share.all)}
              </td>
              <td>
                <meter min={0} max={100} value={percentOf(share)} aria-label={`${wordsOf(share.name)} seen`} /> {percentOf(share)}
                %
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {shares
        .filter(({ never }) => never.length > 0)
        .map((share) => (
          <Never key={share.name} share={share} />
        ))}
    </section>
  );
}

function Never({ share: { name, kind, never } }: { share: CoverageShare }) {
  return (
    <details open>
      <summary>
        {grouped(never.length)} {never.length === 1 ? kind : wordsOf(name)} never seen
      </summary>
      <ul>
        {never.slice(0, MOST_LISTED).map((item) => (
          <li key={`${item.channel} ${item.name} ${item.where}`}>
            <span class="name">{beginning(item.name, 200)}</span>{' '}
            <span class="dim">
              of {beginning(item.channel, 100)}, {beginning(item.where, 200)}
            </span>
          </li>
        ))}
      </ul>
      {never.length > MOST_LISTED && <p class="dim">and {grouped(never.length - MOST_LISTED)} more</p>}
    </details>
  );
}
