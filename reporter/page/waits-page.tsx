import { useEffect, useMemo, useState } from 'preact/hooks';
import { grouped } from '../../src/text/grouped';
import { loadWaits, UNREADABLE } from './data';
import { type Go, useKeys } from './hooks';
import { Meter } from './meter';
import { Nothing } from './nothing';
import { outcomeOf } from './outcomes';
import type { PageIndex, PageTest, PageWait } from './page-data';
import { PlaceLink } from './place-link';
import { shortly } from './sentences';
import { VirtualList } from './virtual-list';
import { beginning } from './words';

const OVER: ReadonlySet<string> = new Set(['satisfied', 'timed-out']);

/** The waits of the run that came nearest to their timeout: the tests that are most likely to become flaky. */
export function WaitsPage({ index, go }: { index: PageIndex; go: Go }) {
  const [waits, setWaits] = useState<readonly PageWait[]>();
  const [isUnreadable, setUnreadable] = useState(false);
  const [onlyPassed, setOnlyPassed] = useState(false);
  const [chosen, setChosen] = useState(-1);
  useEffect(() => {
    loadWaits().then(setWaits, () => setUnreadable(true));
  }, []);
  const tests = useMemo(
    () => new Map(index.files.flatMap(({ tests }) => tests.map((test): [string, PageTest] => [test.id, test]))),
    [index],
  );
  const shown = useMemo(() => (waits ?? []).filter(({ outcome }) => !onlyPassed || outcome === 'satisfied'), [waits, onlyPassed]);
  const heights = useMemo(() => shown.map(() => 48), [shown]);
  const placeOf = ({ test, attempt, wait }: PageWait) => ({ view: 'test', test, attempt, row: `wait=${wait}` }) as const;
  useKeys((event, isTyping) => {
    if (isTyping) return false;
    if (event.key === 'j' || event.key === 'ArrowDown') setChosen(Math.min(chosen + 1, shown.length - 1));
    else if (event.key === 'k' || event.key === 'ArrowUp') setChosen(Math.max(chosen - 1, 0));
    else if (event.key === 'Enter' && shown[chosen]) go(placeOf(shown[chosen] as PageWait));
    else return false;
    return true;
  });
  if (waits === undefined) {
    return (
      <main class="waits-page">
        {isUnreadable && <Nothing title="No waits can be shown" text={`Their data cannot be read: ${UNREADABLE}.`} />}
      </main>
    );
  }
  return (
    <main class="waits-page">
      <div class="toolbar">
        <p class="explained">
          How much of its timeout each wait has used. Those near 100% fail first on a slower machine.
          {index.waits > waits.length && ` The first ${grouped(waits.length)} of ${grouped(index.waits)}.`}
        </p>
        <label class="check">
          <input
            type="checkbox"
            checked={onlyPassed}
            onChange={() => {
              setChosen(-1);
              setOnlyPassed(!onlyPassed);
            }}
          />
          Only satisfied
        </label>
      </div>
      {shown.length === 0 ? (
        <Nothing
          title="No waits"
          text={waits.length === 0 ? 'No wait of this run had a timeout.' : 'None of them was satisfied.'}
        />
      ) : (
        <VirtualList
          label="Waits"
          heights={heights}
          chosen={chosen}
          row={(at) => {
            const wait = shown[at];
            if (wait === undefined) return null;
            const place = placeOf(wait);
            const test = tests.get(wait.test);
            return (
              <PlaceLink class="wait-line" to={place} go={go}>
                <Meter took={wait.took} timeout={wait.timeout} />
                <span class="title">
                  <span class="name">
                    <b>{beginning(wait.name, 60)}</b> <span class="payload">{beginning(wait.expected, 120)}</span>
                  </span>
                  <span class="dim">
                    {beginning(wait.clients, 100)}
                    {(test?.attempts.length ?? 1) > 1 && `, attempt ${wait.attempt + 1}`}
                    {!OVER.has(wait.outcome) && `, ${outcomeOf(wait)}`}
                  </span>
                </span>
                <span class="of-test">
                  <span class="name">{beginning(test?.titles.at(-1) ?? '', 160)}</span>
                  <span class="where">{shortly(wait.position)}</span>
                </span>
              </PlaceLink>
            );
          }}
        />
      )}
    </main>
  );
}
