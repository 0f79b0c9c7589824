import type { WaitRecord } from '../../src/record/test-record';
import type { DiagramMarksProps } from './diagram-marks';
import { hasFailed, outcomeOf } from './outcomes';
import { middleOf } from './virtual';
import { beginning, duration } from './words';

/** The waits in view, as bars on the lanes of their clients. */
export function WaitBars({
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
        const ends = to < from ? begins + 5 : middleOf(tops, to) + (rows[to]?.kind === 'event' ? 9 : 0);
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
            <title>{`${beginning(wait.name, 60)} ${outcomeOf(wait)} after ${duration(wait.ended - wait.began)}${wait.timeout === undefined ? '' : ` of ${duration(wait.timeout)}`}`}</title>
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

const stateOf = (wait: WaitRecord): 'satisfied' | 'failed' | 'over' =>
  wait.outcome === 'satisfied' ? 'satisfied' : hasFailed(wait) ? 'failed' : 'over';
