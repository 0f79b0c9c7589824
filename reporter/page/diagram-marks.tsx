import { useId } from 'preact/hooks';
import type { AttemptReport } from '../report';
import type { Bar } from './bars';
import type { Lanes } from './lanes';
import { RowMark } from './row-mark';
import type { DiagramRow } from './rows';
import { middleOf } from './virtual';
import { WaitBars } from './wait-bars';

export interface DiagramMarksProps {
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
  const { attempt, rows, tops, range, text, xs, lanes, lives } = props;
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
        const y = (row: number) => Math.max(0, Math.min(height, middleOf(tops, row) - top));
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
      <g transform={`translate(0 ${-top})`}>
        {rows.slice(first, last).map((row, index) => (
          <RowMark
            key={row.key}
            {...{ attempt, row, lanes, xs, text }}
            y={middleOf(tops, first + index)}
            rowTop={tops[first + index] ?? 0}
          />
        ))}
      </g>
    </svg>
  );
}
