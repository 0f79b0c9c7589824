import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { AttemptReport } from '../report';
import { Conversation } from './conversation';
import { loadTest } from './data';
import { Detail } from './detail';
import { find as findIn } from './find';
import { type Go, useKeys, useRested } from './hooks';
import { LanePicker } from './lane-picker';
import { hashOf, type Place } from './link';
import { Overview } from './overview';
import type { PageFile, PageTest } from './page-data';
import { PlaceLink } from './place-link';
import { foldOf, nextRow, rowsOf } from './rows';
import { StatusIcon } from './status-icon';
import { duration, grouped, oneLine } from './words';

interface TestPageProps {
  readonly place: Place & { readonly view: 'test' };
  readonly file: PageFile;
  readonly test: PageTest;
  readonly go: Go;
  /** To the test before or behind it. */
  readonly onStep: (step: 1 | -1) => void;
}

/** A test: its conversation, and what is chosen of it. */
export function TestPage({ place, file, test, go, onStep }: TestPageProps) {
  const [attempts, setAttempts] = useState<readonly AttemptReport[]>();
  const [problem, setProblem] = useState('');
  useEffect(() => {
    setAttempts(undefined);
    setProblem('');
    let isOver = false;
    const load = test.block === undefined ? Promise.resolve([]) : loadTest(test.block);
    load.then(
      (loaded) => isOver || setAttempts(loaded),
      (error) => isOver || setProblem(`The data of this test cannot be read: ${error.message}`),
    );
    return () => {
      isOver = true;
    };
  }, [test.id]);
  return (
    <main class="test-page">
      <header class="test-head">
        <nav aria-label="Where this test is">
          <PlaceLink to={{ view: 'tests' }} go={go}>
            Tests
          </PlaceLink>
          <span aria-hidden="true">/</span>
          <span class="path">{oneLine(file.path, 200)}</span>
          {test.titles.slice(0, -1).map((title, index) => (
            <span key={index} class="describe">
              <span aria-hidden="true">› </span>
              {oneLine(title, 120)}
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
          <span>{oneLine(test.titles.at(-1) ?? '', 300)}</span>
          <span class="took">{duration(test.duration)}</span>
        </h1>
      </header>
      {problem && <p class="nothing">{problem}</p>}
      {attempts?.length === 0 && <p class="nothing">{NOTHING[test.status]}</p>}
      {attempts !== undefined && attempts.length > 0 && <Attempts key={test.id} attempts={attempts} {...{ place, go, onStep }} />}
    </main>
  );
}

const NOTHING: Readonly<Record<PageTest['status'], string>> = {
  passed: 'This test has passed, and opened no client.',
  failed: 'This test has failed, and nothing of it was recorded.',
  skipped: 'This test was skipped.',
  todo: 'This test is still to be written.',
};

interface AttemptsProps {
  readonly attempts: readonly AttemptReport[];
  readonly place: Place & { readonly view: 'test' };
  readonly go: Go;
  readonly onStep: (step: 1 | -1) => void;
}

function Attempts({ attempts, place, go, onStep }: AttemptsProps) {
  const current = Math.min(place.attempt ?? attempts.length - 1, attempts.length - 1);
  const attempt = attempts[current] as AttemptReport;
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const [wanted, setWanted] = useState<ReadonlySet<number>>(new Set());
  const [isPicking, setPicking] = useState(false);
  const [isComparing, setComparing] = useState(false);
  const [isOpen, setOpen] = useState(place.row !== undefined && !matchMedia('(max-width: 640px)').matches);
  const [typed, setTyped] = useState(place.find ?? '');
  const find = useRested(typed, 120);
  const search = useRef<HTMLInputElement>(null);
  const panel = useRef<HTMLElement>(null);

  const rows = useMemo(() => rowsOf(attempt, unfolded), [attempt, unfolded]);
  const found = useMemo(() => (find === '' ? [] : findIn(rowsOf(attempt, 'all'), attempt, find)), [attempt, find]);
  const matches = useMemo(() => new Set(found), [found]);
  const selected = place.row;
  const index = selected === undefined ? -1 : rows.findIndex(({ key }) => key === selected);

  const show = (change: { row?: string | undefined; attempt?: number; find?: string }) => {
    const { row, find: text, ...rest } = { row: selected, find, attempt: place.attempt, ...change };
    go(
      {
        view: 'test',
        test: place.test,
        ...(rest.attempt !== undefined && { attempt: rest.attempt }),
        ...(row && { row }),
        ...(text && { find: text }),
      },
      true,
    );
  };
  const toggle = (key: string) => {
    const next = new Set(unfolded);
    if (!next.delete(key)) next.add(key);
    setUnfolded(next);
  };
  const select = (key: string) => {
    const hidden = foldOf(rows, key);
    if (hidden !== undefined) toggle(hidden);
    show({ row: key });
  };
  const open = (key: string) => {
    if (key.startsWith('fold=')) toggle(key);
    select(key);
    setOpen(!key.startsWith('fold='));
  };
  const openIn = (number: number, key: string) => {
    if (number === current) return open(key);
    show({ attempt: number, row: key });
    setOpen(true);
  };
  const close = () => {
    setOpen(false);
    show({ row: undefined });
  };
  const toMatch = (step: 1 | -1) => {
    if (found.length === 0) return;
    const at = found.indexOf(selected ?? '');
    const from = at === -1 ? (step === 1 ? -1 : 0) : at;
    select(found[(from + step + found.length) % found.length] as string);
  };
  // a link may lead into a fold
  useEffect(() => {
    const hidden = selected === undefined ? undefined : foldOf(rows, selected);
    if (hidden !== undefined) toggle(hidden);
  }, [selected, attempt]);
  useEffect(() => {
    if ((place.find ?? '') !== find) show({ find });
  }, [find]);

  useKeys((event, isTyping) => {
    if (document.querySelector('dialog[open]') !== null) return false;
    if (isTyping) {
      if (event.key === 'Enter' && event.target === search.current) toMatch(event.shiftKey ? -1 : 1);
      else if (event.key === 'Escape') {
        // what was found stays: n and p go through it
        setPicking(false);
        (event.target as HTMLElement).blur();
      } else return false;
      return true;
    }
    const inPanel = panel.current?.contains(document.activeElement) ?? false;
    switch (event.key) {
      case 'j':
      case 'ArrowDown':
      case 'k':
      case 'ArrowUp': {
        if (inPanel && event.key.startsWith('Arrow')) return false;
        const next = nextRow(rows, index, event.key === 'j' || event.key === 'ArrowDown' ? 1 : -1);
        if (rows[next]) show({ row: rows[next]?.key });
        return true;
      }
      case 'Enter':
        if (selected === undefined || (document.activeElement?.matches('button, a, summary') ?? false)) return false;
        open(selected);
        requestAnimationFrame(() => panel.current?.focus());
        return true;
      case '/':
        search.current?.focus();
        search.current?.select();
        return true;
      case 'n':
        toMatch(1);
        return true;
      case 'p':
      case 'N':
        toMatch(-1);
        return true;
      case 'f': {
        const failure = rows.find(({ kind }) => kind === 'failure');
        if (failure) select(failure.key);
        return true;
      }
      case '[':
        onStep(-1);
        return true;
      case ']':
        onStep(1);
        return true;
      case 'Escape':
        if (isPicking) setPicking(false);
        else if (isOpen && inPanel) {
          setOpen(false);
          panel.current?.blur();
        } else if (selected !== undefined) show({ row: undefined });
        else if (typed) setTyped('');
        else go({ view: 'tests' });
        return true;
      default:
        return false;
    }
  });

  const clients = attempt.conversation.clients;
  const at = found.indexOf(selected ?? '');
  return (
    <>
      <div class="toolbar">
        {attempts.length > 1 && (
          <div class="tabs" role="tablist" aria-label="Attempts">
            {attempts.map((one, number) => (
              <button
                key={number}
                type="button"
                role="tab"
                aria-selected={number === current}
                onClick={() => show({ attempt: number, row: undefined })}
              >
                <StatusIcon status={one.status} label={false} /> Attempt {number + 1}
                <span class="sr">, {one.status}</span>
              </button>
            ))}
            <button type="button" class="compare" aria-pressed={isComparing} onClick={() => setComparing(!isComparing)}>
              Side by side
            </button>
          </div>
        )}
        <div class="search">
          <input
            ref={search}
            type="search"
            aria-label="Search the payloads of this test"
            placeholder="Search payloads"
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
          <span class="found" role="status">
            {find === ''
              ? ''
              : found.length === 0
                ? 'No match'
                : at === -1
                  ? `${grouped(found.length)} found`
                  : `${grouped(at + 1)} of ${grouped(found.length)}`}
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
        {clients.length > 4 && (
          <button type="button" class="lanes-button" aria-expanded={isPicking} onClick={() => setPicking(!isPicking)}>
            Lanes
          </button>
        )}
        <button
          type="button"
          class="overview-button"
          onClick={() => {
            show({ row: undefined });
            setOpen(!isOpen);
          }}
        >
          Overview
        </button>
        {isPicking && <LanePicker {...{ clients, wanted }} onWanted={setWanted} onClose={() => setPicking(false)} />}
      </div>
      <div class={`stage ${isComparing ? 'is-comparing' : ''}`}>
        <div class="diagrams">
          {attempts.map((one, number) => {
            if (number !== current && !isComparing) return null;
            const isCurrent = number === current;
            return (
              <Conversation
                key={number}
                attempt={one}
                label={attempts.length > 1 ? `Conversation of attempt ${number + 1}` : 'Conversation'}
                rows={isCurrent ? rows : rowsOf(one)}
                selected={isCurrent ? selected : undefined}
                onSelect={(key) => openIn(number, key)}
                matches={isCurrent ? matches : NONE}
                find={find}
                wanted={wanted}
                onLanes={() => setPicking(clients.length > 4)}
              />
            );
          })}
        </div>
        <aside
          ref={panel}
          class={`panel ${isOpen ? 'is-open' : ''}`}
          tabIndex={-1}
          aria-label={selected ? 'Chosen row' : 'Overview'}
        >
          <div class="panel-tools">
            {selected && <CopyLink place={{ ...place, attempt: current }} />}
            <button type="button" class="close" aria-label="Close" onClick={close}>
              ×
            </button>
          </div>
          {selected === undefined || selected.startsWith('fold=') || selected.startsWith('forgotten=') ? (
            <Overview attempt={attempt} onSelect={open} />
          ) : (
            <Detail {...{ attempt, selected, find }} onSelect={open} />
          )}
        </aside>
      </div>
    </>
  );
}

const NONE: ReadonlySet<string> = new Set();

function CopyLink({ place }: { place: Place }) {
  const [isCopied, setCopied] = useState(false);
  const link = hashOf(place);
  return (
    <button
      type="button"
      onClick={async () => {
        await navigator.clipboard?.writeText(location.href.replace(/#.*$/, '') + link).catch(() => undefined);
        setCopied(true);
        setTimeout(() => setCopied(false), 1500);
      }}
    >
      {isCopied ? 'Copied' : 'Copy link'}
    </button>
  );
}
