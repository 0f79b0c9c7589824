import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { AttemptReport } from '../report';
import { barsOf, livesOf } from './bars';
import { DiagramMarks } from './diagram-marks';
import { isFocusFree, useRange, useSize } from './hooks';
import { geometryOf, lanesOf, placesOf } from './lanes';
import { nearestMessage } from './nearest-message';
import { isRoutine } from './routine';
import { heightsOf } from './row-heights';
import { RowText, spoken } from './row-text';
import type { DiagramRow } from './rows';
import { isBreach } from './statuses';
import { still } from './still';
import { Unprinted } from './unprinted';
import { scrollTo, topsOf } from './virtual';
import { beginning, counted, moment } from './words';

interface ConversationProps {
  readonly attempt: AttemptReport;
  readonly label: string;
  /** Stands above it, where others stand beside it. */
  readonly title?: ComponentChildren;
  readonly rows: readonly DiagramRow[];
  /** Whether it gets the keys. */
  readonly isCurrent: boolean;
  readonly onFocus: () => void;
  readonly selected: string | undefined;
  readonly onSelect: (key: string) => void;
  readonly matches: ReadonlySet<string>;
  readonly find: string;
  /** The clients that shall have a lane of their own. */
  readonly wanted: ReadonlySet<number>;
  readonly onLanes: () => void;
}

/** The conversation of an attempt as a sequence diagram: a lane for each client and server, time downwards. */
export function Conversation(props: ConversationProps) {
  const { attempt, label, title, rows, isCurrent, onFocus, selected, onSelect, matches, find, wanted, onLanes } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(scroller);
  useEffect(() => {
    if (isCurrent && isFocusFree()) scroller.current?.focus({ preventScroll: true });
  }, []);
  const [measured, setMeasured] = useState<ReadonlyMap<string, number>>(new Map());
  const onHeight = useCallback((key: string, px: number) => {
    setMeasured((old) => (Math.abs((old.get(key) ?? 0) - px) < 1 ? old : new Map(old).set(key, px)));
  }, []);
  const { conversation, errors } = attempt;
  const { most, narrow } = geometryOf(width);
  const lanes = useMemo(() => {
    const about = errors.flatMap(({ wait }) => conversation.waits[wait ?? -1]?.clients ?? []);
    return lanesOf(conversation, most, wanted, about);
  }, [attempt, most, wanted]);
  const { xs, text } = useMemo(() => placesOf(width, lanes.lanes.length), [width, lanes]);
  const tops = useMemo(() => topsOf(heightsOf(rows, attempt, measured)), [rows, attempt, measured]);
  const bars = useMemo(() => barsOf(conversation.waits, rows, lanes.ofClient), [attempt, rows, lanes]);
  const lives = useMemo(() => livesOf(rows, conversation.events, lanes.ofClient), [attempt, rows, lanes]);
  const isSlanted = (xs[1] ?? 100) - (xs[0] ?? 0) < SLANTED;
  const names = isSlanted ? Math.min(88, 20 + 7 * Math.max(...lanes.lanes.map(({ name }) => name.length))) : 40;
  const head = names + (title === undefined ? 0 : TITLE);
  const range = useRange(scroller, tops, Math.max(0, height - head));
  const index = selected === undefined ? -1 : rows.findIndex(({ key }) => key === selected);
  const isReady = height > 0;
  const id = useId();
  const idOf = (key: string): string => `${id}-${key.replace('=', '-')}`;

  const opened = useRef<AttemptReport>(undefined);
  /** Where the chosen row was brought into view. */
  const led = useRef<number>(undefined);
  const lead = (element: HTMLDivElement) => {
    const isFirst = opened.current !== attempt;
    opened.current = attempt;
    const wait = selected?.startsWith('wait=') ? conversation.waits[Number(selected.slice(5))] : undefined;
    let row = index;
    if (row === -1 && wait) row = rows.findIndex(({ at }) => at >= wait.began);
    // the failure is in view at first, since it is what the reader looks for
    if (row === -1 && isFirst) row = rows.findIndex(({ kind }) => kind === 'failure');
    const target = row === -1 ? (isFirst ? 0 : undefined) : scrollTo(tops, row, element.scrollTop, height - head);
    if (target !== undefined) element.scrollTop = target;
    led.current = element.scrollTop;
  };
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || !isReady) return;
    if (isCurrent) element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    lead(element);
  }, [attempt, selected, index, height]);
  // a card that was measured has moved the rows below it; a reader who has scrolled to it since stays there
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element !== null && isReady && element.scrollTop === led.current) lead(element);
  }, [measured]);

  const click = (event: MouseEvent) => {
    if (getSelection()?.type === 'Range') return; // the reader has marked a text
    const key = (event.target as Element).closest<HTMLElement>('.row')?.dataset.key;
    if (key && !key.startsWith('gap=')) onSelect(key);
  };
  const nearest = useMemo(() => new Set(errors.map((error) => `event=${nearestMessage(error, conversation)}`)), [attempt]);
  const [first, last] = range;
  const shown = [];
  for (let place = first; place < Math.min(last, rows.length); place++) {
    const row = rows[place] as DiagramRow;
    shown.push(
      <ConversationRow
        key={row.key}
        id={idOf(row.key)}
        row={row}
        attempt={attempt}
        top={tops[place] ?? 0}
        height={(tops[place + 1] ?? 0) - (tops[place] ?? 0)}
        place={place}
        count={rows.length}
        isSelected={place === index}
        isMatch={matches.has(row.key)}
        isNearest={nearest.has(row.key)}
        find={find}
        onHeight={onHeight}
      />,
    );
  }
  return (
    <div
      class={`conversation ${narrow ? 'is-narrow' : ''} ${isCurrent ? 'is-current' : ''}`}
      ref={scroller}
      onFocusIn={onFocus}
      role="listbox"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={index >= first && index < last ? idOf(rows[index]?.key ?? '') : undefined}
      style={{ '--text': `${text}px` }}
    >
      <div
        class={`lane-names ${isSlanted ? 'is-slanted' : ''}`}
        style={{ height: `${head}px` }}
        aria-hidden="true"
        onClick={onLanes}
      >
        {title !== undefined && <span class="attempt-name">{title}</span>}
        <span class="at">ms</span>
        {width > 0 &&
          lanes.lanes.map((lane, place) => {
            const each = (xs[1] ?? 0) - (xs[0] ?? 0) || 100;
            return (
              <span
                key={place}
                class={`lane-name is-${lane.kind} `}
                title={
                  lane.kind === 'others'
                    ? `${counted(lane.clients.length, 'client')} without a lane of their own`
                    : beginning(lane.name, 200)
                }
                style={{ left: `${xs[place]}px`, width: `${each - 4}px` }}
              >
                <span>{beginning(lane.name, 60)}</span>
              </span>
            );
          })}
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: its rows are options, and the keys of the page choose them */}
      <div class="rows" onClick={click} style={{ height: `${tops[rows.length]}px` }} role="presentation">
        {shown}
        {width > 0 && <DiagramMarks {...{ attempt, rows, tops, range, lanes, xs, text, bars, lives, selected, onSelect }} />}
      </div>
      <Unprinted count={rows.length - last} />
      {rows.length === 0 && <p class="nothing">Nothing was recorded: no client was opened in this attempt.</p>}
    </div>
  );
}

interface ConversationRowProps {
  readonly id: string;
  readonly row: DiagramRow;
  readonly attempt: AttemptReport;
  readonly top: number;
  readonly height: number;
  readonly place: number;
  readonly count: number;
  readonly isSelected: boolean;
  readonly isMatch: boolean;
  /** Whether a failure calls it the nearest message. */
  readonly isNearest: boolean;
  readonly find: string;
  readonly onHeight: (key: string, height: number) => void;
}

const TIMELESS: ReadonlySet<DiagramRow['kind']> = new Set(['gap', 'omitted', 'forgotten']);

const ConversationRow = still((props: ConversationRowProps) => {
  const { id, row, attempt, top, height, place, count, isSelected, isMatch, isNearest, find, onHeight } = props;
  const event = row.kind === 'event' ? attempt.conversation.events[row.event] : undefined;
  return (
    <div
      id={id}
      data-key={row.key}
      class={`row is-${row.kind} ${event && isRoutine(event) ? 'is-routine' : ''} ${isSelected ? 'is-selected' : ''} ${isMatch ? 'is-match' : ''} ${isNearest ? 'is-nearest' : ''} ${event && isBreach(event) ? 'is-broken' : ''}`}
      role="option"
      tabIndex={-1}
      aria-selected={isSelected}
      aria-setsize={count}
      aria-posinset={place + 1}
      style={{ transform: `translateY(${top}px)`, height: `${height}px` }}
    >
      <span class="sr">
        {spoken(row, attempt)}
        {isNearest && ', the nearest to what was expected'}
      </span>
      <span class="at" aria-hidden="true">
        {TIMELESS.has(row.kind) ? '' : moment(row.at)}
      </span>
      <div class="text" aria-hidden="true">
        <RowText row={row} attempt={attempt} find={find} onHeight={onHeight} />
        {isNearest && <span class="nearest-tag">nearest</span>}
      </div>
    </div>
  );
});

/** If lanes are closer than this (px), their names are written vertically. */
const SLANTED = 52;

/** The height of a title (px). */
const TITLE = 22;
