import { useId } from 'preact/hooks';
import type { WaitRecord } from '../../src/record/test-record';
import type { AttemptReport } from '../report';
import type { Bar } from './bars';
import { hostOf, type Lanes } from './lanes';
import { cross, EventMark } from './marks';
import type { DiagramRow } from './rows';
import { outcomeOf } from './sentences';
import { duration, oneLine } from './words';

interface DiagramMarksProps {
  readonly attempt: AttemptReport;
  readonly rows: readonly DiagramRow[];
  readonly tops: Float64Array;
  readonly range: readonly [number, number];
  readonly lanes: Lanes;
  readonly xs: readonly number[];
  readonly text: number;
  readonly bars: readonly Bar[];
  readonly lives: ReadonlyMap<number, { readonly from: number; readonly to: number }>;
  readonly selected: string | undefined;
  readonly onSelect: (key: string) => void;
}

/** All that is drawn of the rows in view: lanes, waits, arrows. */
export function DiagramMarks(props: DiagramMarksProps) {
  const { rows, tops, range, text, xs, lanes, lives } = props;
  const hatch = useId();
  const [first, last] = range;
  const top = tops[first] ?? 0;
  const bottom = tops[Math.min(last, rows.length)] ?? top;
  const height = Math.max(0, bottom - top);
  return (
    <svg class="marks" width={text} height={height} style={{ transform: `translateY(${top}px)` }} aria-hidden="true">
      <defs>
        <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 0V6" class="hatch" />
        </pattern>
      </defs>
      {lanes.lanes.map((lane, index) => {
        const x = xs[index] ?? 0;
        const life = lives.get(index);
        const y = (row: number) => Math.max(0, Math.min(height, middle(tops, row) - top));
        const from = lane.kind !== 'client' ? 0 : life === undefined ? height : y(life.from);
        const to = lane.kind !== 'client' || life === undefined || life.to >= rows.length ? height : y(life.to);
        return (
          <g key={index} class={`lane is-${lane.kind}`}>
            <path d={`M${x} 0V${height}`} class="before" />
            {to > from && <path d={`M${x} ${from}V${to}`} class="life" />}
          </g>
        );
      })}
      <WaitBars {...props} {...{ top, height, hatch }} />
      {rows.slice(first, last).map((row, index) => (
        <RowMark
          key={row.key}
          {...props}
          row={row}
          y={middle(tops, first + index) - top}
          rowTop={(tops[first + index] ?? 0) - top}
        />
      ))}
    </svg>
  );
}

/** Of a card, the height of its first line. */
const middle = (tops: Float64Array, row: number): number =>
  (tops[row] ?? 0) + Math.min(14, ((tops[row + 1] ?? 0) - (tops[row] ?? 0)) / 2);

function WaitBars({
  attempt,
  rows,
  tops,
  range,
  xs,
  bars,
  selected,
  onSelect,
  top,
  height,
  hatch,
}: DiagramMarksProps & { top: number; height: number; hatch: string }) {
  const [first, last] = range;
  const shown = bars.filter(({ from, to }) => from < last && Math.max(to, from) >= first);
  return (
    <>
      {shown.map(({ wait: index, lane, track, from, to }) => {
        const wait = attempt.conversation.waits[index];
        if (wait === undefined) return null;
        const begins = (tops[from] ?? 0) + 3;
        const ends = to < from ? begins + 5 : middle(tops, to) + (rows[to]?.kind === 'event' ? 9 : 0);
        const y = Math.max(-20, begins - top);
        const end = Math.min(height + 20, ends - top);
        const x = (xs[lane] ?? 0) - 4 + track * 7;
        const state = stateOf(wait);
        const isSelected = selected === `wait=${index}`;
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: the waits are in the overview, too, for the keyboard
          <g
            key={`${index}-${lane}`}
            class={`bar is-${state} ${wait.negated ? 'is-negated' : ''} ${isSelected ? 'is-selected' : ''}`}
            onClick={() => onSelect(`wait=${index}`)}
          >
            <title>{`${oneLine(wait.name, 60)} ${outcomeOf(wait)} after ${duration(wait.ended - wait.began)}${wait.timeout === undefined ? '' : ` of ${duration(wait.timeout)}`}`}</title>
            <rect x={x} y={y} width="8" height={Math.max(4, end - y)} rx={state === 'satisfied' ? 4 : 1} />
            {state === 'failed' && (
              <rect x={x} y={y} width="8" height={Math.max(4, end - y)} class="hatched" fill={`url(#${hatch})`} />
            )}
            {state !== 'satisfied' && to >= first && to < last && <path d={`M${x - 4} ${end}h16`} class="end" />}
          </g>
        );
      })}
    </>
  );
}

const FAILED: ReadonlySet<WaitRecord['outcome']> = new Set(['timed-out', 'forbidden', 'error', 'broken']);

const stateOf = ({ outcome }: WaitRecord): 'satisfied' | 'failed' | 'over' =>
  outcome === 'satisfied' ? 'satisfied' : FAILED.has(outcome) ? 'failed' : 'over';

function RowMark({
  attempt,
  row,
  y,
  rowTop,
  lanes,
  xs,
  text,
}: DiagramMarksProps & { row: DiagramRow; y: number; rowTop: number }) {
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
      const places = [...new Set(row.events.map((event) => client(conversation.events[event]?.client ?? 0)))].slice(0, 40);
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
}
