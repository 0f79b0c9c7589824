import { render } from 'preact';
import { useEffect, useErrorBoundary, useState } from 'preact/hooks';
import { ContractPage } from './contract-page';
import { loadIndex } from './data';
import { Help } from './help';
import { useKeys, usePlace } from './hooks';
import { Nothing } from './nothing';
import type { PageIndex } from './page-data';
import { PlaceLink } from './place-link';
import { RunHead } from './run-head';
import { SearchPage } from './search-page';
import { TestPage } from './test-page';
import type { TestFilter } from './test-rows';
import { TestsPage } from './tests-page';
import { useTheme } from './theme';
import { WaitsPage } from './waits-page';
import { beginning } from './words';

function App({ index }: { index: PageIndex }) {
  const [place, go] = usePlace();
  const [error, retry] = useErrorBoundary();
  const [theme, nextTheme] = useTheme();
  const [isHelping, setHelping] = useState(false);
  const [filter, setFilter] = useState<TestFilter>({ text: '', statuses: new Set(), order: 'file' });
  const [last, setLast] = useState<string>();
  const all = index.files.flatMap((file) => file.tests.map((test) => ({ file, test })));
  const at = place.view === 'test' ? all.findIndex(({ test }) => test.id === place.test) : -1;
  const shown = all[at];
  useEffect(() => {
    if (place.view === 'test') setLast(place.test);
  }, [place]);
  useKeys((event, isTyping) => {
    if (isTyping || isHelping) return false;
    if (event.key === '?') setHelping(true);
    else if (event.key === 't') nextTheme();
    else return false;
    return true;
  });
  // a record that is not what it should be costs its own view, not the report
  useEffect(() => {
    if (error) retry();
  }, [place]);
  if (error) {
    return (
      <main>
        <Nothing title="This part of the report cannot be shown" text={beginning(String(error.message ?? error), 300)} />
        <PlaceLink to={{ view: 'tests' }} go={go} class="way-out">
          Back to the tests
        </PlaceLink>
      </main>
    );
  }
  return (
    <>
      <RunHead index={index} place={place} go={go} theme={theme} onTheme={nextTheme} onHelp={() => setHelping(true)} />
      {place.view === 'tests' && <TestsPage {...{ index, go, filter, last }} onFilter={setFilter} />}
      {place.view === 'waits' && <WaitsPage {...{ index, go }} />}
      {place.view === 'contract' && <ContractPage index={index} />}
      {place.view === 'search' && <SearchPage {...{ index, go }} text={place.find} />}
      {place.view === 'test' && shown && (
        <TestPage
          {...{ place, go, ...shown }}
          onStep={(step) => {
            const next = all[at + step];
            if (next) go({ view: 'test', test: next.test.id }, true);
          }}
        />
      )}
      {place.view === 'test' && !shown && (
        <main>
          <Nothing
            title="This test is not in the report"
            text="The link was made for another run: the test was renamed, or did not run here."
          />
        </main>
      )}
      {isHelping && <Help onClose={() => setHelping(false)} />}
    </>
  );
}

const root = document.getElementById('app') as HTMLElement;
loadIndex().then(
  (index) => render(<App index={index} />, root),
  () => {
    root.textContent = 'The data of this report cannot be read: the file is cut off, or the browser is older than 2023.';
  },
);
