import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { WaitRecord } from '../../src/record/test-record';
import { grouped } from '../../src/text/grouped';
import { Meter } from './meter';
import { nearnessOf } from './nearness';
import { outcomeOf } from './outcomes';
import { shortly } from './sentences';
import { beginning, duration } from './words';

/** How many are listed at first, and how many more on each demand. */
const FIRST = 8;
const MORE = 500;

interface WaitListProps {
  readonly title: string;
  readonly waits: readonly WaitRecord[];
  /** Those of them that are listed. */
  readonly indexes: readonly number[];
  readonly onSelect: (key: string) => void;
}

/** Some waits of an attempt. */
export function WaitList({ title, waits, indexes, onSelect }: WaitListProps) {
  const [most, setMost] = useState(FIRST);
  const list = useRef<HTMLOListElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const hadFocus = button.current !== null && document.activeElement === button.current;
  // the button disappears with the last of them: then the first that it has shown gets the focus
  useLayoutEffect(() => {
    if (hadFocus && button.current === null) list.current?.children[most - MORE]?.querySelector('button')?.focus();
  }, [most]);
  if (indexes.length === 0) return null;
  const left = indexes.length - most;
  return (
    <section>
      <h3>{title}</h3>
      <ol class="waits" ref={list}>
        {indexes.slice(0, most).map((index) => (
          <li key={index}>
            <button type="button" onClick={() => onSelect(`wait=${index}`)}>
              <WaitItem wait={waits[index] as WaitRecord} />
            </button>
          </li>
        ))}
      </ol>
      {left > 0 && (
        <button type="button" class="link" ref={button} onClick={() => setMost(most + MORE)}>
          Show {grouped(Math.min(left, MORE))} more
        </button>
      )}
    </section>
  );
}

function WaitItem({ wait }: { wait: WaitRecord }) {
  const took = wait.ended - wait.began;
  const outcome = wait.outcome === 'satisfied' && !wait.negated ? '' : `, ${outcomeOf(wait)}`;
  const isTimed = nearnessOf(wait) !== undefined;
  return (
    <>
      {!isTimed && <span class="meter dim">{duration(took) + outcome}</span>}
      {isTimed && <Meter took={took} timeout={wait.timeout ?? 0} />}
      <span class="wait-name">
        <b>{beginning(wait.name, 60)}</b> <span class="dim">{beginning(wait.expected, 100)}</span>
      </span>
      <span class="where">
        {shortly(wait.position)}
        {isTimed && outcome}
      </span>
    </>
  );
}
