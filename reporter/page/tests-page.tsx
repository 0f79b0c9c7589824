import { useMemo, useRef, useState } from 'preact/hooks';
import { type Go, useKeys } from './hooks';
import { Meter } from './meter';
import type { PageFile, PageIndex, PageTest } from './page-data';
import { PlaceLink } from './place-link';
import { StatusIcon } from './status-icon';
import { countsOf, type TestFilter, type TestOrder, testRows } from './test-rows';
import { VirtualList } from './virtual-list';
import { counted, duration, grouped, oneLine } from './words';

interface TestsPageProps {
  readonly index: PageIndex;
  readonly go: Go;
  readonly filter: TestFilter;
  readonly onFilter: (filter: TestFilter) => void;
  /** The id of the test that was open last. */
  readonly last: string | undefined;
}

const STATUSES = ['failed', 'passed', 'skipped', 'todo'] as const;

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
    if (document.querySelector('dialog[open]') !== null) return false;
    if (isTyping) {
      if (event.key === 'Escape') change({ text: '' });
      if (event.key !== 'Escape' && event.key !== 'ArrowDown') return false;
      search.current?.blur();
      if (event.key === 'Escape') return true;
    }
    switch (event.key) {
      case 'j':
      case 'ArrowDown':
      case 'k':
      case 'ArrowUp': {
        const step = event.key === 'j' || event.key === 'ArrowDown' ? 1 : -1;
        let next = chosen + step;
        while (rows[next]?.kind === 'file') next += step;
        if (rows[next]) setChosen(next);
        return true;
      }
      case 'Enter': {
        const row = rows[chosen];
        if (row?.kind !== 'test' || (document.activeElement?.matches('button, a') ?? false)) return false;
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
      <div class="toolbar">
        <div class="search">
          <input
            ref={search}
            type="search"
            aria-label="Filter by the names of files and tests"
            placeholder="Filter tests"
            value={filter.text}
            onInput={(event) => change({ text: event.currentTarget.value })}
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
            <div class="columns" aria-hidden="true">
              <span>Test</span>
              <span>Nearest wait</span>
              <span>Conversation</span>
              <span>Time</span>
            </div>
          }
          row={(at) => {
            const row = rows[at];
            if (row === undefined) return null;
            if (row.kind === 'file') return <FileRow file={row.file} counts={row.counts} />;
            return <TestLine file={row.file} test={row.test} withFile={filter.order !== 'file'} go={go} />;
          }}
        />
      )}
    </main>
  );
}

function FileRow({ file, counts }: { file: PageFile; counts: ReadonlyMap<string, number> }) {
  return (
    <div class="file-line">
      <h2>
        {file.project && <span class="project">{oneLine(file.project, 40)}</span>}
        <Path path={file.path} />
      </h2>
      <span class="file-counts">
        {STATUSES.filter((status) => counts.has(status)).map((status) => (
          <span key={status}>
            <StatusIcon status={status} /> {grouped(counts.get(status) ?? 0)}
          </span>
        ))}
      </span>
      {file.problem && <p class="problem">{oneLine(file.problem, 300)}</p>}
    </div>
  );
}

function Path({ path }: { path: string }) {
  const at = path.lastIndexOf('/') + 1;
  return (
    <span class="path">
      <span class="dim">{oneLine(path.slice(0, at), 200)}</span>
      {oneLine(path.slice(at), 200)}
    </span>
  );
}

function TestLine({ file, test, withFile, go }: { file: PageFile; test: PageTest; withFile: boolean; go: Go }) {
  const around = withFile ? [file.path, ...test.titles.slice(0, -1)] : test.titles.slice(0, -1);
  const place = { view: 'test', test: test.id } as const;
  return (
    <PlaceLink class={`test-line is-${test.status}`} to={place} go={go}>
      <StatusIcon status={test.status} />
      <span class="title">
        <span class="name with-tag">
          <span class="name-text">
            {around.length > 0 && <span class="dim">{around.map((title) => oneLine(title, 100)).join(' › ')} › </span>}
            {oneLine(test.titles.at(-1) ?? '', 300)}
          </span>
          {test.attempts.length > 1 && <span class="tag">{counted(test.attempts.length, 'attempt')}</span>}
        </span>
        {test.cause && <span class="cause">{test.cause}</span>}
      </span>
      <span class="nearest">{test.nearest && <Meter took={test.nearest.took} timeout={test.nearest.timeout} />}</span>
      <span class="talk">{test.clients > 0 && `${counted(test.clients, 'client')}, ${counted(test.messages, 'message')}`}</span>
      <span class="took">{test.status === 'skipped' || test.status === 'todo' ? '' : duration(test.duration)}</span>
    </PlaceLink>
  );
}

export function Nothing({ title, text }: { title: string; text: string }) {
  return (
    <div class="nothing-here">
      <svg width="120" height="72" viewBox="0 0 120 72" aria-hidden="true">
        <path d="M20 8V64 M60 8V64 M100 8V64" class="life" />
        <path d="M22 26H54 M98 44H66" class="line" />
        <path d="M58 26l-7 -4v8z M62 44l7 -4v8z" class="head" />
      </svg>
      <h2>{title}</h2>
      <p>{text}</p>
    </div>
  );
}
