import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Address } from './address';
import { isOfBrowser } from './browser-keys';
import { hashOf, placeOf, type ReportPlace } from './link';
import { rangeInView } from './virtual';

export type Go = (place: ReportPlace, replace?: boolean) => void;

/** The reader's place, and a function that goes to another. */
export function usePlace(): [ReportPlace, Go] {
  const [place, setPlace] = useState(() => placeOf(location.hash));
  const address = useMemo(() => new Address(window), []);
  useLayoutEffect(() => {
    const follow = () => setPlace(placeOf(location.hash));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  const go: Go = (next, replace = false) => {
    setPlace(next);
    if (replace) address.replace(hashOf(next));
    else address.push(hashOf(next));
  };
  return [place, go];
}

/** The width and height of an element, as they are now. */
export function useSize(ref: RefObject<HTMLElement | null>): { readonly width: number; readonly height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = element;
      setSize((old) => (old.width === width && old.height === height ? old : { width, height }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return size;
}

/** Rows are drawn again when some within this distance (px) are missing. */
const NEAR = 150;

/** How many rows are printed. */
const PRINTED = 2000;

/** Whether the browser prints the page. */
function usePrinting(): boolean {
  const [isPrinting, setPrinting] = useState(false);
  useLayoutEffect(() => {
    const follow = ({ type }: Event) => setPrinting(type === 'beforeprint');
    for (const type of ['beforeprint', 'afterprint']) addEventListener(type, follow);
    return () => {
      for (const type of ['beforeprint', 'afterprint']) removeEventListener(type, follow);
    };
  }, []);
  return isPrinting;
}

/** Which rows of a scrolled list are drawn: those in view; on paper, the first ones. */
export function useRange(ref: RefObject<HTMLElement | null>, tops: Float64Array, height: number): readonly [number, number] {
  const [scrolled, setScrolled] = useState(0);
  const isPrinting = usePrinting();
  const range = isPrinting ? ([0, Math.min(tops.length - 1, PRINTED)] as const) : rangeInView(tops, scrolled, height);
  const now = useRef({ tops, height, range });
  now.current = { tops, height, range };
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const follow = () => {
      const { tops: rows, height: shown, range: old } = now.current;
      const [first, last] = rangeInView(rows, element.scrollTop, shown, NEAR);
      if (first < old[0] || last > old[1]) setScrolled(element.scrollTop);
    };
    element.addEventListener('scroll', follow, { passive: true });
    return () => element.removeEventListener('scroll', follow);
  }, []);
  return range;
}

/**
 * Calls back for keys pressed anywhere. A key that the callback has used goes nowhere else. Callbacks at the window get the
 * keys that none at the document has used.
 */
export function useKeys(onKey: (event: KeyboardEvent, isTyping: boolean) => boolean, at: Document | Window = document): void {
  const latest = useRef(onKey);
  latest.current = onKey;
  useLayoutEffect(() => {
    const press = (event: Event) => {
      const { defaultPrevented, key, target } = event as KeyboardEvent;
      if (isOfBrowser(event as KeyboardEvent) || defaultPrevented || !(target instanceof Element) || isTaken(key, target)) return;
      const isTyping = target.matches('textarea, input:not([type="checkbox"])');
      if (latest.current(event as KeyboardEvent, isTyping)) event.preventDefault();
    };
    at.addEventListener('keydown', press);
    return () => at.removeEventListener('keydown', press);
  }, []);
}

/** Whether a key belongs to the focused element: any key to a dialog or a list of choices, Enter to a button or link. */
const isTaken = (key: string, target: Element): boolean =>
  document.querySelector('dialog[open]') !== null ||
  target.matches('select') ||
  (key === 'Enter' && target.matches('a, button, summary'));

/** Whether nothing has the focus: then a new view takes it, so that the browser's keys scroll it. */
export const isFocusFree = (): boolean => document.activeElement === document.body;

/** A value that follows another one when that has not changed for a while: for work that is too slow for each keystroke. */
export function useRested<T>(value: T, ms: number): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(() => value), ms);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}
