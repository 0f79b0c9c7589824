import type { RefObject } from 'preact';
import { grouped } from '../../src/text/grouped';
import type { AttemptState } from './attempt-state';
import { SearchInput } from './search-input';

/** The search in a conversation, with buttons from match to match. */
export function FindBox({ state, input }: { state: AttemptState; input: RefObject<HTMLInputElement | null> }) {
  const { typed, setTyped, found, toMatch } = state;
  return (
    <div class="search">
      <SearchInput input={input} label="Search this test" placeholder="Search this test" value={typed} onType={setTyped} />
      <span class="found" role="status">
        {countOf(state)}
      </span>
      {found.length > 0 && (
        <>
          <button type="button" onClick={() => toMatch(-1)} title="Previous match (p)" aria-label="Previous match">
            ↑
          </button>
          <button type="button" onClick={() => toMatch(1)} title="Next match (n)" aria-label="Next match">
            ↓
          </button>
        </>
      )}
    </div>
  );
}

function countOf({ find, found, selected }: AttemptState): string {
  if (find === '') return '';
  if (found.length === 0) return 'No match';
  const at = found.indexOf(selected ?? '');
  return at === -1 ? `${grouped(found.length)} found` : `${grouped(at + 1)} of ${grouped(found.length)}`;
}
