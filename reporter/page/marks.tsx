import type { EventRecord } from '../../src/record/test-record';
import { statusOf } from './statuses';

interface EventMarkProps {
  readonly event: EventRecord;
  /** Where the lanes of its client and of its server stand, and the middle of its row. */
  readonly client: number;
  readonly server: number;
  readonly y: number;
}

/** An event of the diagram: an arrow between two lanes, whose ends and line say what it is. */
export function EventMark({ event, client, server, y }: EventMarkProps) {
  const status = statusOf(event);
  const broken = status === 'breach' || status === 'meant';
  const name = status ?? (event.kind === 'message' ? 'sent' : event.kind);
  return (
    <g class={`mark is-${name}`}>
      <Arrow event={event} client={client} server={server} y={y} />
      {status && <StatusMark status={status} x={client} y={y} />}
      {event.kind === 'open' && <circle cx={client} cy={y} r="4" class="hollow" />}
      {event.kind === 'close' && !broken && <path d={cross(client, y, 4)} class="stroke" />}
      {event.kind === 'error' && (
        <>
          <path d={diamond(client, y, 8)} class="solid" />
          <path d={`M${client} ${y - 4}v4.5 M${client} ${y + 3}v.5`} class="on-solid" />
        </>
      )}
      {event.kind === 'network' && <path d={`M${client - 9} ${y}q3 -7 6 0t6 0t6 0`} class="stroke" />}
      {event.kind === 'frame' && <rect x={client - 4} y={y - 4} width="8" height="8" class="hollow" />}
    </g>
  );
}

function Arrow({ event, client, server, y }: EventMarkProps) {
  const { kind, direction } = event;
  if (kind === 'network' || kind === 'error') return null;
  if (kind === 'open') return <path d={`M${client + 4} ${y}H${server}`} class="line" />;
  if (direction === 'none') {
    const middle = (client + server) / 2;
    return <path d={`M${client} ${y}H${middle - 6}l4 -5l4 10l4 -5 M${server} ${y}H${middle + 10}`} class="line" />;
  }
  const toServer = direction !== 'received';
  const room = toServer ? 1 : statusOf(event) ? 8 : kind === 'close' ? 6 : 1;
  const head = toServer ? server - 1 : client + room;
  const tail = toServer ? client : server;
  const back = toServer ? -6 : 6;
  return (
    <>
      <path d={`M${tail} ${y}H${head + back}`} class="line" />
      <path d={`M${head} ${y}l${back} -3.5v7z`} class="head" />
      {toServer && kind === 'message' && <circle cx={client} cy={y} r="2.5" class="solid" />}
    </>
  );
}

/** What became of a message, which the shape tells even without colour. */
export function StatusMark({ status, x, y }: { status: string; x: number; y: number }) {
  switch (status) {
    case 'breach':
    case 'meant':
      return (
        <>
          <path d={octagon(x, y, 8)} class={status === 'breach' ? 'solid' : 'hollow'} />
          <path d={`M${x + 1.5} ${y - 7}l-3.5 5.5l5 3l-3 5.5`} class={status === 'breach' ? 'on-solid' : 'stroke'} />
        </>
      );
    case 'matched':
      return (
        <>
          <circle cx={x} cy={y} r="7" class="solid" />
          <path d={`M${x - 3} ${y + 0.3}l2.2 2.2l4 -4.6`} class="on-solid" />
        </>
      );
    case 'answered':
      return (
        <>
          <rect x={x - 6.5} y={y - 6.5} width="13" height="13" rx="3" class="solid" />
          <path d={`M${x - 0.5} ${y - 4}l-3 2.5l3 2.5 M${x - 3} ${y - 1.5}h4a2.2 2.2 0 0 1 0 5h-2`} class="on-solid" />
        </>
      );
    case 'skipped':
      return (
        <>
          <circle cx={x} cy={y} r="6" class="hollow" />
          <path d={`M${x - 3} ${y}h6`} class="stroke" />
        </>
      );
    case 'ignored':
      return (
        <>
          <rect x={x - 5} y={y - 5} width="10" height="10" class="hollow" />
          <path d={`M${x - 5} ${y + 5}l10 -10`} class="stroke" />
        </>
      );
    default:
      return <path d={diamond(x, y, 7.5)} class="hollow" />;
  }
}

export const cross = (x: number, y: number, r: number): string =>
  `M${x - r} ${y - r}l${2 * r} ${2 * r}M${x + r} ${y - r}l${-2 * r} ${2 * r}`;

/** A stop sign. */
const octagon = (x: number, y: number, r: number): string => {
  const half = Math.round(r * 41) / 100;
  const corner = r - half;
  return `M${x - half} ${y - r}h${2 * half}l${corner} ${corner}v${2 * half}l${-corner} ${corner}h${-2 * half}l${-corner} ${-corner}v${-2 * half}z`;
};

const diamond = (x: number, y: number, r: number): string => `M${x} ${y - r}l${r} ${r}l${-r} ${r}l${-r} ${-r}z`;
