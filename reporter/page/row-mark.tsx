import type { AttemptReport } from '../report';
import { hostOf, type Lanes } from './lanes';
import { cross, EventMark } from './marks';
import type { DiagramRow } from './rows';
import { still } from './still';

interface RowMarkProps {
  readonly attempt: AttemptReport;
  readonly row: DiagramRow;
  readonly y: number;
  readonly rowTop: number;
  readonly lanes: Lanes;
  readonly xs: readonly number[];
  /** Where the text begins. */
  readonly text: number;
}

/** The marks of a row, on the lanes that it is about. */
export const RowMark = still(({ attempt, row, y, rowTop, lanes, xs, text }: RowMarkProps) => {
  const { conversation, errors } = attempt;
  const client = (index: number) => xs[lanes.ofClient[index] ?? 0] ?? 0;
  const server = (index: number) => xs[lanes.ofServer[index] ?? xs.length - 1] ?? 0;
  const firstServer = lanes.lanes.findIndex(({ kind }) => kind === 'server');
  switch (row.kind) {
    case 'event': {
      const event = conversation.events[row.event];
      return event === undefined ? null : (
        <EventMark event={event} client={client(event.client)} server={server(event.client)} y={y} />
      );
    }
    case 'fold': {
      const laneOf = (one: DiagramRow) =>
        one.kind === 'event' ? client(conversation.events[one.event]?.client ?? 0) : (xs[firstServer] ?? 0);
      const places = [...new Set(row.rows.map(laneOf))];
      return (
        <g class="mark is-fold">
          {places.map((x) => (
            <path key={x} d={`M${x} ${y - 6}v.01 M${x} ${y}v.01 M${x} ${y + 6}v.01`} />
          ))}
        </g>
      );
    }
    case 'request': {
      const request = conversation.requests[row.request];
      const host = lanes.lanes.findIndex(({ kind, name }) => kind === 'server' && name === hostOf(request?.url ?? ''));
      const to = xs[host === -1 ? firstServer : host] ?? 0;
      const from = request?.client === undefined ? (xs[0] ?? 0) - 14 : client(request.client);
      return (
        <g class={`mark is-request ${(request?.status ?? 599) < 400 ? '' : 'is-bad'}`}>
          <path d={`M${from} ${y - 2}H${to - 5} M${from} ${y + 2}H${to - 5}`} class="line" />
          <path d={`M${to} ${y}l-7 -5v10z`} class="head" />
          <rect x={from - 3.5} y={y - 3.5} width="7" height="7" class="solid" />
        </g>
      );
    }
    case 'output': {
      const x = xs[firstServer] ?? 0;
      return (
        <g class="mark is-output">
          <rect x={x - 6} y={y - 5} width="12" height="10" rx="1.5" class="hollow" />
          <path d={`M${x - 3.5} ${y - 2.2}l2.2 2.2l-2.2 2.2 M${x + 0.5} ${y + 2.4}h3`} class="stroke" />
        </g>
      );
    }
    case 'wait':
    case 'failure': {
      const index = row.kind === 'wait' ? row.wait : errors[row.error]?.wait;
      const wait = index === undefined ? undefined : conversation.waits[index];
      const places = [...new Set((wait?.clients ?? []).map(client))];
      const kind = row.kind === 'failure' ? 'failure' : 'wait';
      const start = places.length > 0 ? Math.min(...places) : text - 14;
      return (
        <g class={`mark is-${kind}`}>
          {kind === 'failure' && <path d={`M${start} ${rowTop + 24}H${text}`} class="line" />}
          {kind === 'failure' &&
            places.map((x) => (
              <g key={x}>
                <rect x={x - 8} y={rowTop + 16} width="16" height="16" rx="3" class="solid" />
                <path d={cross(x, rowTop + 24, 3.5)} class="on-solid" />
              </g>
            ))}
        </g>
      );
    }
    case 'omitted':
      return (
        <path
          class="omitted-line"
          d={`M${(xs[0] ?? 0) - 12} ${y + 3}q4 -6 8 0${'t8 0'.repeat(Math.max(1, Math.floor((text - (xs[0] ?? 0)) / 8)))}`}
        />
      );
    default:
      return null;
  }
});
