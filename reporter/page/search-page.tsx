import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { grouped } from '../../src/text/grouped';
import { loadTest, UNREADABLE } from './data';
import { excerptOf, find as findIn } from './find';
import { type Go, useKeys, useRested } from './hooks';
import type { ReportPlace } from './link';
import { TestName } from './names';
import { Nothing } from './nothing';
import type { PageIndex, PageTest } from './page-data';
import { PlaceLink } from './place-link';
import { rowsOf } from './rows';
import { SearchInput } from './search-input';
import { StatusIcon } from './status-icon';
import { VirtualList } from './virtual-list';
import { beginning, counted } from './words';

interface Hit {
  readonly test: PageTest;
  readonly attempt: number;
  readonly place: ReportPlace;
  readonly excerpt: readonly [string, string, string];
  /** How many more of this attempt match. */
  readonly more: number;
}

interface SearchProgress {
  readonly hits: readonly Hit[];
  /** How many tests have been searched, and how many of them could not be. */
  readonly done: number;
  readonly unreadable: number;
}

const NOTHING_YET: SearchProgress = { hits: [], done: 0, unreadable: 0 };

/** How many matches are shown: of one attempt, and of all. */
const OF_TEST = 3;
const OF_ALL = 1000;

/** Searches all tests, one after the other, and shows what it has found so far. */
export function SearchPage({ index, text, go }: { index: PageIndex; text: string; go: Go }) {
  const [typed, setTyped] = useState(text);
  const find = useRested(typed.trim(), 250);
  const [{ hits, done, unreadable }, setProgress] = useState(NOTHING_YET);
  const [chosen, setChosen] = useState(-1);
  const search = useRef<HTMLInputElement>(null);
  const tests = useMemo(() => index.files.flatMap((file) => file.tests.filter(({ place }) => place !== undefined)), [index]);

  useEffect(() => search.current?.focus(), []);
  // the address may have changed: by a link, by Back, by hand
  useEffect(() => {
    if (text !== find) setTyped(text);
  }, [text]);
  useEffect(() => {
    go({ view: 'search', find }, true);
    setProgress(NOTHING_YET);
    setChosen(-1);
    if (find === '') return;
    let isOver = false;
    const run = async () => {
      let found: Hit[] = [];
      let failed = 0;
      let shown = performance.now();
      for (const [number, test] of tests.entries()) {
        const ofTest = await hitsOf(test, find).catch(() => undefined);
        if (isOver) return;
        if (ofTest === undefined) failed++;
        else found = found.concat(ofTest);
        if (performance.now() - shown < 50 && number < tests.length - 1 && found.length < OF_ALL) continue;
        setProgress({ hits: found.slice(0, OF_ALL), done: number + 1, unreadable: failed });
        if (found.length >= OF_ALL) return;
        await new Promise((resolve) => setTimeout(resolve));
        shown = performance.now();
      }
    };
    void run();
    return () => {
      isOver = true;
    };
  }, [find, tests]);

  useKeys((event, isTyping) => {
    if (event.key === 'Escape' && isTyping && typed) setTyped('');
    else if (event.key === 'ArrowDown' || (event.key === 'j' && !isTyping)) {
      if (hits.length === 0) return false; // the field keeps the focus
      search.current?.blur();
      setChosen(Math.min(chosen + 1, hits.length - 1));
    } else if ((event.key === 'ArrowUp' || event.key === 'k') && !isTyping) setChosen(Math.max(chosen - 1, 0));
    else if (event.key === 'Enter' && hits.length > 0) go((hits[Math.max(chosen, 0)] as Hit).place);
    else if (event.key === '/' && !isTyping) search.current?.focus();
    else return false;
    return true;
  });

  const heights = useMemo(() => hits.map((_, at) => (isOfSame(hits, at) ? 30 : 52)), [hits]);
  const isDone = done >= tests.length || hits.length >= OF_ALL;
  return (
    <main class="search-page">
      <div class="toolbar">
        <div class="search is-wide">
          <SearchInput input={search} label="Search all tests" placeholder="Search all tests" value={typed} onType={setTyped} />
        </div>
        <span class="found" role="status">
          {find !== '' &&
            (isDone
              ? `${counted(hits.length, 'place')}${hits.length >= OF_ALL ? ', and more' : ''}${unreadable > 0 ? ` in what can be read` : ''}`
              : `${grouped(done)} of ${grouped(tests.length)} tests`)}
        </span>
      </div>
      {find !== '' && !isDone && <progress max={tests.length} value={done} aria-label="Searched" />}
      {find === '' && (
        <Nothing title="What was said?" text="Messages, HTTP requests, output of servers, failures of every test." />
      )}
      {find !== '' &&
        isDone &&
        hits.length === 0 &&
        (unreadable === 0 ? (
          <Nothing title="Nothing found" text="No test has seen such a text." />
        ) : (
          <Nothing
            title="Nothing found in what can be read"
            text={`The data of ${counted(unreadable, 'test')} cannot be read: ${UNREADABLE}.`}
          />
        ))}
      {hits.length > 0 && (
        <VirtualList
          label="Found"
          heights={heights}
          chosen={chosen}
          row={(at) => {
            const {
              test,
              attempt,
              place,
              excerpt: [before, match, behind],
              more,
            } = hits[at] as Hit;
            return (
              <PlaceLink class="hit" to={place} go={go}>
                {isOfSame(hits, at) ? <span class="no-icon" /> : <StatusIcon status={test.status} />}
                <span class="title">
                  {!isOfSame(hits, at) && <TestName around={test.titles.slice(0, -1)} name={test.titles.at(-1) ?? ''} />}
                  <span class="payload">
                    {beginning(before, 200)}
                    <mark>{beginning(match, 200)}</mark>
                    {beginning(behind, 300)}
                  </span>
                </span>
                {test.attempts.length > 1 && !(isOfSame(hits, at) && hits[at - 1]?.attempt === attempt) && (
                  <span class="tag">attempt {attempt + 1}</span>
                )}
                {more > 0 && <span class="tag">{grouped(more)} more</span>}
              </PlaceLink>
            );
          }}
        />
      )}
    </main>
  );
}

const isOfSame = (hits: readonly Hit[], at: number): boolean => hits[at]?.test === hits[at - 1]?.test;

async function hitsOf(test: PageTest, find: string): Promise<Hit[]> {
  const attempts = test.place === undefined ? [] : await loadTest(test.place);
  return attempts.flatMap((attempt, number) => {
    const rows = rowsOf(attempt, 'all');
    const keys = findIn(rows, attempt, find);
    const first = new Map(rows.map((row) => [row.key, row]));
    return keys.slice(0, OF_TEST).map((key, at): Hit => {
      const row = first.get(key);
      return {
        test,
        attempt: number,
        place: { view: 'test', test: test.id, attempt: number, row: key, find },
        excerpt: row ? excerptOf(row, attempt, find) : ['', '', ''],
        more: at === OF_TEST - 1 ? keys.length - OF_TEST : 0,
      };
    });
  });
}
