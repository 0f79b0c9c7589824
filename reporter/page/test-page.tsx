import { useEffect, useState } from 'preact/hooks';
import type { AttemptReport } from '../report';
import { Attempts } from './attempts';
import { loadTest, UNREADABLE } from './data';
import { type Go, useKeys } from './hooks';
import type { ReportPlace } from './link';
import { FilePath } from './names';
import type { PageFile, PageTest } from './page-data';
import { PlaceLink } from './place-link';
import { StatusIcon } from './status-icon';
import { beginning, duration } from './words';

interface TestPageProps {
  readonly place: ReportPlace & { readonly view: 'test' };
  readonly file: PageFile;
  readonly test: PageTest;
  readonly go: Go;
  /** Goes to the previous or the next test. */
  readonly onStep: (step: 1 | -1) => void;
}

/** The page of a test: its conversation, and the details of the selected row. */
export function TestPage({ place, file, test, go, onStep }: TestPageProps) {
  const [attempts, setAttempts] = useState<readonly AttemptReport[]>();
  const [isUnreadable, setUnreadable] = useState(false);
  useEffect(() => {
    setAttempts(undefined);
    setUnreadable(false);
    let isOver = false;
    const load = test.place === undefined ? Promise.resolve([]) : loadTest(test.place);
    load.then(
      (loaded) => isOver || setAttempts(loaded),
      () => isOver || setUnreadable(true),
    );
    return () => {
      isOver = true;
    };
  }, [test.id]);
  useKeys((event, isTyping) => {
    if (isTyping || (event.key !== '[' && event.key !== ']')) return false;
    onStep(event.key === '[' ? -1 : 1);
    return true;
  });
  return (
    <main class="test-page">
      <header class="test-head">
        <nav aria-label="Where this test is">
          <PlaceLink to={{ view: 'tests' }} go={go}>
            Tests
          </PlaceLink>
          <span aria-hidden="true">/</span>
          <FilePath path={file.path} />
          {test.titles.slice(0, -1).map((title, index) => (
            <span key={index} class="describe">
              <span aria-hidden="true">› </span>
              {beginning(title, 120)}
            </span>
          ))}
          <span class="steps">
            <button type="button" onClick={() => onStep(-1)} title="Previous test ([)" aria-label="Previous test">
              ↑
            </button>
            <button type="button" onClick={() => onStep(1)} title="Next test (])" aria-label="Next test">
              ↓
            </button>
          </span>
        </nav>
        <h1>
          <StatusIcon status={test.status} />
          <span>{beginning(test.titles.at(-1) ?? '', 300)}</span>
          <span class="took">{duration(test.duration)}</span>
        </h1>
      </header>
      {attempts === undefined && !isUnreadable && <p class="nothing is-late">Reading…</p>}
      {isUnreadable && <p class="nothing">The data of this test cannot be read: {UNREADABLE}.</p>}
      {attempts?.length === 0 && <p class="nothing">{NOTHING[test.status]}</p>}
      {attempts !== undefined && attempts.length > 0 && <Attempts key={test.id} attempts={attempts} {...{ place, go }} />}
    </main>
  );
}

const NOTHING: Readonly<Record<PageTest['status'], string>> = {
  passed: 'This test has passed, and opened no client.',
  failed: 'This test has failed, and nothing of it was recorded.',
  skipped: 'This test was skipped.',
  todo: 'This test is still to be written.',
};
