import { grouped } from '../../src/text/grouped';
import type { RunReport } from '../report';
import type { Go } from './hooks';
import type { ReportPlace } from './link';
import { missingText } from './missing-shards';
import type { PageIndex } from './page-data';
import { PlaceLink } from './place-link';
import { verdictOf } from './run-verdict';
import { beginning, duration } from './words';

interface RunHeadProps {
  readonly index: PageIndex;
  readonly place: ReportPlace;
  readonly go: Go;
  readonly theme: string;
  readonly onTheme: () => void;
  readonly onHelp: () => void;
}

const VIEWS = [
  ['Tests', { view: 'tests' }],
  ['Waits', { view: 'waits' }],
  ['Contract', { view: 'contract' }],
  ['Search', { view: 'search', find: '' }],
] as const;

/** How many problems with the report are shown at first. */
const PROBLEMS = 3;
/** How many are shown on demand. */
const MOST_PROBLEMS = 200;

/** The head of the page: which run this is, and links to its views. */
export function RunHead({ index, place, go, theme, onTheme, onHelp }: RunHeadProps) {
  const { runs } = index;
  const missing = missingText(runs);
  const problems = runs.flatMap((run) => run.problems ?? []);
  const { mark, words } = verdictOf(index);
  const first = runs[0];
  const hasContract = runs.some(({ contracts = [] }) => contracts.length > 0);
  const views = VIEWS.filter(([name]) => hasContract || name !== 'Contract');
  const wasInterrupted = runs.some(({ interrupted }) => interrupted);
  return (
    <>
      <header class="run-head">
        <PlaceLink class={`verdict is-${mark}`} to={{ view: 'tests' }} go={go}>
          <Logo />
          <span>{words}</span>
        </PlaceLink>
        <nav aria-label="Views">
          {views.map(([name, to]) => (
            <PlaceLink key={name} to={to} go={go} isHere={place.view === to.view}>
              {name}
            </PlaceLink>
          ))}
        </nav>
        <p class="run-facts">
          {first && (
            <>
              <span title={runs.map(envOf).join('\n')}>{new Date(first.startedAt).toLocaleString()}</span>
              <span>{duration(Math.max(...runs.map((run) => run.duration)))}</span>
              {runs.length > 1 && <span>{grouped(runs.length)} runs merged</span>}
              <span class="env">{beginning(`Jest ${first.jest}, Node ${first.node}`, 60)}</span>
            </>
          )}
        </p>
        <button type="button" class="icon" onClick={onTheme} title={`Theme: ${theme} (t)`} aria-label={`Theme: ${theme}`}>
          <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
            <circle cx="8" cy="8" r="6.2" class="line" />
            {theme === 'auto' && <path d="M8 1.8a6.2 6.2 0 0 1 0 12.4z" class="fill" />}
            {theme === 'dark' && <circle cx="8" cy="8" r="6.2" class="fill" />}
          </svg>
        </button>
        <button type="button" class="icon" onClick={onHelp} title="Keys and shapes (?)" aria-label="Help">
          ?
        </button>
      </header>
      {(problems.length > 0 || missing !== undefined || wasInterrupted) && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, which a keyboard must be able to do
        <section class="problems" role="status" aria-label="What this report lacks" tabIndex={0}>
          {wasInterrupted && <p>The run was ended early: the tests behind that are not here.</p>}
          {missing !== undefined && <p>{missing}</p>}
          {problems.slice(0, PROBLEMS).map((problem, index) => (
            <p key={index}>{beginning(problem, 600)}</p>
          ))}
          {problems.length > PROBLEMS && (
            <details>
              <summary>{grouped(problems.length - PROBLEMS)} more</summary>
              {problems.slice(PROBLEMS, MOST_PROBLEMS).map((problem, index) => (
                <p key={index}>{beginning(problem, 600)}</p>
              ))}
              {problems.length > MOST_PROBLEMS && <p>The other {grouped(problems.length - MOST_PROBLEMS)} are in report.json.</p>}
            </details>
          )}
        </section>
      )}
    </>
  );
}

const envOf = ({ jest, node, platform, shard }: RunReport): string =>
  beginning(`Jest ${jest}, Node ${node}, ${platform}${shard === undefined ? '' : `, shard ${shard}`}`, 160);

function Logo() {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
      <path d="M4 2V18 M16 2V18" class="life" />
      <path d="M4 7H12 M16 13H8" class="line" />
      <path d="M15 7l-5 -3v6z M5 13l5 -3v6z" class="head" />
    </svg>
  );
}
