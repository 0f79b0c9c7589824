import { grouped } from '../../src/text/grouped';
import type { Go } from './hooks';
import { Meter } from './meter';
import { FilePath, TestName } from './names';
import type { PageFile, PageTest } from './page-data';
import { PlaceLink } from './place-link';
import { StatusIcon } from './status-icon';
import { STATUSES } from './test-rows';
import { beginning, counted, duration } from './words';

/** A file in the list of tests. */
export function FileLine({ file, counts }: { file: PageFile; counts: ReadonlyMap<string, number> }) {
  return (
    <div class="file-line">
      <h2>
        {file.project && <span class="project">{beginning(file.project, 40)}</span>}
        <FilePath path={file.path} />
      </h2>
      <span class="file-counts">
        {STATUSES.filter((status) => counts.has(status)).map((status) => (
          <span key={status}>
            <StatusIcon status={status} /> {grouped(counts.get(status) ?? 0)}
          </span>
        ))}
      </span>
      {file.problem && <p class="problem">{beginning(file.problem, 300)}</p>}
    </div>
  );
}

/** A test in the list. */
export function TestLine({ file, test, withFile, go }: { file: PageFile; test: PageTest; withFile: boolean; go: Go }) {
  const around = withFile ? [file.path, ...test.titles.slice(0, -1)] : test.titles.slice(0, -1);
  const place = { view: 'test', test: test.id } as const;
  return (
    <PlaceLink class={`test-line is-${test.status}`} to={place} go={go}>
      <StatusIcon status={test.status} />
      <span class="title">
        <span class="name with-tag">
          <TestName around={around} name={test.titles.at(-1) ?? ''} />
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
