import { useLayoutEffect, useRef } from 'preact/hooks';
import { escaped } from '../../src/text/escape';
import type { AttemptReport } from '../report';
import { FailureText, SourceText } from './failure-text';
import { foldedKinds } from './folds';
import { Marked } from './marked';
import { outcomeOf } from './outcomes';
import { CARD_LINES } from './row-heights';
import type { DiagramRow } from './rows';
import { arrowOf, at, previewOf, shortly } from './sentences';
import { statusOf, statusText } from './statuses';
import { beginning, counted, duration } from './words';

interface RowTextProps {
  readonly row: DiagramRow;
  readonly attempt: AttemptReport;
  readonly find: string;
  readonly onHeight: (key: string, height: number) => void;
}

/** The text of a row, next to the lanes. */
export function RowText({ row, attempt, find, onHeight }: RowTextProps) {
  const { conversation } = attempt;
  const nameOf = (client: number | undefined) => beginning(conversation.clients[client ?? -1]?.name ?? '', 40);
  switch (row.kind) {
    case 'event': {
      const event = conversation.events[row.event];
      if (event === undefined) return null;
      const status = statusOf(event);
      return (
        <>
          <span class="who">{nameOf(event.client)}</span>
          <span class="no">
            {arrowOf(event)}
            {event.number === undefined ? '' : ` #${event.number}`}
          </span>
          <span class={`payload ${event.kind === 'open' || event.kind === 'close' ? 'is-plain' : ''}`}>
            <Marked text={previewOf(event)} find={find} />
            {event.problem !== undefined && <span class="problem"> {beginning(event.problem, 120)}</span>}
            {event.breach !== undefined && (
              <span class={status === 'breach' ? 'problem' : 'dim'}> {beginning(event.breach, 200)}</span>
            )}
          </span>
          {status && (
            <span class={`fate is-${status}`}>
              {statusText(status)}
              {event.reader && <span class="where"> {shortly(event.reader.position)}</span>}
            </span>
          )}
        </>
      );
    }
    case 'fold': {
      return (
        <span class="fold-text">
          <span class="caret" aria-hidden="true">
            {row.open ? '▾' : '▸'}
          </span>
          {foldedKinds(row.rows, attempt)}
        </span>
      );
    }
    case 'wait': {
      const wait = conversation.waits[row.wait];
      if (wait === undefined) return null;
      return (
        <>
          <span class="who">{wait.clients.length > 1 ? `${wait.clients.length} clients` : nameOf(wait.clients[0])}</span>
          <span class="payload is-wait">
            <b>{beginning(wait.name, 60)}</b> {outcomeOf(wait)} after {duration(wait.ended - wait.began)}
            {wait.expected && (
              <span class="dim">
                {': '}
                <Marked text={beginning(wait.expected, 200)} find={find} />
              </span>
            )}
          </span>
          <span class="fate">
            <span class="where">{shortly(wait.position)}</span>
          </span>
        </>
      );
    }
    case 'request': {
      const request = conversation.requests[row.request];
      if (request === undefined) return null;
      return (
        <>
          <span class="who">{nameOf(request.client)}</span>
          <span class="no">HTTP</span>
          <span class="payload">
            <b>{beginning(request.method, 20)}</b> <Marked text={beginning(request.url, 200)} find={find} />
            {request.received !== undefined && <span class="dim"> {beginning(request.received, 160)}</span>}
          </span>
          <span class={`fate ${(request.status ?? 599) < 400 ? '' : 'is-bad'}`}>
            {request.status ?? 'no answer'}
            {request.ended !== undefined && <span class="where"> {duration(request.ended - request.at)}</span>}
          </span>
        </>
      );
    }
    case 'output': {
      const line = conversation.output[row.output];
      return (
        <>
          <span class="who">{beginning(line?.server ?? '', 40)}</span>
          <span class="no">out</span>
          <span class="payload is-output">
            <Marked text={beginning(line?.text ?? '', 300)} find={find} />
          </span>
        </>
      );
    }
    case 'failure':
      return <FailureCard row={row} attempt={attempt} onHeight={onHeight} />;
    case 'omitted':
      return <span class="note">{counted(row.count, 'event')} in between were left out: there were too many</span>;
    case 'forgotten':
      return (
        <span class="note">
          {counted(row.count, 'earlier event')} of {nameOf(row.client)} had left its transcript (limits.transcript)
        </span>
      );
    case 'gap':
      return <span class="pause">{duration(row.ms)} of silence</span>;
  }
}

function FailureCard({ row, attempt, onHeight }: Omit<RowTextProps, 'find'> & { row: DiagramRow & { kind: 'failure' } }) {
  const card = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = card.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => onHeight(row.key, element.offsetTop + element.offsetHeight + 12));
    observer.observe(element);
    return () => observer.disconnect();
  }, [row.key]);
  const error = attempt.errors[row.error];
  if (error === undefined) return null;
  return (
    <div class="failure-card" ref={card}>
      <FailureText message={error.message} most={CARD_LINES} />
      {error.source && <SourceText source={error.source} position={error.position} />}
      {error.position && <p class="position">{at(error.position)}</p>}
    </div>
  );
}

/** What a screen reader says about a row. */
export function spoken(row: DiagramRow, attempt: AttemptReport): string {
  const { conversation, errors } = attempt;
  const ms = `${Math.round(row.at)} ms`;
  switch (row.kind) {
    case 'event': {
      const event = conversation.events[row.event];
      if (event === undefined) return ms;
      const name = escaped(conversation.clients[event.client]?.name ?? '');
      const verb =
        event.kind === 'message'
          ? `${event.direction === 'sent' ? 'sent' : 'received'} message ${event.number ?? ''}`
          : event.kind;
      const status = event.breach === undefined ? event.status : statusOf(event);
      const breach = event.breach === undefined ? '' : `: ${beginning(event.breach, 200)}`;
      return `${ms}, ${name} ${verb}: ${previewOf(event, 120)}${status ? `, ${statusText(status)}${breach}` : ''}`;
    }
    case 'fold':
      return `${ms}, ${foldedKinds(row.rows, attempt)}, ${row.open ? 'unfolded' : 'folded'}`;
    case 'wait': {
      const wait = conversation.waits[row.wait];
      return wait === undefined ? ms : `${ms}, ${beginning(wait.name, 60)} ${outcomeOf(wait)}`;
    }
    case 'request': {
      const request = conversation.requests[row.request];
      return `${ms}, HTTP ${beginning(request?.method ?? '', 20)} ${beginning(request?.url ?? '', 120)}: ${request?.status ?? 'no answer'}`;
    }
    case 'output':
      return `${ms}, output: ${beginning(conversation.output[row.output]?.text ?? '', 160)}`;
    case 'failure':
      return `${ms}, failure: ${beginning(errors[row.error]?.message ?? '', 300)}`;
    case 'omitted':
      return `${counted(row.count, 'event')} left out`;
    case 'forgotten':
      return `${counted(row.count, 'earlier event')} had left the transcript`;
    case 'gap':
      return `${duration(row.ms)} of silence`;
  }
}
