import type { ComponentChildren } from 'preact';
import type { EventRecord, HttpRecord, WaitRecord } from '../../src/record/test-record';
import { escaped } from '../../src/text/escape';
import type { AttemptReport } from '../report';
import { FailureText, SourceText } from './failure-text';
import { StatusMark } from './marks';
import { Meter } from './meter';
import { Payload } from './payload';
import { at, outcomeOf, previewOf } from './sentences';
import { counted, duration, grouped, moment, oneLine, size } from './words';

interface DetailProps {
  readonly attempt: AttemptReport;
  readonly selected: string;
  readonly find: string;
  readonly onSelect: (key: string) => void;
}

/** All that is known of the row that is chosen. */
export function Detail({ attempt, selected, find, onSelect }: DetailProps) {
  const [kind, number] = selected.split('=');
  const index = Number(number);
  const { conversation, errors } = attempt;
  const event = kind === 'event' ? conversation.events[index] : undefined;
  if (event) return <EventDetail key={selected} {...{ attempt, event, find, onSelect }} index={index} />;
  const wait = kind === 'wait' ? conversation.waits[index] : undefined;
  if (wait) return <WaitDetail {...{ attempt, wait, onSelect }} />;
  const request = kind === 'request' ? conversation.requests[index] : undefined;
  if (request) return <RequestDetail {...{ attempt, request, find }} />;
  const line = kind === 'output' ? conversation.output[index] : undefined;
  if (line) {
    return (
      <article>
        <h2>A line of {oneLine(line.server, 80)}</h2>
        <Facts>
          <Fact name="Time">{moment(line.at)} ms</Fact>
        </Facts>
        <Payload event={{ at: line.at, client: 0, kind: 'frame', text: line.text }} find={find} />
      </article>
    );
  }
  const error = kind === 'failure' ? errors[index] : undefined;
  if (error) {
    return (
      <article>
        <h2>Why it failed</h2>
        {error.position && <p class="position">{at(error.position)}</p>}
        <FailureText message={error.message} most={2000} />
        {error.source && <SourceText source={error.source} position={error.position} />}
        {error.wait !== undefined && conversation.waits[error.wait] && (
          <button type="button" class="link" onClick={() => onSelect(`wait=${error.wait}`)}>
            The wait that failed
          </button>
        )}
      </article>
    );
  }
  if (kind === 'omitted') {
    return (
      <article>
        <h2>Left out</h2>
        <p>
          {counted(conversation.omitted?.events ?? 0, 'event')} in the middle of this conversation are not in the report, because
          there were too many. The first and the last ones are here.
        </p>
      </article>
    );
  }
  return null;
}

interface EventDetailProps {
  readonly attempt: AttemptReport;
  readonly event: EventRecord;
  readonly index: number;
  readonly find: string;
  readonly onSelect: (key: string) => void;
}

function EventDetail({ attempt, event, index, find, onSelect }: EventDetailProps) {
  const { clients, events, waits } = attempt.conversation;
  const client = clients[event.client];
  const status = event.kind === 'message' && event.direction === 'received' ? (event.status ?? 'unread') : undefined;
  const before = events[index - 1];
  const wait = event.reader === undefined ? -1 : waits.findIndex((one) => isReader(one, event));
  return (
    <article>
      <h2>
        {status && (
          <svg class={`mark is-${status}`} width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
            <StatusMark status={status} x={9} y={9} />
          </svg>
        )}
        {titleOf(event, client?.name ?? '')}
      </h2>
      <Facts>
        <Fact name="Time">
          {moment(event.at)} ms {before && <span class="dim">({duration(event.at - before.at)} after the event before)</span>}
        </Fact>
        {event.size !== undefined && (
          <Fact name="Size">
            {size(event.size)} {event.size >= 1000 && <span class="dim">({grouped(event.size)} bytes)</span>}
          </Fact>
        )}
        {status && (
          <Fact name="Status">
            <span class={`fate is-${status}`}>{status}</span>
            {event.reader && (
              <>
                {' by '}
                <b>{oneLine(event.reader.name, 80)}</b>
              </>
            )}
          </Fact>
        )}
        {event.reader && (
          <Fact name="Where">
            <code>{at(event.reader.position)}</code>
          </Fact>
        )}
        {wait !== -1 && (
          <Fact name="Wait">
            <button type="button" class="link" onClick={() => onSelect(`wait=${wait}`)}>
              {oneLine(waits[wait]?.expected || waits[wait]?.name || '', 160)}
            </button>
          </Fact>
        )}
        {event.code !== undefined && <Fact name="Code">{event.code}</Fact>}
        {event.reason !== undefined && event.reason !== '' && <Fact name="Reason">{escaped(event.reason)}</Fact>}
        {event.problem !== undefined && (
          <Fact name="Problem">
            <span class="problem">{oneLine(event.problem, 2000)}</span>
          </Fact>
        )}
        {client && (
          <Fact name="Server">
            <code>{oneLine(client.url, 300)}</code>
          </Fact>
        )}
      </Facts>
      <Payload event={event} find={find} />
    </article>
  );
}

const isReader = (wait: WaitRecord, { at: time, client, reader }: EventRecord): boolean =>
  wait.position.line === reader?.position.line &&
  wait.position.column === reader.position.column &&
  wait.position.file === reader.position.file &&
  wait.clients.includes(client) &&
  wait.ended >= time - 1;

function titleOf(event: EventRecord, client: string): string {
  const name = oneLine(client, 80);
  if (event.kind === 'message') {
    const number = event.number === undefined ? '' : ` #${event.number}`;
    return event.direction === 'sent' ? `Message${number} from ${name}` : `Message${number} to ${name}`;
  }
  if (event.kind === 'open') return `${name} connected`;
  if (event.kind === 'close') return `${name}: ${previewOf(event, 80)}`;
  return `${name}: ${event.kind}${event.direction && event.direction !== 'none' ? ` ${event.direction}` : ''}`;
}

function WaitDetail({ attempt, wait, onSelect }: { attempt: AttemptReport; wait: WaitRecord; onSelect: (key: string) => void }) {
  const { clients, events } = attempt.conversation;
  const read = events.flatMap((event, index) =>
    event.reader !== undefined && isReader(wait, event) && event.at >= wait.began - 1 ? [index] : [],
  );
  const error = attempt.errors.findIndex((one) => attempt.conversation.waits[one.wait ?? -1] === wait);
  const names = wait.clients.slice(0, 12).map((client) => oneLine(clients[client]?.name ?? '', 60));
  return (
    <article>
      <h2>
        {oneLine(wait.name, 80)} {outcomeOf(wait)}
      </h2>
      {wait.timeout !== undefined && <Meter took={wait.ended - wait.began} timeout={wait.timeout} />}
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
            <code>{oneLine(wait.expected, 2000)}</code>
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

function RequestDetail({ attempt, request, find }: { attempt: AttemptReport; request: HttpRecord; find: string }) {
  const body = (text: string): EventRecord => ({ at: 0, client: 0, kind: 'frame', text });
  return (
    <article>
      <h2>
        {oneLine(request.method, 20)} {oneLine(request.url, 300)}
      </h2>
      <Facts>
        <Fact name="Time">{moment(request.at)} ms</Fact>
        <Fact name="Answer">
          {request.status ?? 'none'}
          {request.ended !== undefined && <span class="dim"> after {duration(request.ended - request.at)}</span>}
        </Fact>
        {request.client !== undefined && (
          <Fact name="User">{oneLine(attempt.conversation.clients[request.client]?.name ?? '', 80)}</Fact>
        )}
      </Facts>
      {request.sent !== undefined && (
        <section>
          <h3>Sent</h3>
          <Payload event={body(request.sent)} find={find} />
        </section>
      )}
      {request.received !== undefined && (
        <section>
          <h3>Received</h3>
          <Payload event={body(request.received)} find={find} />
        </section>
      )}
    </article>
  );
}

const Facts = ({ children }: { children: ComponentChildren }) => <dl class="facts">{children}</dl>;

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
