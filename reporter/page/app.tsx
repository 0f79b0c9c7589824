import { render } from 'preact';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { ContractPage } from './contract-page';
import { loadIndex } from './data';
import { Help } from './help';
import { useKeys, usePlace } from './hooks';
import type { ReportPlace } from './link';
import { Nothing } from './nothing';
import type { PageIndex, PageTest } from './page-data';
import { RunHead } from './run-head';
import { SearchPage } from './search-page';
import { TestPage } from './test-page';
import { type TestFilter, testRows } from './test-rows';
import { TestsPage } from './tests-page';
import { useTheme } from './theme';
import { ViewBoundary } from './view-boundary';
import { WaitsPage } from './waits-page';
import { beginning } from './words';

function App({ index }: { index: PageIndex }) {
  const [place, go] = usePlace();
  const [theme, nextTheme] = useTheme();
  const [isHelping, setHelping] = useState(false);
  const [filter, setFilter] = useState<TestFilter>({ text: '', statuses: new Set(), order: 'file' });
  const [last, setLast] = useState<string>();
  const all = index.files.flatMap((file) => file.tests.map((test) => ({ file, test })));
  const shown = place.view === 'test' ? all.find(({ test }) => test.id === place.test) : undefined;
  /** Goes to the next test of the list as it is filtered and ordered; of all tests, if this one is not in it. */
  const step = (by: 1 | -1) => {
    const listed = testRows(index.files, filter).flatMap((row) => (row.kind === 'test' ? row.test : []));
    const tests = listed.some(({ id }) => id === shown?.test.id) ? listed : all.map(({ test }) => test);
    const next = tests[tests.findIndex(({ id }) => id === shown?.test.id) + by];
    if (next) go({ view: 'test', test: next.id }, true);
  };
  useEffect(() => {
    if (place.view === 'test') setLast(place.test);
  }, [place]);
  const title = titleOf(place, shown?.test);
  useLayoutEffect(() => {
    document.title = title;
  }, [title]);
  // keys that no view has used
  useKeys((event, isTyping) => {
    if (event.key === 'Escape' && place.view !== 'tests') go({ view: 'tests' });
    else if (isTyping) return false;
    else if (event.key === '/') go({ view: 'search', find: '' });
    else if (event.key === '?') setHelping(true);
    else if (event.key === 't') nextTheme();
    else return false;
    return true;
  }, window);
  return (
    <ViewBoundary {...{ place, go }}>
      <RunHead index={index} place={place} go={go} theme={theme} onTheme={nextTheme} onHelp={() => setHelping(true)} />
      <ViewBoundary {...{ place, go }}>
        {place.view === 'tests' && <TestsPage {...{ index, go, filter, last }} onFilter={setFilter} />}
        {place.view === 'waits' && <WaitsPage {...{ index, go }} />}
        {place.view === 'contract' && <ContractPage index={index} />}
        {place.view === 'search' && <SearchPage {...{ index, go }} text={place.find} />}
        {place.view === 'test' && shown && <TestPage {...{ place, go, ...shown }} onStep={step} />}
        {place.view === 'test' && !shown && (
          <main>
            <Nothing
              title="This test is not in the report"
              text="The link was made for another run: the test was renamed, or did not run here."
            />
          </main>
        )}
      </ViewBoundary>
      {isHelping && <Help onClose={() => setHelping(false)} />}
    </ViewBoundary>
  );
}

/** The title of the browser's tab. */
function titleOf(place: ReportPlace, test: PageTest | undefined): string {
  const name = place.view === 'test' ? test?.titles.at(-1) : TITLES[place.view];
  return name === undefined ? REPORT : `${beginning(name, 120)} · ${REPORT}`;
}

const REPORT = 'WebSocket report';

const TITLES: Readonly<Partial<Record<ReportPlace['view'], string>>> = {
  waits: 'Waits',
  contract: 'Contract',
  search: 'Search',
};

const root = document.getElementById('app') as HTMLElement;
loadIndex().then(
  (index) => render(<App index={index} />, root),
  () => {
    root.textContent = 'The data of this report cannot be read: the file is cut off, or the browser is older than 2023.';
  },
);
