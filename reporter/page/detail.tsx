import type { EventRecord, HttpRecord } from '../../src/record/test-record';
import type { AttemptReport } from '../report';
import { brokenMessage } from './broken-message';
import { EventDetail } from './event-detail';
import { Fact, Facts } from './facts';
import { FailureText, SourceText } from './failure-text';
import { Payload } from './payload';
import { at } from './sentences';
import { WaitDetail } from './wait-detail';
import { beginning, counted, duration, moment } from './words';

interface DetailProps {
  readonly attempt: AttemptReport;
  readonly selected: string;
  readonly find: string;
  readonly onSelect: (key: string) => void;
}

/** All that is known about the selected row. */
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
        <h2>A line of {beginning(line.server, 80)}</h2>
        <Facts>
          <Fact name="Time">{moment(line.at)} ms</Fact>
        </Facts>
        <Payload event={{ at: line.at, client: 0, kind: 'frame', text: line.text }} find={find} />
      </article>
    );
  }
  const error = kind === 'failure' ? errors[index] : undefined;
  if (error) {
    const broken = brokenMessage(error, conversation);
    return (
      <article>
        <h2>Why it failed</h2>
        {error.position && <p class="position">{at(error.position)}</p>}
        <FailureText message={error.message} most={2000} />
        {error.source && <SourceText source={error.source} position={error.position} />}
        {broken !== undefined && (
          <p>
            <button type="button" class="link" onClick={() => onSelect(`event=${broken}`)}>
              What breaks the contract
            </button>
          </p>
        )}
        {error.wait !== undefined && conversation.waits[error.wait] && (
          <p>
            <button type="button" class="link" onClick={() => onSelect(`wait=${error.wait}`)}>
              The wait that failed
            </button>
          </p>
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

function RequestDetail({ attempt, request, find }: { attempt: AttemptReport; request: HttpRecord; find: string }) {
  const body = (text: string): EventRecord => ({ at: 0, client: 0, kind: 'frame', text });
  return (
    <article>
      <h2>
        {beginning(request.method, 20)} {beginning(request.url, 300)}
      </h2>
      <Facts>
        <Fact name="Time">{moment(request.at)} ms</Fact>
        <Fact name="Answer">
          {request.status ?? 'none'}
          {request.ended !== undefined && <span class="dim"> after {duration(request.ended - request.at)}</span>}
        </Fact>
        {request.client !== undefined && (
          <Fact name="User">{beginning(attempt.conversation.clients[request.client]?.name ?? '', 80)}</Fact>
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
