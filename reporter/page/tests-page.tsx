import { useMemo, useRef, useState } from 'preact/hooks';
import { grouped } from '../../src/text/grouped';
import { type Go, useKeys } from './hooks';
import { Nothing } from './nothing';
import type { PageIndex, PageTest } from './page-data';
import { SearchInput } from './search-input';
import { StatusIcon } from './status-icon';
import { FileLine, TestLine } from './test-line';
import { countsOf, STATUSES, type TestFilter, type TestOrder, testRows } from './test-rows';
import { VirtualList } from './virtual-list';

interface TestsPageProps {
  readonly index: PageIndex;
  readonly go: Go;
  readonly filter: TestFilter;
  readonly onFilter: (filter: TestFilter) => void;
  /** The id of the test that was open last. */
  readonly last: string | undefined;
}

/** The columns, each with the order that it stands for, if it can be chosen. */
const COLUMNS: readonly (readonly [string, TestOrder?])[] = [
  ['Test', 'file'],
  ['Nearest wait', 'nearest'],
  ['Conversation'],
  ['Time', 'slowest'],
];

const ORDERS: readonly (readonly [TestOrder, string])[] = [
  ['file', 'By file'],
  ['nearest', 'Nearest to timeout'],
  ['slowest', 'Slowest'],
];

/** All tests of the report. */
export function TestsPage({ index, go, filter, onFilter, last }: TestsPageProps) {
  const rows = useMemo(() => testRows(index.files, filter), [index, filter]);
  const heights = useMemo(
    () => rows.map((row) => (row.kind === 'file' ? (row.file.problem ? 58 : 38) : row.test.cause ? 60 : 44)),
    [rows],
  );
  const [chosen, setChosen] = useState(() => rows.findIndex((row) => row.kind === 'test' && row.test.id === last));
  const search = useRef<HTMLInputElement>(null);
  const all = useMemo(() => index.files.flatMap(({ tests }) => tests), [index]);
  const counts = useMemo(() => countsOf(all), [all]);
  const retried = useMemo(() => all.filter(({ attempts }) => attempts.length > 1).length, [all]);
  const change = (part: Partial<TestFilter>) => {
    setChosen(-1);
    onFilter({ ...filter, ...part });
  };
  const toggle = (status: PageTest['status'] | 'retried') => {
    const statuses = new Set(filter.statuses);
    if (!statuses.delete(status)) statuses.add(status);
    change({ statuses });
  };

  useKeys((event, isTyping) => {
    if (isTyping) {
      if (event.key === 'Escape') change({ text: '' });
      if (event.key !== 'Escape' && event.key !== 'ArrowDown') return false;
      if (event.key === 'Escape') {
        search.current?.blur();
        return true;
      }
    }
    switch (event.key) {
      case 'j':
      case 'ArrowDown':
      case 'k':
      case 'ArrowUp': {
        const step = event.key === 'j' || event.key === 'ArrowDown' ? 1 : -1;
        let next = chosen + step;
        while (rows[next]?.kind === 'file') next += step;
        if (!rows[next]) return !isTyping; // the field keeps the focus
        search.current?.blur();
        setChosen(next);
        return true;
      }
      case 'Enter': {
        const row = rows[chosen];
        if (row?.kind !== 'test') return false;
        go({ view: 'test', test: row.test.id });
        return true;
      }
      case '/':
        search.current?.focus();
        search.current?.select();
        return true;
      case 'f': {
        const failed = rows.findIndex((row, at) => at > chosen && row.kind === 'test' && row.test.status === 'failed');
        if (failed !== -1) setChosen(failed);
        return true;
      }
      default:
        return false;
    }
  });

  return (
    <main class="tests-page">
      {all.length > 0 && (
        <div class="toolbar">
          <div class="search">
            <SearchInput
              input={search}
              label="Filter by the names of files and tests"
              placeholder="Filter tests"
              value={filter.text}
              onType={(text) => change({ text })}
            />
          </div>
          <fieldset class="chips" aria-label="Statuses">
            {STATUSES.filter((status) => counts.has(status)).map((status) => (
              <button
                key={status}
                type="button"
                class="chip"
                aria-pressed={filter.statuses.has(status)}
                onClick={() => toggle(status)}
              >
                <StatusIcon status={status} label={false} /> {grouped(counts.get(status) ?? 0)} {status}
              </button>
            ))}
            {retried > 0 && (
              <button type="button" class="chip" aria-pressed={filter.statuses.has('retried')} onClick={() => toggle('retried')}>
                <span aria-hidden="true">↻</span> {grouped(retried)} retried
              </button>
            )}
          </fieldset>
          <label class="order">
            <span class="sr">Order</span>
            <select value={filter.order} onChange={(event) => change({ order: event.currentTarget.value as TestOrder })}>
              {ORDERS.map(([order, words]) => (
                <option key={order} value={order}>
                  {words}
                </option>
              ))}
            </select>
          </label>
        </div>
      )}
      {all.length === 0 && index.files.every(({ problem }) => problem === undefined) ? (
        <Nothing title="No tests in this report" text="The run had none, or was ended before the first one." />
      ) : rows.length === 0 ? (
        <Nothing title="No test is left" text="None matches these filters." />
      ) : (
        <VirtualList
          label="Tests"
          heights={heights}
          chosen={chosen}
          before={
            <div class="columns">
              {COLUMNS.map(([words, order]) =>
                order === undefined ? (
                  <span key={words}>{words}</span>
                ) : (
                  <button key={words} type="button" aria-pressed={filter.order === order} onClick={() => change({ order })}>
                    {words}
                  </button>
                ),
              )}
            </div>
          }
          row={(at) => {
            const row = rows[at];
            if (row === undefined) return null;
            if (row.kind === 'file') return <FileLine file={row.file} counts={row.counts} />;
            return <TestLine file={row.file} test={row.test} withFile={filter.order !== 'file'} go={go} />;
          }}
        />
      )}
    </main>
  );
}
