import type { EventRecord, WaitRecord } from '../../src/record/test-record';
import { grouped } from '../../src/text/grouped';
import type { AttemptReport } from '../report';
import { Fact, Facts } from './facts';
import { Meter } from './meter';
import { outcomeOf } from './outcomes';
import { readBy } from './readers';
import { at, previewOf } from './sentences';
import { beginning, duration, moment } from './words';

/** A wait: what it waited for, how long, what it has read. */
export function WaitDetail({
  attempt,
  wait,
  onSelect,
}: {
  attempt: AttemptReport;
  wait: WaitRecord;
  onSelect: (key: string) => void;
}) {
  const { clients, events, waits } = attempt.conversation;
  const read = readBy(waits.indexOf(wait), attempt.conversation);
  const error = attempt.errors.findIndex((one) => attempt.conversation.waits[one.wait ?? -1] === wait);
  const names = wait.clients.slice(0, 12).map((client) => beginning(clients[client]?.name ?? '', 60));
  return (
    <article>
      <h2>
        {beginning(wait.name, 80)} {outcomeOf(wait)}
      </h2>
      {wait.timeout !== undefined && !wait.negated && <Meter took={wait.ended - wait.began} timeout={wait.timeout} />}
      <Facts>
        <Fact name="Clients">
          {names.join(', ')}
          {wait.clients.length > names.length && ` and ${grouped(wait.clients.length - names.length)} more`}
        </Fact>
        <Fact name="Time">
          {moment(wait.began)} to {moment(wait.ended)} ms <span class="dim">({duration(wait.ended - wait.began)})</span>
        </Fact>
        {wait.expected !== '' && (
          <Fact name={wait.negated ? 'Must not come' : 'Expected'}>
            <code>{beginning(wait.expected, 2000)}</code>
          </Fact>
        )}
        {wait.breach !== undefined && (
          <Fact name="Ended by">
            <span class="problem">{beginning(wait.breach, 2000)}</span>
          </Fact>
        )}
        <Fact name="Where">
          <code>{at(wait.position)}</code>
        </Fact>
      </Facts>
      {error !== -1 && (
        <button type="button" class="link" onClick={() => onSelect(`failure=${error}`)}>
          The failure that came of it
        </button>
      )}
      {read.length > 0 && (
        <section>
          <h3>It read</h3>
          <ul class="read">
            {read.slice(0, 100).map((index) => (
              <li key={index}>
                <button type="button" class="link" onClick={() => onSelect(`event=${index}`)}>
                  #{events[index]?.number} {previewOf(events[index] as EventRecord, 100)}
                </button>
                <span class="dim"> {events[index]?.status}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </article>
  );
}
