import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { isFocusFree, useRange, useSize } from './hooks';
import { Unprinted } from './unprinted';
import { rowsToDraw, scrollTo, topsOf } from './virtual';

interface VirtualListProps {
  readonly label: string;
  readonly heights: readonly number[];
  /** The selected row: it is kept in view, and its link has the focus, so that a screen reader reads it. */
  readonly chosen: number;
  readonly row: (index: number) => ComponentChildren;
  readonly before?: ComponentChildren;
}

/** A list of rows of known heights. Only those in view are in the page. */
export function VirtualList({ label, heights, chosen, row, before }: VirtualListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const { height } = useSize(scroller);
  const tops = useMemo(() => topsOf(heights), [heights]);
  const range = useRange(scroller, tops, height);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || chosen < 0 || height === 0) return;
    element.scrollIntoView({ block: 'nearest' });
    const target = scrollTo(tops, chosen, element.scrollTop, height);
    if (target !== undefined) element.scrollTop = target;
  }, [chosen, height > 0]);
  const wasThere = useRef(false);
  useEffect(() => {
    const takesFocus = wasThere.current ? chosen >= 0 : isFocusFree();
    wasThere.current = true;
    const link = scroller.current?.querySelector<HTMLElement>('.is-chosen a');
    if (takesFocus) (link ?? scroller.current)?.focus({ preventScroll: true });
  }, [chosen]);
  const rows = rowsToDraw(range, chosen).map((index) => (
    <li
      key={index}
      class={`list-row ${index === chosen ? 'is-chosen' : ''}`}
      aria-setsize={heights.length}
      aria-posinset={index + 1}
      style={{ transform: `translateY(${tops[index]}px)`, height: `${heights[index]}px` }}
    >
      {row(index)}
    </li>
  ));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, which a keyboard must be able to do
    <section class="scroller" ref={scroller} tabIndex={0} aria-label={label}>
      {before}
      <ul class="rows" style={{ height: `${tops[heights.length]}px` }}>
        {rows}
      </ul>
      <Unprinted count={heights.length - range[1]} />
    </section>
  );
}
