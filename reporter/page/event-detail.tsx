import type { EventRecord } from '../../src/record/test-record';
import { escaped } from '../../src/text/escape';
import { grouped } from '../../src/text/grouped';
import type { AttemptReport } from '../report';
import { Fact, Facts } from './facts';
import { StatusMark } from './marks';
import { Payload } from './payload';
import { readerOf } from './readers';
import { at, previewOf } from './sentences';
import { statusOf, statusText } from './statuses';
import { beginning, duration, moment, size } from './words';

interface EventDetailProps {
  readonly attempt: AttemptReport;
  readonly event: EventRecord;
  readonly index: number;
  readonly find: string;
  readonly onSelect: (key: string) => void;
}

/** A message or another event, whole. */
export function EventDetail({ attempt, event, index, find, onSelect }: EventDetailProps) {
  const { clients, events, waits, omitted } = attempt.conversation;
  const client = clients[event.client];
  const status = statusOf(event);
  const before = omitted?.behind === index ? undefined : events[index - 1];
  const wait = event.reader === undefined ? -1 : readerOf(event, attempt.conversation);
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
            <span class={`fate is-${status}`}>{statusText(status)}</span>
            {event.reader && (
              <>
                {' by '}
                <b>{beginning(event.reader.name, 80)}</b>
              </>
            )}
          </Fact>
        )}
        {event.breach !== undefined && (
          <Fact name="Contract">
            <span class={status === 'breach' ? 'problem' : ''}>{beginning(event.breach, 2000)}</span>
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
              {beginning(waits[wait]?.expected || waits[wait]?.name || '', 160)}
            </button>
          </Fact>
        )}
        {event.code !== undefined && <Fact name="Code">{event.code}</Fact>}
        {event.reason !== undefined && event.reason !== '' && <Fact name="Reason">{escaped(event.reason)}</Fact>}
        {event.problem !== undefined && (
          <Fact name="Problem">
            <span class="problem">{beginning(event.problem, 2000)}</span>
          </Fact>
        )}
        {client && (
          <Fact name="Server">
            <code>{beginning(client.url, 300)}</code>
          </Fact>
        )}
      </Facts>
      <Payload event={event} find={find} />
    </article>
  );
}

function titleOf(event: EventRecord, client: string): string {
  const name = beginning(client, 80);
  if (event.kind === 'message') {
    const number = event.number === undefined ? '' : ` #${event.number}`;
    return event.direction === 'sent' ? `Message${number} from ${name}` : `Message${number} to ${name}`;
  }
  if (event.kind === 'open') return `${name} connected`;
  if (event.kind === 'close') return `${name}: ${previewOf(event, 80)}`;
  return `${name}: ${event.kind}${event.direction && event.direction !== 'none' ? ` ${event.direction}` : ''}`;
}
